"""One-time codes: the agent has one sent, the customer types it. No answer and no log has it."""

import secrets

from aiohttp import web

from signaling.bodies import read_json, session_id_of
from signaling.keys import CALLER, DESK
from signaling.resources import SendCode, TypeCode
from video_bank.errors import NotFoundError


async def send_code(request: web.Request) -> web.Response:
    """Only in the session at hand."""
    desk, staff_id = request.app[DESK], request[CALLER].staff_id
    asked = await read_json(request, SendCode)
    session = await desk.store.at_hand_of(staff_id) if staff_id else None
    if session is None or session.session_id != session_id_of(request):
        raise NotFoundError
    await desk.codes.send(session, asked.check_id, secrets.token_hex(8))
    return web.Response(status=204)


async def type_code(request: web.Request) -> web.Response:
    desk, session_id = request.app[DESK], request[CALLER].session_id
    typed = await read_json(request, TypeCode)
    if session_id is None:
        raise NotFoundError
    session = await desk.store.load(session_id)
    await desk.codes.take(session, typed.check_id, typed.code, secrets.token_hex(8))
    return web.Response(status=204)
