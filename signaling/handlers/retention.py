"""How long a session is kept: what the bank's system says of it, and what auditors order."""

import math
from typing import Final

from aiohttp import web

from signaling.bodies import json_response, read_json, session_id_of
from signaling.errors import MalformedError
from signaling.keys import CALLER, DESK
from signaling.resources import (
    GiveReason,
    HoldPlaced,
    NoteProductEnd,
    RetentionReport,
    WithdrawConsent,
)
from video_bank.errors import NotFoundError

_LONGEST_REASON: Final = 500


async def read_retention(request: web.Request) -> web.Response:
    desk, session_id = request.app[DESK], session_id_of(request)
    kept = (await desk.retention.find_all([session_id])).get(session_id)
    if kept is None:
        raise NotFoundError
    fate = desk.keeper.fate_of(kept)
    return json_response(
        RetentionReport(
            session_id=session_id,
            rule=fate.rule if fate else None,
            keep_until=fate.keep_until if fate else None,
            product_ended_at=kept.facts.product_ended_at if kept.facts else None,
            holds=kept.holds,
            receipt=await desk.deletions.find_receipt(session_id),
        )
    )


async def note_product_end(request: web.Request) -> web.Response:
    noted = await read_json(request, NoteProductEnd)
    if not math.isfinite(noted.ended_at) or noted.ended_at <= 0:
        raise MalformedError
    actor = request[CALLER].subject
    await request.app[DESK].retention.note_product_end(
        session_id_of(request), noted.ended_at, actor
    )
    return web.Response(status=204)


async def withdraw_consent(request: web.Request) -> web.Response:
    """The answer says what was deleted, and which rule holds what was not."""
    asked = await read_json(request, WithdrawConsent)
    if not (asked.recording or asked.face or asked.location):
        raise MalformedError
    withdrawn = await request.app[DESK].keeper.withdraw(
        session_id_of(request),
        request[CALLER].subject,
        recording=asked.recording,
        face=asked.face,
        location=asked.location,
    )
    return json_response(withdrawn)


async def place_hold(request: web.Request) -> web.Response:
    reason = await _read_reason(request)
    hold = await request.app[DESK].retention.place_hold(
        session_id_of(request), reason, request[CALLER].subject
    )
    return json_response(HoldPlaced(hold.number), 201)


async def release_hold(request: web.Request) -> web.Response:
    number = request.match_info["number"]
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        raise NotFoundError
    reason = await _read_reason(request)
    await request.app[DESK].retention.release_hold(
        session_id_of(request), int(number), reason, request[CALLER].subject
    )
    return web.Response(status=204)


async def _read_reason(request: web.Request) -> str:
    reason = (await read_json(request, GiveReason)).reason.strip()
    if not 0 < len(reason) <= _LONGEST_REASON:
        raise MalformedError
    return reason
