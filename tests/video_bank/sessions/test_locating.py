"""Where the customer is: nothing without consent, hints with it, and never a stop."""

from typing import Final

import msgspec
import pytest

from tests.video_bank.sessions.stories import (
    AMIR,
    PICTURE,
    SESSION,
    Story,
    evidence,
    told,
)
from video_bank.errors import ErrorCode
from video_bank.sessions import requests
from video_bank.sessions.desk_views import desk_view
from video_bank.sessions.draft import Step
from video_bank.sessions.location_views import LocationCard, location_card
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.session import LocationConsent, Stage
from video_bank.sessions.views import customer_view
from video_bank.verification.evidence import CheckFinished, Finding, Reason, Verdict
from video_bank.verification.location.location import (
    AddressSeen,
    Location,
    Position,
    PositionAnswer,
)

SHANGHAI: Final = Position(31.2222, 121.4581)
GERMANY: Final = AddressSeen(country="DE", is_home=False, position=Position(52.5, 13.4))
CHINA: Final = AddressSeen(country="CN", is_home=True, position=Position(31.2, 121.5))
FAR: Final = Finding(Reason.POSITION_FAR_FROM_ADDRESS, 8399, 500)


def arriving() -> Story:
    story = Story()
    story.ask(requests.NoteArrival)
    story.ask(requests.GiveConsents, recording=True, face=True)
    return story


def answer(story: Story, *, is_given: bool = True) -> Step:
    return story.ask(requests.GiveLocationConsent, is_given=is_given, text="2026-11-28.en")


def send(story: Story, sent: PositionAnswer, position: Position | None = None) -> Step:
    return story.ask(requests.NotePosition, answer=sent, position=position)


def agreed() -> Story:
    story = arriving()
    answer(story)
    return story


def hints(story: Story) -> list[object]:
    return [
        (happening.facts["hint"], happening.facts["apart_km"])
        for step in story.steps
        for happening in step.happenings
        if happening.kind == "location_hinted"
    ]


def test_the_consent_is_kept_with_its_text_and_time() -> None:
    story = arriving()
    [noted] = answer(story).happenings
    assert (noted.kind, noted.at) == ("location_consent_answered", story.now)
    assert noted.facts == {"location": True, "text": "2026-11-28.en"}
    assert story.session.location_consent == LocationConsent(True, story.now, "2026-11-28.en")
    assert customer_view(story.session).is_position_wanted


@pytest.mark.parametrize("is_given", [True, False])
def test_one_answer_is_taken_once(*, is_given: bool) -> None:
    story = arriving()
    answer(story, is_given=is_given)
    assert answer(story, is_given=is_given) == Step(story.session)
    assert told(answer(story, is_given=not is_given)) == [
        Refused(request_id="r5", code=ErrorCode.NOT_NOW)
    ]


def test_it_is_asked_after_the_other_consents_and_before_the_queue() -> None:
    story = Story()
    story.ask(requests.NoteArrival)
    refused = Refused(request_id="r2", code=ErrorCode.CONSENT_MISSING)
    assert told(answer(story)) == [refused]
    story = Story().until_waiting()
    assert told(answer(story)) == [Refused(request_id="r4", code=ErrorCode.NOT_NOW)]


def test_without_consent_nothing_of_the_place_is_kept() -> None:
    story = arriving()
    answer(story, is_given=False)
    sent = send(story, PositionAnswer.SENT, SHANGHAI)
    assert told(sent) == [Refused(request_id="r4", code=ErrorCode.CONSENT_MISSING)]
    assert story.ask(requests.NoteAddress, address=GERMANY) == Step(story.session)
    assert story.session.location is None
    assert not customer_view(story.session).is_position_wanted
    assert location_card(story.session) == LocationCard(is_agreed=False)
    body = msgspec.json.encode(story.session)
    assert b"31.2" not in body
    assert b'"DE"' not in body


@pytest.mark.parametrize("is_given", [True, False, None])
def test_whatever_is_answered_the_customer_takes_a_place(*, is_given: bool | None) -> None:
    story = arriving()
    if is_given is not None:
        answer(story, is_given=is_given)
    story.ask(requests.EnterQueue)
    assert story.session.stage is Stage.WAITING


def test_a_position_is_rounded_once_more_and_counts_once() -> None:
    story = agreed()
    [noted] = send(story, PositionAnswer.SENT, SHANGHAI).happenings
    assert (noted.kind, noted.facts) == ("position_answered", {"position": "sent"})
    assert story.session.location == Location(PositionAnswer.SENT, Position(31.22, 121.46))
    assert send(story, PositionAnswer.SENT, Position(0, 0)) == Step(story.session)
    assert not customer_view(story.session).is_position_wanted


@pytest.mark.parametrize(
    "sent", [PositionAnswer.DECLINED, PositionAnswer.UNAVAILABLE, PositionAnswer.TIMED_OUT]
)
def test_a_browser_that_gives_nothing_is_a_hint(sent: PositionAnswer) -> None:
    story = agreed()
    send(story, sent, SHANGHAI)
    assert story.session.location == Location(sent)
    card = location_card(story.session)
    assert card
    assert card.findings == (Finding(Reason.POSITION_NOT_GIVEN),)


def test_each_hint_stands_on_the_trail_once_and_without_a_place() -> None:
    story = agreed()
    story.ask(requests.NoteAddress, address=GERMANY)
    send(story, PositionAnswer.SENT, SHANGHAI)
    for address in (GERMANY, CHINA, GERMANY):
        story.ask(requests.NoteAddress, address=address)
    assert hints(story) == [
        (Reason.ADDRESS_ABROAD, None),
        (Reason.POSITION_FAR_FROM_ADDRESS, 8399),
        (Reason.COUNTRY_CHANGED, None),
    ]
    written = msgspec.json.encode([step.happenings for step in story.steps])
    for secret in (b"31.2", b"121", b"52.5", b'"DE"', b'"CN"'):
        assert secret not in written


def test_the_desk_sees_it_and_a_check_says_it_without_another_verdict() -> None:
    story = agreed()
    send(story, PositionAnswer.SENT, SHANGHAI)
    story.ask(requests.NoteAddress, address=GERMANY)
    story = _talking(story)
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    story.tell(CheckFinished(SESSION, story.session.checks[-1].check_id, evidence()))
    found = story.session.checks[-1].evidence
    assert found is not None
    assert found.verdict is evidence().verdict is Verdict.PASSED
    assert FAR in found.findings
    view = desk_view(story.session, AMIR.staff_id)
    assert view is not None
    assert view.location == LocationCard(
        is_agreed=True,
        is_kept=True,
        answer=PositionAnswer.SENT,
        position=Position(31.22, 121.46),
        countries=("DE",),
        findings=(Finding(Reason.ADDRESS_ABROAD), FAR),
    )


def test_after_the_meeting_nothing_more_is_learnt() -> None:
    story = agreed()
    story.session = msgspec.structs.replace(story.session, stage=Stage.CLOSED)
    assert story.ask(requests.NoteAddress, address=GERMANY) == Step(story.session)
    refused = send(story, PositionAnswer.SENT, SHANGHAI)
    assert told(refused) == [Refused(request_id="r5", code=ErrorCode.NOT_NOW)]


def _talking(story: Story) -> Story:
    """Return another story in the call, of a customer who was asked as in this one."""
    going_on = Story().until_picture()
    going_on.session = msgspec.structs.replace(
        going_on.session,
        location=story.session.location,
        location_consent=story.session.location_consent,
    )
    return going_on
