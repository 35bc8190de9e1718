"""Maker and checker: what one person may not pass alone."""

from typing import Final

import pytest

from tests.video_bank.sessions.events import ADA
from tests.video_bank.sessions.stories import (
    AMIR,
    PICTURE,
    SESSION,
    Story,
    changed,
    check_id_of,
    effects_of,
    evidence,
    told,
)
from video_bank.errors import ErrorCode
from video_bank.media.commands import LegName
from video_bank.sessions import requests
from video_bank.sessions.draft import Step
from video_bank.sessions.effects import TellAgent, TellSupervisor
from video_bank.sessions.outgoing import AgentViewChanged, Refused
from video_bank.sessions.second_person import lacks_second_person, open_looks
from video_bank.sessions.session import AgentCard, Check, Session
from video_bank.verification.evidence import (
    CheckFinished,
    Decision,
    Evidence,
    Finding,
    Reason,
    Verdict,
)

SOL: Final = ADA
UNANSWERED: Final = Finding(Reason.CHALLENGE_UNANSWERED, 1, 2)
FAR: Final = Finding(Reason.DISTANCE_ABOVE_MISMATCH, 0.7, 0.55)
BETWEEN: Final = Finding(Reason.DISTANCE_BETWEEN, 0.5, 0.45)


def _checked(*findings: Finding, verdict: Verdict = Verdict.REVIEW) -> Story:
    story = Story().until_picture()
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    seen = evidence(verdict)
    found = Evidence(
        verdict,
        seen.distance,
        seen.thresholds,
        findings,
        seen.engine,
        seen.live_frames,
        PICTURE,
        PICTURE,
        1,
    )
    story.tell(CheckFinished(SESSION, check_id_of(story.session), found))
    return story


def _failed() -> Story:
    return _checked(FAR, verdict=Verdict.FAILED)


def _ask(story: Story, reason: str = "twin") -> Step:
    check_id = check_id_of(story.session)
    return story.ask(requests.AskSecondLook, check_id=check_id, reason=reason)


def _give(story: Story, card: AgentCard = SOL, *, agrees: bool = True, reason: str = "so") -> Step:
    check_id = check_id_of(story.session)
    return story.ask(
        requests.GiveSecondLook, check_id=check_id, card=card, agrees=agrees, reason=reason
    )


def _decide(story: Story, decision: Decision, reason: str = "because") -> Step:
    check_id = check_id_of(story.session)
    return story.ask(requests.DecideCheck, check_id=check_id, decision=decision, reason=reason)


def _check(story: Story) -> Check:
    return story.session.checks[-1]


def _codes(step: Step) -> list[ErrorCode]:
    return [each.code for each in told(step) if isinstance(each, Refused)]


@pytest.mark.parametrize(
    ("finding", "is_for_two"), [(FAR, True), (UNANSWERED, True), (BETWEEN, False)]
)
def test_what_failed_or_may_deceive_takes_a_second_person(
    finding: Finding, *, is_for_two: bool
) -> None:
    story = _checked(finding)
    assert lacks_second_person(_check(story), None) is is_for_two
    refused = _decide(story, Decision.PASSED)
    assert _codes(refused) == ([ErrorCode.SECOND_PERSON_MISSING] if is_for_two else [])
    assert (_check(story).decision is None) is is_for_two


def test_one_person_refuses_alone() -> None:
    story = _failed()
    _decide(story, Decision.REFUSED)
    assert _check(story).decision is Decision.REFUSED


def test_a_supervisor_who_agrees_passes_what_the_agent_asked_for() -> None:
    story = _failed()
    _ask(story)
    assert open_looks(story.session) == (_check(story),)
    passed = _give(story)
    check = _check(story)
    assert (check.decision, check.decision_reason) == (Decision.PASSED, "twin")
    assert check.second_look is not None
    assert (check.second_look.by, check.second_look.answer) == (SOL, "so")
    assert not open_looks(story.session)
    # The agent's page shows it at once, and the trail has both people.
    [view] = [each.message for each in effects_of(passed, TellAgent)]
    assert isinstance(view, AgentViewChanged)
    assert story.kinds[-3:] == ["second_look_asked", "second_look_given", "check_decided"]
    asked, given, decided = [each for step in story.steps[-2:] for each in step.happenings]
    assert (asked.actor, given.actor) == (AMIR.staff_id, SOL.staff_id)
    assert decided.facts["second_person"] == SOL.staff_id
    assert "twin" not in str((asked.facts, given.facts, decided.facts))


def test_a_supervisor_who_disagrees_leaves_nothing_but_refusing() -> None:
    story = _failed()
    _ask(story)
    _give(story, agrees=False)
    assert _check(story).decision is None
    assert _codes(_ask(story)) == [ErrorCode.NOT_NOW]
    assert _codes(_decide(story, Decision.PASSED)) == [ErrorCode.SECOND_PERSON_MISSING]
    _decide(story, Decision.REFUSED)
    assert _check(story).decision is Decision.REFUSED


def test_nobody_is_the_own_second_person() -> None:
    story = _failed()
    _ask(story)
    refused = _give(story, AMIR)
    assert [each.message for each in effects_of(refused, TellSupervisor)] == [
        Refused(request_id="r9", code=ErrorCode.FORBIDDEN)
    ]
    assert _check(story).decision is None


def test_whoever_took_the_meeting_over_is_not_the_second_person() -> None:
    story = _failed()
    _ask(story)
    story.session = _led_by(story, SOL)
    _give(story, SOL)
    assert _check(story).decision is None


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_both_give_a_reason(reason: str) -> None:
    story = _failed()
    assert _codes(_ask(story, reason)) == [ErrorCode.MALFORMED]
    _ask(story)
    assert _codes(_give(story, reason=reason)) == [ErrorCode.MALFORMED]
    assert _check(story).decision is None


def test_a_second_look_is_given_once_and_not_after_the_agent_has_refused() -> None:
    story = _failed()
    assert _codes(_give(story)) == [ErrorCode.NOT_FOUND]
    _ask(story)
    _decide(story, Decision.REFUSED)
    assert _codes(_give(story)) == [ErrorCode.NOT_NOW]
    assert _check(story).decision is Decision.REFUSED


def test_what_waits_for_a_supervisor_waits_no_longer_than_the_call() -> None:
    story = _failed()
    _ask(story)
    story.ask(requests.HangUp, leg=LegName.AGENT)
    assert not open_looks(story.session)
    assert _codes(_give(story)) == [ErrorCode.NOT_NOW]
    assert _codes(_decide(story, Decision.PASSED)) == [ErrorCode.SECOND_PERSON_MISSING]


def test_nothing_is_asked_of_a_check_that_was_not_made() -> None:
    story = Story().until_picture()
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    assert _codes(_ask(story)) == [ErrorCode.NOT_NOW]


def _led_by(story: Story, card: AgentCard) -> Session:
    return changed(story.session, agent=card)
