"""Bodies in and out: parsed at the gate, bounded before they are in memory."""

from typing import Final, TypeVar

import msgspec
from aiohttp import web

from signaling.errors import MalformedError, TooLargeError
from signaling.hidden_characters import has_hidden_characters
from video_bank.errors import NotFoundError
from video_bank.ids import ExportId, MessageId, PictureId, SessionId, is_well_formed

JSON_LIMIT: Final = 64 * 1024
_Body = TypeVar("_Body", bound=msgspec.Struct)


async def read_body(request: web.Request, limit: int) -> bytes:
    """Return the whole body; raise TooLargeError as soon as it is longer than `limit`."""
    if (request.content_length or 0) > limit:
        raise TooLargeError
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > limit:
            raise TooLargeError
    return bytes(body)


async def read_json(request: web.Request, kind: type[_Body]) -> _Body:
    """Return the body as `kind`; raise MalformedError."""
    try:
        found = msgspec.json.decode(await read_body(request, JSON_LIMIT), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MalformedError from error
    if has_hidden_characters(found):
        raise MalformedError
    return found


def json_response(body: msgspec.Struct, status: int = 200) -> web.Response:
    return web.Response(
        status=status, body=msgspec.json.encode(body), content_type="application/json"
    )


def session_id_of(request: web.Request) -> SessionId:
    """Return the path's session id; one that cannot exist is not looked for."""
    return SessionId(_id_of(request, "session_id"))


def picture_id_of(request: web.Request) -> PictureId:
    return PictureId(_id_of(request, "picture_id"))


def message_id_of(request: web.Request) -> MessageId:
    return MessageId(_id_of(request, "message_id"))


def export_id_of(request: web.Request) -> ExportId:
    return ExportId(_id_of(request, "export_id"))


def _id_of(request: web.Request, name: str) -> str:
    text = request.match_info[name]
    if not is_well_formed(text):
        raise NotFoundError
    return text
