"""A document side by side: photographed by the phone, laid flat, read, kept."""

import secrets
from typing import Final

from aiohttp import web

from signaling.bodies import json_response, read_body, session_id_of
from signaling.handlers.pictures import find_session
from signaling.keys import CALLER, DESK
from signaling.resources import PictureReceipt
from video_bank.caller import Role
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import PictureId
from video_bank.media.commands import LegName
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import NoteDocumentSide
from video_bank.sessions.rules.documents import today_at
from video_bank.sessions.session import Session
from video_bank.verification.document.reading import SideRead
from video_bank.verification.document.values import CardSide, DocumentValues
from video_bank.verification.picture_gate import MOST_BYTES

_SALT_BYTES: Final = 16


async def add_side(request: web.Request) -> web.Response:
    """Refused with what to do better, until it can be read."""
    session, side, content = await _admit(request)
    desk = request.app[DESK]
    reading = await desk.document_reader.read(content, side, today_at(desk.clock.now()))
    card = await desk.pictures.put(session.session_id, session.wrapped_key, reading.card)
    return await _note(request, session, side, content, (card, reading.read))


async def add_side_as_it_is(request: web.Request) -> web.Response:
    """A picture that was refused, for people to look at: nothing is read from it."""
    session, side, content = await _admit(request)
    return await _note(request, session, side, content, (None, SideRead(DocumentValues())))


async def _admit(request: web.Request) -> tuple[Session, CardSide, bytes]:
    desk = request.app[DESK]
    side = _side_of(request)
    session = await find_session(request, request[CALLER], session_id_of(request))
    document = session.document
    if document is None or side not in document.kind.sides or session.stage not in IN_CALL:
        raise NotNowError
    content = await desk.picture_gate.admit(await read_body(request, MOST_BYTES))
    return session, side, content


async def _note(
    request: web.Request,
    session: Session,
    side: CardSide,
    content: bytes,
    found: tuple[PictureId | None, SideRead],
) -> web.Response:
    desk = request.app[DESK]
    card, read = found
    picture = await desk.pictures.put(session.session_id, session.wrapped_key, content)
    is_customer = request[CALLER].role is Role.CUSTOMER
    await desk.hosts.submit(
        NoteDocumentSide(
            session_id=session.session_id,
            request_id=picture,
            side=side,
            picture=picture,
            card=card,
            taken_by=LegName.CUSTOMER if is_customer else session.lead,
            values=read.values,
            unsure=read.unsure,
            salt=secrets.token_hex(_SALT_BYTES),
        )
    )
    return json_response(PictureReceipt(card or picture), 201)


def _side_of(request: web.Request) -> CardSide:
    try:
        return CardSide(request.match_info["side"])
    except ValueError:
        raise NotFoundError from None
