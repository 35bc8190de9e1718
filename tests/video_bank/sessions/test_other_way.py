"""The way without a face: questions, a one-time code, and who may pass it."""

from typing import Final

import msgspec
import pytest

from tests.video_bank.sessions.events import ADA
from tests.video_bank.sessions.stories import (
    NODE,
    OTHER_NODE,
    PICTURE,
    SESSION,
    Story,
    changed,
    check_id_of,
    effects_of,
    evidence,
    invited,
    told,
)
from video_bank.errors import ErrorCode
from video_bank.ids import PictureId
from video_bank.media.commands import Inquire, LegName
from video_bank.sessions import requests
from video_bank.sessions.draft import Step
from video_bank.sessions.effects import TellNode
from video_bank.sessions.findings import telling_check
from video_bank.sessions.inbox import MediaMoved
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.session import CheckState, Consents, Customer, Detail
from video_bank.sessions.views import agent_view, customer_view
from video_bank.verification.evidence import (
    CheckFinished,
    Decision,
    Finding,
    InquiryAnswered,
    Reason,
)
from video_bank.verification.other_way import Lack, OtherWay, find_lacks

DETAILS: Final = (Detail("birthday", "1961-02-03"), Detail("town", "Y"), Detail("account", "17"))


def _begun() -> Story:
    customer = Customer("Carla", "DK-1", DETAILS)
    story = Story(changed(invited(), customer=customer)).until_picture()
    story.ask(requests.BeginOtherWay, picture_id=PICTURE)
    _hear_from_bank(story)
    return story


def _hear_from_bank(story: Story, *findings: Finding) -> Step:
    return story.tell(InquiryAnswered(SESSION, check_id_of(story.session), findings))


def _way(story: Story) -> OtherWay:
    way = story.session.checks[-1].other_way
    assert way is not None
    return way


def _answer(story: Story, question: int, *, is_right: bool = True) -> Step:
    check_id = check_id_of(story.session)
    return story.ask(requests.NoteAnswer, check_id=check_id, question=question, is_right=is_right)


def _send(story: Story, digest: str = "right", after_s: float = 0.0) -> Step:
    story.now += after_s
    return story.ask(requests.NoteCodeSent, check_id=check_id_of(story.session), digest=digest)


def _type(story: Story, digest: str, after_s: float = 0.0) -> Step:
    story.now += after_s
    return story.ask(requests.TypeCode, check_id=check_id_of(story.session), digest=digest)


def _decide(story: Story, decision: Decision = Decision.PASSED) -> Step:
    check_id = check_id_of(story.session)
    return story.ask(requests.DecideCheck, check_id=check_id, decision=decision, reason="so")


def _codes(step: Step) -> list[ErrorCode]:
    return [each.code for each in told(step) if isinstance(each, Refused)]


def _commands(story: Story) -> list[object]:
    return [effect.command for effect in effects_of(story.steps[-1], TellNode)]


def test_the_bank_s_own_systems_are_asked_and_their_objection_takes_two() -> None:
    story = Story().until_picture()
    story.ask(requests.BeginOtherWay, picture_id=PICTURE)
    reference = story.session.customer.reference
    inquire = Inquire(SESSION, check_id_of(story.session), reference)
    assert inquire in _commands(story)
    assert Lack.BANK in find_lacks(_way(story)), "nobody has answered yet"
    story.tell(MediaMoved(SESSION, NODE, OTHER_NODE))
    assert inquire in _commands(story), "the first node cannot answer any more"
    _hear_from_bank(story, Finding(Reason.REGISTRY_DISAGREES))
    assert story.kinds[-1] == "inquiry_answered"
    assert Lack.BANK in find_lacks(_way(story))
    _hear_from_bank(story)
    assert Lack.BANK in find_lacks(_way(story)), "the first answer stands"
    story.tell(MediaMoved(SESSION, OTHER_NODE, NODE))
    assert inquire not in _commands(story)


def test_an_answer_after_the_decision_changes_nothing() -> None:
    story = Story().until_picture()
    story.ask(requests.BeginOtherWay, picture_id=PICTURE)
    _decide(story, Decision.REFUSED)
    _hear_from_bank(story, Finding(Reason.REGISTRY_AGREES))
    assert _way(story).findings is None
    assert "inquiry_answered" not in story.kinds


def test_two_answers_and_the_code_pass_like_a_check() -> None:
    story = _begun()
    _answer(story, 0)
    _answer(story, 2)
    _send(story)
    _type(story, "right")
    assert find_lacks(_way(story)) == ()
    _decide(story)
    check = telling_check(story.session)
    assert check is not None
    assert (check.state, check.decision) == (CheckState.BY_PEOPLE, Decision.PASSED)
    assert story.kinds[-6:] == [
        "other_way_begun",
        "control_question_noted",
        "control_question_noted",
        "code_sent",
        "code_typed",
        "check_decided",
    ]


def test_it_needs_no_consent_to_a_face_comparison() -> None:
    story = _begun()
    assert story.session.consents is not None
    story.session = changed(story.session, consents=_without_face(story), checks=())
    story.ask(requests.BeginOtherWay, picture_id=PICTURE)
    assert _way(story) == OtherWay()


