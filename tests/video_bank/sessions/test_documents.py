"""A document from the agent's wish to both confirmations, and what the trail says of it."""

from datetime import date
from typing import Any

import msgspec
import pytest

from tests.video_bank.sessions.stories import PICTURE, Story, invited, told
from video_bank.errors import ErrorCode
from video_bank.ids import PictureId
from video_bank.media.commands import LegName
from video_bank.media.news import RecordingStalled
from video_bank.sessions import requests
from video_bank.sessions.draft import Step
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.session import Stage
from video_bank.sessions.views import agent_view, customer_view
from video_bank.verification.document.values import (
    CardSide,
    DocumentKind,
    DocumentValues,
    Field,
    Sex,
)
from video_bank.verification.evidence import Reason

FRONT = DocumentValues("110105199003072928", "Carla", date(1990, 3, 7), Sex.FEMALE)
BACK = DocumentValues(valid_from=date(2018, 5, 20), valid_until=date(2038, 5, 20))
WHOLE = msgspec.structs.replace(FRONT, valid_from=date(2018, 5, 20), valid_until=date(2038, 5, 20))
SALT = "5a" * 16


@pytest.fixture
def story() -> Story:
    told_until = Story(invited()).until_talking()
    told_until.ask(requests.AskForDocument, kind=DocumentKind.ID_CARD)
    return told_until


def _take(story: Story, side: CardSide, values: DocumentValues, number: int = 1) -> Step:
    return story.ask(
        requests.NoteDocumentSide,
        side=side,
        picture=PictureId(f"pic_{side[:4]:_<4}{number}".ljust(28, "a")),
        card=PICTURE if side is CardSide.FRONT else None,
        taken_by=LegName.CUSTOMER,
        values=values,
        unsure=(Field.NAME,) if side is CardSide.FRONT else (),
        salt=SALT,
    )


def _confirm(story: Story, leg: LegName, values: DocumentValues = WHOLE) -> Step:
    return story.ask(requests.ConfirmDocument, leg=leg, values=values)


def _photographed(story: Story) -> Story:
    _take(story, CardSide.FRONT, FRONT)
    _take(story, CardSide.BACK, BACK)
    return story


def _facts(step: Step) -> dict[str, Any]:
    [happening] = step.happenings
    return dict(happening.facts)


def _refusal(step: Step) -> ErrorCode:
    [refused] = [each for each in told(step) if isinstance(each, Refused)]
    return refused.code


def test_customer_is_asked_side_by_side(story: Story) -> None:
    sheet = customer_view(story.session).document
    assert sheet is not None
    assert (sheet.is_requested, sheet.missing_sides) == (True, DocumentKind.ID_CARD.sides)
    _take(story, CardSide.FRONT, FRONT)
    sheet = customer_view(story.session).document
    assert sheet is not None
    assert (sheet.missing_sides, sheet.values) == ((CardSide.BACK,), FRONT)
    assert Field.NAME in sheet.doubtful
    assert [each.picture_id for each in story.session.pictures] == [PICTURE]


def test_both_confirm_and_the_trail_has_both_versions_as_digests(story: Story) -> None:
    _photographed(story)
    corrected = msgspec.structs.replace(WHOLE, name="Karla")
    by_customer = _facts(_confirm(story, LegName.CUSTOMER, corrected))
    by_agent = _facts(_confirm(story, LegName.AGENT))
    assert (by_customer["corrected"], by_agent["corrected"]) == ("name", "name")
    assert by_customer["findings"] == "name_differs"
    assert by_agent["findings"] == ""
    assert len({by_customer["values_sha256"], by_agent["values_sha256"]}) == 2
    words = msgspec.json.encode([each.facts for step in story.steps for each in step.happenings])
    assert not any(secret in words for secret in (b"110105", b"arla", b"1990", SALT.encode()))
    document = story.session.document
    assert document is not None
    assert document.by_customer is not None
    assert document.by_agent is not None
    assert (document.by_customer.values.name, document.values.name) == ("Karla", "Carla")


