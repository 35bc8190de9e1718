"""A link, or a hand-over's digits, for a seat: the one-time secret goes, a cookie comes."""

import secrets

from aiohttp import web

from signaling import auth
from signaling.bodies import json_response, read_json
from signaling.keys import CALLER, DESK
from signaling.redis_attempts import count_code, forget_code
from signaling.redis_presence import PresenceKey
from signaling.remote import address_of
from signaling.resources import RedeemCode, RedeemLink, Seat
from video_bank.errors import NotFoundError
from video_bank.ids import SessionId
from video_bank.sessions.access import Seating
from video_bank.sessions.redis_outbox import customer_outbox
from video_bank.sessions.requests import NoteArrival, NoteHandover


async def redeem_link(request: web.Request) -> web.Response:
    """The browser that used the token before just gets its seat back; any other is refused."""
    link = await read_json(request, RedeemLink)
    seated = await auth.find_seat(request)
    desk = request.app[DESK]
    await desk.outbox.check()  # else the link would be spent on a session that cannot be told
    return await _take_seat(request, await desk.access.redeem(link.token, seated, auth.SEAT_S))


async def redeem_code(request: web.Request) -> web.Response:
    """Wrong, spent and late digits get the same answer; after some wrong ones none counts."""
    asked = await read_json(request, RedeemCode)
    seated = await auth.find_seat(request)
    desk, address = request.app[DESK], address_of(request)
    await count_code(desk.link, address)
    seating = await desk.access.redeem_code(asked.code, seated, auth.SEAT_S)
    await forget_code(desk.link, address)
    return await _take_seat(request, seating)


async def read_seat(request: web.Request) -> web.Response:
    session_id = request[CALLER].session_id
    if session_id is None:
        raise NotFoundError
    return json_response(await _seat(request, session_id))


async def _take_seat(request: web.Request, seating: Seating) -> web.Response:
    response = json_response(await _seat(request, seating.session_id))
    if seating.credential is None:
        return response
    auth.set_credential(request, response, auth.SEAT_COOKIE, seating.credential, auth.SEAT_S)
    desk = request.app[DESK]
    if seating.is_handover:
        await _take_line(request, seating.session_id)
    news = NoteHandover if seating.is_handover else NoteArrival
    await desk.hosts.submit(news(session_id=seating.session_id, request_id="join"))
    return response


async def _take_line(request: web.Request, session_id: SessionId) -> None:
    """Nothing that the former device still says counts; the new one's page is on its way."""
    participant = customer_outbox(session_id)
    await PresenceKey(request.app[DESK].link, participant, secrets.token_hex(8)).take()


async def _seat(request: web.Request, session_id: SessionId) -> Seat:
    session = await request.app[DESK].store.load(session_id)
    return Seat(session_id, session.customer.reference)
