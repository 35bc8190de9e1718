"""A document's sides by HTTPS: read and kept, refused with a reason, or kept as they are."""

import msgspec
import pytest

from tests.signaling.front import Front
from tests.video_bank.verification.document.cards import (
    CARLA,
    draw_back,
    draw_front,
    photograph,
)
from tests.video_bank.verification.pictures import jpeg
from video_bank.caller import Role
from video_bank.sessions.requests import NoteDocumentSide
from video_bank.sessions.session import Session, Stage
from video_bank.verification.document.document import Document
from video_bank.verification.document.values import CardSide, DocumentKind, DocumentValues

_FRONT = jpeg(photograph(draw_front()))


async def _asked(front: Front, kind: DocumentKind = DocumentKind.ID_CARD) -> Session:
    return await front.add_session(
        stage=Stage.TALKING, document=Document(kind=kind, is_requested=True)
    )


def _path(session: Session, side: str) -> str:
    return f"/api/v1/sessions/{session.session_id}/document/{side}"


async def _noted(front: Front, session: Session) -> list[NoteDocumentSide]:
    inbox = await front.inbox(session.session_id)
    return [each for each in inbox if isinstance(each, NoteDocumentSide)]


async def test_side_is_read_and_kept_as_taken_and_straightened(front: Front) -> None:
    session = await _asked(front)
    async with front.seated(session.session_id) as browser:
        status, receipt = await browser.ask("POST", _path(session, "front"), data=_FRONT)
    [noted] = await _noted(front, session)
    assert status == 201
    assert (noted.side, noted.card) == (CardSide.FRONT, receipt["picture_id"])
    assert (noted.values.number, noted.values.birth_date) == (CARLA.number, CARLA.birth_date)
    assert len(noted.salt) == 32
    assert len(await front.parts.vault.names(f"pictures/{session.session_id}")) == 2


async def test_side_that_cannot_be_read_is_refused_and_kept_only_as_it_is(front: Front) -> None:
    session = await _asked(front)
    back = jpeg(photograph(draw_back()))
    async with front.seated(session.session_id) as browser:
        status, refused = await browser.ask("POST", _path(session, "front"), data=back)
        assert (status, refused["code"]) == (422, "card_wrong_side")
        assert await _noted(front, session) == []
        path = _path(session, "front/as-it-is")
        assert (await browser.ask("POST", path, data=back))[0] == 201
    [noted] = await _noted(front, session)
    assert (noted.card, noted.values) == (None, DocumentValues())


@pytest.mark.parametrize("side", ["front", "back"])
async def test_what_nobody_asked_for_is_not_taken(front: Front, side: str) -> None:
    passport = await _asked(front, DocumentKind.PASSPORT)
    nothing = await front.add_session(stage=Stage.TALKING)
    for session in (passport, nothing):
        async with front.seated(session.session_id) as browser:
            assert (await browser.ask("POST", _path(session, side), data=_FRONT))[0] == 409
            assert (await browser.ask("POST", _path(session, "edge"), data=_FRONT))[0] == 404


async def test_number_is_shown_to_an_auditor_for_a_purpose(front: Front) -> None:
    session = await front.add_session(
        stage=Stage.CLOSED, document=Document(kind=DocumentKind.ID_CARD, read=CARLA)
    )
    path = f"/api/v1/recordings/{session.session_id}/unmasked"
    async with front.signed_in(Role.AUDITOR) as ada:
        _, found = await ada.ask("POST", path, json={"purpose": "complaint"})
    assert msgspec.convert(found["document"], DocumentValues) == CARLA