def test_same_values_said_again_are_no_entry(story: Story) -> None:
    _photographed(story)
    _confirm(story, LegName.CUSTOMER)
    assert _confirm(story, LegName.CUSTOMER).happenings == ()


def test_side_taken_again_makes_confirmations_void(story: Story) -> None:
    _photographed(story)
    _confirm(story, LegName.CUSTOMER)
    _take(story, CardSide.BACK, msgspec.structs.replace(BACK, valid_until=date(2020, 1, 1)), 2)
    assert [each.picture_id for each in story.session.pictures] == [PICTURE]  # to compare with
    document = story.session.document
    assert document is not None
    assert document.by_customer is None
    assert document.read.number == FRONT.number
    assert len(document.sides) == 2


def test_expired_document_of_a_minor_is_told_to_both_and_weighs_in_the_check(story: Story) -> None:
    _photographed(story)
    values = msgspec.structs.replace(
        WHOLE, birth_date=date(2010, 3, 7), valid_until=date(2020, 5, 20)
    )
    _confirm(story, LegName.CUSTOMER, values)
    sheet, card = customer_view(story.session).document, agent_view(story.session).document
    assert sheet is not None
    assert card is not None
    assert set(sheet.reasons) == {Reason.DOCUMENT_EXPIRED, Reason.UNDER_AGE}
    assert Reason.BIRTH_DATE_DIFFERS in {each.reason for each in card.findings}
    assert Reason.BIRTH_DATE_DIFFERS not in sheet.reasons


def test_number_is_whole_in_the_call_and_masked_after_it(story: Story) -> None:
    _photographed(story)
    card = agent_view(story.session).document
    assert card is not None
    assert card.values.number == FRONT.number
    story.ask(requests.HangUp, leg=LegName.AGENT)
    assert story.session.stage is Stage.WRAPPING_UP
    card = agent_view(story.session).document
    assert card is not None
    assert card.values.number == "110***********2928"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (msgspec.structs.replace(WHOLE, number=""), ErrorCode.MALFORMED),
        (msgspec.structs.replace(WHOLE, name="x" * 65), ErrorCode.MALFORMED),
        (msgspec.structs.replace(WHOLE, birth_date=None), ErrorCode.MALFORMED),
        (msgspec.structs.replace(WHOLE, is_permanent=True), ErrorCode.MALFORMED),
    ],
)
def test_values_with_holes_are_refused(
    story: Story, values: DocumentValues, code: ErrorCode
) -> None:
    _photographed(story)
    step = _confirm(story, LegName.CUSTOMER, values)
    assert (_refusal(step), step.happenings) == (code, ())


def test_nothing_is_confirmed_before_all_sides_are_there(story: Story) -> None:
    _take(story, CardSide.FRONT, FRONT)
    assert _refusal(_confirm(story, LegName.CUSTOMER)) is ErrorCode.NOT_FOUND


def test_customer_does_not_overrule_the_agent(story: Story) -> None:
    _photographed(story)
    _confirm(story, LegName.AGENT)
    other = msgspec.structs.replace(WHOLE, name="Karla")
    assert _refusal(_confirm(story, LegName.CUSTOMER, other)) is ErrorCode.NOT_NOW


def test_nothing_counts_while_nothing_is_recorded(story: Story) -> None:
    _photographed(story)
    story.tell(RecordingStalled(story.session.session_id, ErrorCode.DISK_FULL))
    assert _refusal(_confirm(story, LegName.AGENT)) is ErrorCode.RECORDING_DOWN


def test_passport_has_no_front(story: Story) -> None:
    story.ask(requests.AskForDocument, kind=DocumentKind.PASSPORT)
    assert _refusal(_take(story, CardSide.FRONT, FRONT)) is ErrorCode.NOT_NOW
