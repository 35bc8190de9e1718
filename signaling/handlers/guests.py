"""Third parties: the agent gets a link for one, a browser turns it into a seat."""

from aiohttp import web

from signaling import auth
from signaling.bodies import json_response, read_json, session_id_of
from signaling.errors import MalformedError
from signaling.keys import CALLER, DESK, SETTINGS
from signaling.resources import GuestInvitation, GuestSeat, InviteThirdParty, RedeemLink
from video_bank.caller import Role
from video_bank.errors import NotFoundError, NotNowError
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import InviteGuest
from video_bank.sessions.rules.parties import LONGEST_NAME


async def invite_guest(request: web.Request) -> web.Response:
    """Only into the session at hand, and one at a time."""
    desk, staff_id = request.app[DESK], request[CALLER].staff_id
    asked = await read_json(request, InviteThirdParty)
    session = await desk.store.at_hand_of(staff_id) if staff_id else None
    if session is None or session.session_id != session_id_of(request):
        raise NotFoundError
    if session.stage not in IN_CALL or session.guest is not None:
        raise NotNowError
    if not 0 < len(asked.name.strip()) <= LONGEST_NAME:
        raise MalformedError
    guest_id, link = await desk.guests.invite(session.session_id)
    await desk.hosts.submit(
        InviteGuest(
            session_id=session.session_id,
            request_id=guest_id,
            guest_id=guest_id,
            name=asked.name,
            relation=asked.relation,
        )
    )
    join_url = f"{request.app[SETTINGS].effective_public_url}/guest#{link.token}"
    return json_response(GuestInvitation(guest_id, join_url, link.expires_at), 201)


async def redeem_guest_link(request: web.Request) -> web.Response:
    """The browser that used the token before just gets its seat back; any other is refused."""
    link = await read_json(request, RedeemLink)
    seated = await auth.find_guest(request)
    guest_id = await request.app[DESK].guests.redeem(link.token, seated)
    response = json_response(GuestSeat(guest_id))
    if guest_id != seated:
        access = request.app[DESK].access
        token = await access.issue_credential(Role.GUEST, guest_id, auth.GUEST_S)
        auth.set_credential(request, response, auth.GUEST_COOKIE, token, auth.GUEST_S)
    return response
