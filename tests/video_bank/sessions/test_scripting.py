"""A meeting that follows a script: what each side sees, what the trail says, what is refused."""

from typing import Any, Final

import msgspec
import pytest

from tests.video_bank.scripts.test_progress import SCRIPT
from tests.video_bank.sessions.stories import SESSION, Story, invited, told
from video_bank.errors import ErrorCode
from video_bank.media.commands import LegName
from video_bank.media.news import LegFlowing, LegLost, RecordingAlive, RecordingStalled
from video_bank.scripts.progress import Seen, StepState
from video_bank.scripts.script import Answer, LoadedScript
from video_bank.sessions import requests
from video_bank.sessions.deadlines import AGENT_AWAY_S, Due
from video_bank.sessions.draft import Step
from video_bank.sessions.inbox import TimeRanOut
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.session import Session, Stage
from video_bank.sessions.views import agent_view, customer_view

ALL: Final = Seen(both_faces=True, document=True)


@pytest.fixture
def story() -> Story:
    session = msgspec.structs.replace(
        invited(), product="loan", script=LoadedScript(SCRIPT, "0" * 64)
    )
    return Story(session).until_talking()


def _begin(story: Story, step: str) -> Step:
    return story.ask(requests.BeginStep, step=step)


def _finish(story: Story, step: str, after_s: float = 6.0) -> Step:
    story.now += after_s
    return story.ask(requests.FinishStep, step=step, seen=ALL)


def _answer(story: Story, step: str, leg: LegName, answer: Answer = Answer.YES) -> Step:
    return story.ask(requests.AnswerStep, leg=leg, step=step, answer=answer)


def _refusal(step: Step) -> ErrorCode:
    [refused] = [each for each in told(step) if isinstance(each, Refused)]
    assert step.happenings == ()
    return refused.code


def _facts(story: Story, kind: str) -> list[dict[str, Any]]:
    happenings = [each for step in story.steps for each in step.happenings]
    return [each.facts for each in happenings if each.kind == kind]


def _states(session: Session) -> list[StepState]:
    guide = agent_view(session).script
    assert guide is not None
    return [step.state for step in guide.steps]


def test_the_customer_sees_the_step_that_is_open_and_nothing_else(story: Story) -> None:
    assert customer_view(story.session).script is None
    _begin(story, "first")
    sheet = customer_view(story.session).script
    assert sheet is not None
    assert (sheet.step, sheet.number, sheet.count, sheet.attempt) == ("first", 1, 4, 1)
    assert _states(story.session)[:2] == [StepState.OPEN, StepState.AHEAD]
    _finish(story, "first")
    assert customer_view(story.session).script is None
    assert _states(story.session)[:2] == [StepState.DONE, StepState.NEXT]


def test_each_deed_is_on_the_trail_with_whose_it_was(story: Story) -> None:
    _begin(story, "first")
    _finish(story, "first")
    _begin(story, "tapped")
    _answer(story, "tapped", LegName.CUSTOMER, Answer.NO)
    _answer(story, "tapped", LegName.CUSTOMER)
    _answer(story, "tapped", LegName.CUSTOMER)
    _finish(story, "tapped")
    happenings = [each for step in story.steps for each in step.happenings]
    deeds = [each for each in happenings if each.kind.startswith("script_")]
    assert story.session.agent is not None
    agent = story.session.agent.staff_id
    assert [(each.kind, each.actor) for each in deeds] == [
        ("script_step_begun", agent),
        ("script_step_finished", agent),
        ("script_step_begun", agent),
        ("script_step_answered", SESSION),
        ("script_step_answered", SESSION),
        ("script_step_finished", agent),
    ]
    assert [each.facts["answer"] for each in deeds if "answer" in each.facts] == ["no", "yes"]


def test_what_the_agent_saw_is_on_the_trail_as_confirmed_by_hand(story: Story) -> None:
    for step, leg in (("first", None), ("tapped", LegName.CUSTOMER), ("said", LegName.AGENT)):
        _begin(story, step)
        if leg is not None:
            _answer(story, step, leg)
        _finish(story, step)
    _begin(story, "seen")
    _finish(story, "seen")
    last = _facts(story, "script_step_finished")[-1]
    assert last == {
        "step": "seen",
        "number": 4,
        "attempt": 1,
        "faces_confirmed": True,
        "document_confirmed": True,
    }


def test_who_may_answer_is_the_steps_to_say(story: Story) -> None:
    _begin(story, "first")
    _finish(story, "first")
    _begin(story, "tapped")
    assert _refusal(_answer(story, "tapped", LegName.AGENT)) is ErrorCode.NOT_NOW


def test_what_is_refused_says_why(story: Story) -> None:
    assert _refusal(_begin(story, "tapped")) is ErrorCode.NOT_NOW
    assert _refusal(_begin(story, "nothing")) is ErrorCode.NOT_FOUND
    _begin(story, "first")
    assert _refusal(_finish(story, "first", after_s=1)) is ErrorCode.STEP_TOO_SHORT
    story.tell(RecordingStalled(SESSION, ErrorCode.DISK_FULL))
    assert _refusal(_finish(story, "first")) is ErrorCode.RECORDING_DOWN
    assert _refusal(_begin(story, "first")) is ErrorCode.RECORDING_DOWN
    story.tell(RecordingAlive(SESSION))
    assert [each.kind for each in _finish(story, "first").happenings] == ["script_step_finished"]
    assert _finish(story, "first").happenings == (), "asking again changes nothing"


def test_time_during_which_the_customer_was_away_does_not_count(story: Story) -> None:
    _begin(story, "first")
    story.tell(LegLost(SESSION, LegName.CUSTOMER, 1))
    assert customer_view(story.session).script is None
    assert _refusal(_finish(story, "first", after_s=30)) is ErrorCode.NOT_NOW
    story.tell(LegFlowing(SESSION, LegName.CUSTOMER, 1))
    assert _refusal(_finish(story, "first", after_s=1)) is ErrorCode.STEP_TOO_SHORT
    assert _finish(story, "first").happenings


def test_hanging_up_early_is_on_the_trail(story: Story) -> None:
    _begin(story, "first")
    _finish(story, "first")
    story.ask(requests.HangUp, leg=LegName.AGENT)
    assert _facts(story, "script_left_open") == [{"steps": 3, "step": "tapped"}]


def test_with_another_agent_the_open_step_begins_anew_and_the_done_ones_count(
    story: Story,
) -> None:
    _begin(story, "first")
    _finish(story, "first")
    _begin(story, "tapped")
    story.ask(requests.NotePresence, leg=LegName.AGENT, is_here=False)
    story.tell(TimeRanOut(SESSION, Due.RETURN_TO_QUEUE), after_s=AGENT_AWAY_S)
    assert story.session.stage is Stage.WAITING
    assert _states(story.session)[:2] == [StepState.DONE, StepState.NEXT]


def test_a_meeting_without_a_script_has_no_steps() -> None:
    story = Story().until_talking()
    assert _refusal(_begin(story, "first")) is ErrorCode.NOT_NOW
    story.ask(requests.HangUp, leg=LegName.AGENT)
    assert "script_left_open" not in story.kinds
