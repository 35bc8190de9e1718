"""A challenge as its session sees it: prompts to the page, words back to the node, the trail."""

from typing import Any, Final

from tests.video_bank.sessions.stories import (
    NODE,
    OTHER_NODE,
    PICTURE,
    SESSION,
    Story,
    effects_of,
    evidence,
    told,
)
from video_bank.errors import ErrorCode
from video_bank.ids import CheckId
from video_bank.media.commands import (
    EaseChallenge,
    JudgeDigits,
    LegName,
    StartCheck,
    WatchFace,
)
from video_bank.sessions import requests
from video_bank.sessions.deadlines import CHALLENGE_SILENCE_S, Due, next_due
from video_bank.sessions.effects import TellNode
from video_bank.sessions.inbox import MediaMoved, NodeLost
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.session import CheckState
from video_bank.sessions.views import agent_view, customer_view
from video_bank.verification.evidence import Action, CheckFinished, Reason, Verdict
from video_bank.verification.liveness.camera import CameraHints
from video_bank.verification.liveness.hints import Hint
from video_bank.verification.liveness.progress import (
    ChallengeMoved,
    ChallengeProgress,
    Phase,
    PresenceChanged,
    Prompt,
    Sitter,
)

TURN: Final = Prompt(1, Action.TURN_LEFT, 3.4)
DIGITS: Final = Prompt(2, Action.READ_DIGITS, 5.5, "0417")


def begun(**fields: Any) -> Story:
    story = Story().until_picture()
    story.ask(requests.BeginCheck, picture_id=PICTURE, **fields)
    return story


def moved(story: Story, number: int, phase: Phase, **fields: Any) -> ChallengeMoved:
    progress = ChallengeProgress(number, phase, fields.pop("attempt", 1), **fields)
    return ChallengeMoved(SESSION, check_of(story), progress)


def check_of(story: Story) -> CheckId:
    return story.session.checks[-1].check_id


def commands(story: Story) -> list[object]:
    return [effect.command for effect in effects_of(story.steps[-1], TellNode)]


def test_a_node_that_a_call_moves_to_looks_on_for_the_face_that_was_checked() -> None:
    story = begun()
    story.tell(CheckFinished(SESSION, check_of(story), evidence()))
    story.tell(MediaMoved(SESSION, NODE, OTHER_NODE))
    assert WatchFace(SESSION, PICTURE, LegName.CUSTOMER) in commands(story)


def test_a_network_that_changes_during_a_check_is_told_and_decides_nothing() -> None:
    story = Story().until_picture()
    for network in ("home", "home"):
        story.ask(requests.NotePresence, leg=LegName.CUSTOMER, is_here=True, network=network)
    assert "network_changed" not in story.kinds
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    story.ask(requests.NotePresence, leg=LegName.CUSTOMER, is_here=True, network="street")
    assert story.kinds[-1] == "network_changed"
    assert not story.steps[-1].happenings[-1].facts, "no trail says from where"
    story.tell(CheckFinished(SESSION, check_of(story), evidence()))
    seen = story.session.checks[-1].evidence
    assert seen
    assert Reason.NETWORK_CHANGED in {each.reason for each in seen.findings}
    assert seen.verdict is Verdict.PASSED
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    story.tell(CheckFinished(SESSION, check_of(story), evidence()))
    seen = story.session.checks[-1].evidence
    assert seen
    assert Reason.NETWORK_CHANGED not in {each.reason for each in seen.findings}, "before it"


def test_the_node_learns_how_this_person_is_to_be_asked() -> None:
    story = Story().until_picture()
    camera = CameraHints(looks_virtual=True, lacks_abilities=True)
    story.ask(requests.PrepareChallenge, camera=camera, is_slow=True, has_flash=True)
    assert story.kinds[-1] == "camera_described"
    story.ask(requests.PrepareChallenge, camera=camera, is_slow=True, has_flash=True)
    assert story.kinds.count("camera_described") == 1
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    [start] = commands(story)
    assert isinstance(start, StartCheck)
    assert start.has_challenge
    assert start.is_slow
    assert start.has_flash
    assert start.camera_looks_virtual
    assert start.camera_lacks_abilities


def test_a_check_can_be_begun_without_a_challenge() -> None:
    [start] = commands(begun(has_challenge=False))
    assert isinstance(start, StartCheck)
    assert not start.has_challenge


def test_each_prompt_reaches_the_page_and_the_desk_in_its_turn() -> None:
    story = begun()
    assert customer_view(story.session).challenge is None
    story.tell(moved(story, 1, Phase.PROMPTING, asked=2, prompt=TURN))
    sheet = customer_view(story.session).challenge
    assert sheet is not None
    assert sheet.progress.prompt == TURN
    at_desk = agent_view(story.session).checks[-1].progress
    assert at_desk == sheet.progress
    story.tell(moved(story, 2, Phase.WELL_DONE, asked=2, done=(Action.TURN_LEFT,)))
    sheet = customer_view(story.session).challenge
    assert sheet is not None
    assert sheet.progress.prompt is None


