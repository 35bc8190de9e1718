"""What customers left and somebody has to answer: the desk's list, and the bank's systems'."""

import secrets

from aiohttp import web

from signaling.bodies import json_response, read_json, session_id_of
from signaling.deferral_resources import CallbackList, CallbackRow, SettleCallback
from signaling.errors import MalformedError
from signaling.keys import CALLER, DESK
from signaling.needs import Desk
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import StaffId
from video_bank.sessions.deadlines import window_of
from video_bank.sessions.requests import SettleDeferral
from video_bank.sessions.rules.deferring import LONGEST_REASON
from video_bank.sessions.session import AgentCard, Session

_MOST_ROWS = 500


async def list_callbacks(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    cards: dict[StaffId, AgentCard | None] = {}
    rows = [await _row(desk, each, cards) for each in await desk.store.left_to_answer(_MOST_ROWS)]
    rows.sort(key=lambda row: row.begins_at or row.left_at)
    return json_response(CallbackList(tuple(rows)))


async def settle_callback(request: web.Request) -> web.Response:
    settled = await read_json(request, SettleCallback)
    if not 0 < len(settled.reason.strip()) <= LONGEST_REASON:
        raise MalformedError
    staff_id, desk = request[CALLER].staff_id, request.app[DESK]
    if staff_id is None:
        raise NotFoundError
    session = await desk.store.load(session_id_of(request))
    if session.deferral is None and session.message is None:
        raise NotNowError
    await desk.hosts.submit(
        SettleDeferral(
            session_id=session.session_id,
            request_id=secrets.token_hex(8),
            staff_id=staff_id,
            is_done=settled.is_done,
            reason=settled.reason,
        )
    )
    return web.Response(status=204)


async def _row(desk: Desk, session: Session, cards: dict[StaffId, AgentCard | None]) -> CallbackRow:
    deferral, message, window = session.deferral, session.message, window_of(session)
    called_by = deferral.called_by if deferral else None
    if called_by is not None and called_by not in cards:
        cards[called_by] = await desk.access.find_card(called_by)
    left_at = message.left_at if message else deferral.left_at if deferral else session.created_at
    return CallbackRow(
        session_id=session.session_id,
        kind="message" if message else deferral.kind.value if deferral else "",
        customer=session.customer,
        business=session.business,
        queue=session.queue,
        left_at=left_at,
        begins_at=deferral.begins_at if deferral and not message else None,
        ends_at=deferral.ends_at if deferral and not message else None,
        called_at=deferral.called_at if deferral else None,
        called_by=cards.get(called_by) if called_by else None,
        closes_at=window[1] if window and not message else None,
        tries=deferral.tries if deferral else 0,
    )