def test_it_begins_with_a_picture_of_the_document() -> None:
    story = Story().until_talking()
    refused = story.ask(requests.BeginOtherWay, picture_id=PICTURE)
    assert _codes(refused) == [ErrorCode.NOT_FOUND]
    story = Story().until_picture()
    refused = story.ask(requests.BeginOtherWay, picture_id=PictureId("pic_" + "f" * 24))
    assert _codes(refused) == [ErrorCode.NOT_FOUND]


@pytest.mark.parametrize(
    ("right", "wrong", "lacks"),
    [
        ([], [], [Lack.ANSWERS, Lack.CODE]),
        ([0], [], [Lack.ANSWERS, Lack.CODE]),
        ([0, 1], [], [Lack.CODE]),
        ([0, 1], [2], [Lack.ANSWERS, Lack.CODE]),
    ],
)
def test_what_is_missing_takes_a_second_person(
    right: list[int], wrong: list[int], lacks: list[Lack]
) -> None:
    story = _begun()
    for question in right:
        _answer(story, question)
    for question in wrong:
        _answer(story, question, is_right=False)
    assert list(find_lacks(_way(story))) == lacks
    assert agent_view(story.session).for_two == (check_id_of(story.session),)
    assert _codes(_decide(story)) == [ErrorCode.SECOND_PERSON_MISSING]
    check_id = check_id_of(story.session)
    story.ask(requests.AskSecondLook, check_id=check_id, reason="no phone")
    story.ask(requests.GiveSecondLook, check_id=check_id, card=ADA, agrees=True, reason="known")
    assert story.session.checks[-1].decision is Decision.PASSED


def test_an_answer_may_be_put_right() -> None:
    story = _begun()
    _answer(story, 0, is_right=False)
    _answer(story, 0)
    assert _way(story).answers == {"birthday": True}
    assert _codes(_answer(story, 3)) == [ErrorCode.NOT_FOUND]


def test_trail_and_pages_know_neither_answers_nor_code() -> None:
    story = _begun()
    _answer(story, 0)
    _send(story)
    noted = str([each.facts for step in story.steps for each in step.happenings])
    assert "birthday" not in noted
    assert "1961" not in noted
    assert "right" in str(story.session.code_digest)
    assert "code_digest" not in str(agent_view(story.session))
    assert "code_digest" not in str(customer_view(story.session))


def test_the_customer_types_the_code_and_the_page_says_how_often_still() -> None:
    story = _begun()
    assert customer_view(story.session).code is None
    _send(story)
    sheet = customer_view(story.session).code
    assert sheet is not None
    assert (sheet.tries_left, sheet.expires_at) == (5, story.now + 300)
    _type(story, "wrong")
    sheet = customer_view(story.session).code
    assert sheet is not None
    assert sheet.tries_left == 4
    _type(story, "right")
    assert customer_view(story.session).code is None


def test_five_tries_and_then_even_the_right_code_is_none() -> None:
    story = _begun()
    _send(story)
    for _ in range(5):
        assert not _codes(_type(story, "wrong"))
    assert _codes(_type(story, "right")) == [ErrorCode.TOKEN_EXPIRED]
    assert story.session.code_digest is None
    assert Lack.CODE in find_lacks(_way(story))


def test_a_code_lives_five_minutes() -> None:
    story = _begun()
    _send(story)
    assert _codes(_type(story, "right", after_s=299.0)) == [ErrorCode.TOKEN_EXPIRED]


def test_another_code_takes_the_first_one_s_place_after_half_a_minute_three_times() -> None:
    story = _begun()
    _send(story, "first")
    assert _codes(_send(story, "soon")) == [ErrorCode.NOT_NOW]
    _send(story, "second", after_s=30.0)
    _type(story, "first")
    assert _way(story).code is not None
    _send(story, "third", after_s=30.0)
    assert _codes(_send(story, "fourth", after_s=30.0)) == [ErrorCode.NOT_NOW]
    _type(story, "third")
    assert _codes(_send(story, "fifth", after_s=30.0)) == [ErrorCode.NOT_NOW], "it was confirmed"


def test_no_code_is_sent_while_the_customer_shows_a_screen() -> None:
    story = _begun()
    story.ask(requests.ShareScreen, leg=LegName.CUSTOMER, is_shown=True)
    assert _codes(_send(story)) == [ErrorCode.NOT_NOW]


def test_nothing_more_counts_once_it_is_decided_or_a_face_is_compared_instead() -> None:
    story = _begun()
    _send(story)
    _decide(story, Decision.REFUSED)
    assert _codes(_type(story, "right")) == [ErrorCode.NOT_NOW]
    story = _begun()
    _send(story)
    way = check_id_of(story.session)
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    story.tell(CheckFinished(SESSION, check_id_of(story.session), evidence()))
    refused = story.ask(requests.TypeCode, check_id=way, digest="right")
    assert _codes(refused) == [ErrorCode.NOT_NOW]
    assert customer_view(story.session).code is None


def _without_face(story: Story) -> Consents:
    assert story.session.consents is not None
    return msgspec.structs.replace(story.session.consents, face=False)
