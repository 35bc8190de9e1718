"""A customer's video message: in from the browser piece by piece, out to an agent's desk."""

from typing import Final

from aiohttp import web

from signaling.bodies import json_response, message_id_of, read_body, read_json, session_id_of
from signaling.deferral_resources import EndMessage, MessageBegun, MessagePieces
from signaling.errors import MalformedError, TooLargeError
from signaling.keys import CALLER, DESK
from signaling.trail_notes import note
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import new_message_id
from video_bank.sessions.errors import ConsentMissingError
from video_bank.sessions.message_store import (
    MOST_OBJECTS,
    MOST_PIECES,
    PIECE_BYTES,
    content_type_of,
)
from video_bank.sessions.requests import NoteMessage
from video_bank.sessions.session import Session, Stage

_MAY_LEAVE: Final = frozenset({Stage.WAITING, Stage.TURNED_AWAY})


async def begin_message(request: web.Request) -> web.Response:
    session = await _own_session(request)
    message_id = new_message_id()
    await note(request, session.session_id, "message_begun", message=message_id)
    return json_response(MessageBegun(message_id, PIECE_BYTES, MOST_PIECES), 201)


async def read_pieces(request: web.Request) -> web.Response:
    desk, session = request.app[DESK], await _own_session(request)
    found = await desk.messages.pieces(session.session_id, message_id_of(request))
    return json_response(MessagePieces(tuple(found)))


async def add_piece(request: web.Request) -> web.Response:
    """The same piece again takes the place of the one that may have come or not."""
    desk, session = request.app[DESK], await _own_session(request)
    text = request.match_info["number"]
    if not text.isascii() or not text.isdigit() or int(text) >= MOST_PIECES:
        raise TooLargeError
    if await desk.messages.count(session.session_id) >= MOST_OBJECTS:
        raise TooLargeError
    piece = await read_body(request, PIECE_BYTES)
    await desk.messages.put(
        session.session_id, session.wrapped_key, message_id_of(request), int(text), piece
    )
    return web.Response(status=204)


async def end_message(request: web.Request) -> web.Response:
    ended = await read_json(request, EndMessage)
    desk, session, message_id = (
        request.app[DESK],
        await _own_session(request),
        message_id_of(request),
    )
    found = await desk.messages.pieces(session.session_id, message_id)
    if not found or found[: ended.pieces] != list(range(ended.pieces)):
        raise MalformedError
    await desk.hosts.submit(
        NoteMessage(
            session_id=session.session_id,
            request_id=message_id,
            message_id=message_id,
            pieces=ended.pieces,
        )
    )
    return web.Response(status=204)


async def read_message(request: web.Request) -> web.StreamResponse:
    """Watching it is an entry on the trail, written before the first byte goes out."""
    desk = request.app[DESK]
    session = await desk.store.load(session_id_of(request))
    message = session.message
    if message is None or not session.wrapped_key:
        raise NotFoundError
    await note(request, session.session_id, "message_viewed", message=message.message_id)
    content = desk.messages.read(
        session.session_id, session.wrapped_key, message.message_id, message.pieces
    )
    first = await anext(content)
    response = web.StreamResponse(headers={"Content-Type": content_type_of(first)})
    await response.prepare(request)
    await response.write(first)
    async for piece in content:
        await response.write(piece)
    return response


async def _own_session(request: web.Request) -> Session:
    """Raise NotNowError, or ConsentMissingError without the consent to be recorded."""
    session_id, desk = request[CALLER].session_id, request.app[DESK]
    if session_id is None:
        raise NotFoundError
    session = await desk.store.load(session_id)
    if session.consents is None or not session.consents.recording:
        raise ConsentMissingError
    offers = (await desk.queues.policy()).rule(session.queue).messages
    if session.stage not in _MAY_LEAVE or not offers:
        raise NotNowError
    return session
