"""Staff sign in and out."""

import contextlib

from aiohttp import web

from signaling import auth
from signaling.bodies import json_response, read_json
from signaling.errors import WrongPasswordError
from signaling.keys import CALLER, DESK
from signaling.redis_attempts import count_sign_in
from signaling.remote import address_of
from signaling.resources import SignIn, StaffProfile
from video_bank.errors import NotFoundError, NotNowError
from video_bank.sessions.access import Staff


async def sign_in(request: web.Request) -> web.Response:
    """A wrong name and a wrong password take the same time and get the same answer."""
    asked = await read_json(request, SignIn)
    desk = request.app[DESK]
    await count_sign_in(desk.link, asked.username, address_of(request))
    staff = await desk.access.check_password(asked.username, asked.password)
    if staff is None:
        raise WrongPasswordError
    token = await desk.access.issue_credential(staff.role, staff.staff_id, auth.STAFF_S)
    response = json_response(_profile(staff))
    auth.set_credential(request, response, auth.STAFF_COOKIE, token, auth.STAFF_S)
    return response


async def sign_out(request: web.Request) -> web.Response:
    """Whoever leaves a customer alone by it is missed as one whose page vanished."""
    desk = request.app[DESK]
    await desk.access.revoke(request.cookies[auth.STAFF_COOKIE])
    staff_id = request[CALLER].staff_id
    if staff_id is not None:
        with contextlib.suppress(NotNowError):
            await desk.queues.sign_off(staff_id)
    response = web.Response(status=204)
    response.del_cookie(auth.STAFF_COOKIE, path="/")
    return response


async def read_me(request: web.Request) -> web.Response:
    staff_id = request[CALLER].staff_id
    staff = await request.app[DESK].access.find_staff(staff_id) if staff_id else None
    if staff is None:
        raise NotFoundError
    return json_response(_profile(staff))


def _profile(staff: Staff) -> StaffProfile:
    return StaffProfile(staff.staff_id, staff.display_name, staff.staff_number, staff.role)