def test_news_that_come_twice_or_late_change_nothing() -> None:
    story = begun()
    newest = moved(story, 2, Phase.PROMPTING, asked=2, prompt=DIGITS)
    story.tell(newest)
    assert not story.tell(newest).effects
    assert not story.tell(moved(story, 1, Phase.PROMPTING, asked=2, prompt=TURN)).effects
    foreign = ChallengeMoved(
        SESSION, CheckId("check_" + "9" * 24), ChallengeProgress(9, Phase.AGAIN, 1)
    )
    assert not story.tell(foreign).effects
    assert story.session.checks[-1].progress == newest.progress


def test_each_attempt_is_on_the_trail_and_no_prompt_is() -> None:
    story = begun()
    story.tell(moved(story, 1, Phase.PROMPTING, asked=2, prompt=DIGITS))
    again = story.tell(moved(story, 2, Phase.AGAIN, asked=2, hint=Hint.BRIGHTER))
    assert [each.kind for each in again.happenings] == ["challenge_attempted"]
    assert again.happenings[0].facts == {
        "check": check_of(story),
        "attempt": 1,
        "asked": 2,
        "done": 0,
        "alternative": False,
    }
    assert "0417" not in str([step.happenings for step in story.steps])


def test_customer_or_agent_may_say_that_an_action_cannot_be_done() -> None:
    for leg in (LegName.CUSTOMER, LegName.AGENT):
        story = begun()
        story.tell(moved(story, 1, Phase.PROMPTING, asked=2, prompt=TURN))
        story.ask(requests.EasePrompt, leg=leg, prompt=1)
        assert commands(story) == [EaseChallenge(SESSION, check_of(story), 1)]
        assert story.kinds[-1] == "challenge_eased"


def test_the_agent_says_whether_the_digits_were_right() -> None:
    story = begun()
    story.tell(moved(story, 1, Phase.PROMPTING, asked=2, prompt=DIGITS))
    story.ask(requests.JudgePrompt, prompt=2, is_right=True)
    assert commands(story) == [JudgeDigits(SESSION, check_of(story), 2, is_right=True)]
    assert story.kinds[-1] == "digits_judged"


def test_no_agent_s_word_stands_for_a_movement() -> None:
    story = begun()
    story.tell(moved(story, 1, Phase.PROMPTING, asked=2, prompt=TURN))
    refused = story.ask(requests.JudgePrompt, prompt=1, is_right=True)
    assert not commands(story)
    assert [each.code for each in told(refused) if isinstance(each, Refused)] == [ErrorCode.NOT_NOW]


def test_a_word_on_a_prompt_that_is_over_is_refused() -> None:
    story = begun()
    story.tell(moved(story, 1, Phase.PROMPTING, asked=2, prompt=DIGITS))
    story.tell(moved(story, 2, Phase.WELL_DONE, asked=2))
    for kind, fields in (
        (requests.EasePrompt, {"leg": LegName.CUSTOMER, "prompt": 2}),
        (requests.JudgePrompt, {"prompt": 2, "is_right": True}),
    ):
        refused = story.ask(kind, **fields)
        assert [each.code for each in told(refused) if isinstance(each, Refused)] == [
            ErrorCode.NOT_NOW
        ]


def test_a_challenge_has_time_as_long_as_it_moves() -> None:
    story = begun()
    story.tell(moved(story, 1, Phase.GETTING_READY), after_s=10)
    story.tell(moved(story, 2, Phase.PROMPTING, asked=2, prompt=TURN), after_s=20)
    due = next_due(story.session)
    assert due is not None
    assert due[0] == story.now + CHALLENGE_SILENCE_S
    assert due[1] is Due.FAIL_CHECK


def test_a_node_that_dies_in_a_challenge_fails_the_check_and_it_can_be_asked_again() -> None:
    story = begun()
    story.tell(moved(story, 1, Phase.PROMPTING, asked=2, prompt=TURN))
    story.tell(NodeLost(SESSION, NODE))
    check = story.session.checks[-1]
    assert (check.state, check.failure) == (CheckState.FAILED, ErrorCode.UNAVAILABLE)
    assert customer_view(story.session).challenge is None


def test_a_face_that_changes_after_the_check_is_shown_and_on_the_trail_once() -> None:
    story = begun()
    news = PresenceChanged(SESSION, Sitter.SWAPPED, 0.62)
    assert [each.kind for each in story.tell(news).happenings] == ["presence_changed"]
    assert not story.tell(news).happenings
    assert agent_view(story.session).presence is Sitter.SWAPPED
