"""A join link for a seat: the one-time token goes, a cookie comes."""

from aiohttp import web

from signaling import auth
from signaling.bodies import json_response, read_json
from signaling.keys import CALLER, DESK
from signaling.resources import RedeemLink, Seat
from video_bank.caller import Role
from video_bank.errors import NotFoundError
from video_bank.ids import SessionId
from video_bank.sessions.requests import NoteArrival


async def redeem_link(request: web.Request) -> web.Response:
    """The browser that used the token before just gets its seat back; any other is refused."""
    link = await read_json(request, RedeemLink)
    access = request.app[DESK].access
    seated = await auth.find_seat(request)
    session_id = await access.redeem(link.token, seated)
    response = json_response(await _seat(request, session_id))
    if session_id != seated:
        token = await access.issue_credential(Role.CUSTOMER, session_id, auth.SEAT_S)
        auth.set_credential(request, response, auth.SEAT_COOKIE, token, auth.SEAT_S)
        await request.app[DESK].hosts.submit(NoteArrival(session_id=session_id, request_id="join"))
    return response


async def read_seat(request: web.Request) -> web.Response:
    session_id = request[CALLER].session_id
    if session_id is None:
        raise NotFoundError
    return json_response(await _seat(request, session_id))


async def _seat(request: web.Request, session_id: SessionId) -> Seat:
    session = await request.app[DESK].store.load(session_id)
    return Seat(session_id, session.customer.reference)
