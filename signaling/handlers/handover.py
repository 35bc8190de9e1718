"""From one device of the customer's to another: the seat is offered here, and taken by `join`."""

from aiohttp import web

from signaling.bodies import json_response
from signaling.keys import CALLER, DESK, SETTINGS
from signaling.redis_attempts import count_handover
from signaling.resources import Handover
from signaling.trail_notes import note
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import SessionId
from video_bank.sessions.lifecycle import IN_CALL, IN_QUEUE


async def offer_handover(request: web.Request) -> web.Response:
    session_id = _session_of(request)
    desk = request.app[DESK]
    if (await desk.store.load(session_id)).stage not in IN_QUEUE | IN_CALL:
        raise NotNowError
    await count_handover(desk.link, session_id)
    await note(request, session_id, "handover_offered")
    offer = await desk.access.issue_handover(session_id)
    address = f"{request.app[SETTINGS].effective_public_url}/pc"
    return json_response(
        Handover(
            url=f"{address}#{offer.token}",
            address=address,
            code=offer.code,
            expires_at=offer.expires_at,
        ),
        201,
    )


async def withdraw_handover(request: web.Request) -> web.Response:
    await request.app[DESK].access.withdraw_handover(_session_of(request))
    return web.Response(status=204)


def _session_of(request: web.Request) -> SessionId:
    session_id = request[CALLER].session_id
    if session_id is None:
        raise NotFoundError
    return session_id
