"""What a customer may leave instead of waiting, and the slots that may be booked."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from aiohttp import web

from signaling import auth
from signaling.bodies import json_response, read_json, session_id_of
from signaling.deferral_resources import (
    BookAppointment,
    Booked,
    Exits,
    OpenSlot,
    SlotDay,
    SlotList,
)
from signaling.keys import CALLER, DESK, SETTINGS
from signaling.needs import Desk
from video_bank.caller import Role
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import QueueId, SessionId
from video_bank.queues.hours import next_opening
from video_bank.queues.policy import RoutingPolicy
from video_bank.queues.slots import Slot, slots
from video_bank.sessions.deadlines import LATE_S
from video_bank.sessions.errors import SlotTakenError
from video_bank.sessions.lifecycle import ENDS
from video_bank.sessions.requests import BookSlot, LeaveCallback


async def read_exits(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    session = await desk.store.load(_own_session(request))
    policy, now = await desk.queues.policy(), desk.clock.now()
    rule = policy.rule(session.queue)
    had_agent = session.re_entered_at is not None  # goes before all others: what for?
    days = () if had_agent else _days(policy, await _slots(desk, policy, session.queue))
    return json_response(
        Exits(
            callback=rule.callbacks and not had_agent,
            message=rule.messages and not had_agent,
            days=tuple(days),
            opens_at=next_opening(rule.hours, policy.holidays, policy.zone, now),
            zone=policy.zone,
        )
    )


async def book_own_appointment(request: web.Request) -> web.Response:
    """The browser keeps its seat until the appointment is over, the link is for any other."""
    session_id = _own_session(request)
    booked = await _book(request, session_id, None)
    life_s = int(booked.expires_at - request.app[DESK].clock.now())
    access = request.app[DESK].access
    token = await access.issue_credential(Role.CUSTOMER, session_id, life_s)
    response = json_response(booked, 201)
    auth.set_credential(request, response, auth.SEAT_COOKIE, token, life_s)
    return response


async def book_appointment(request: web.Request) -> web.Response:
    """By the bank's system, which sends the link to the customer."""
    booked = await _book(request, session_id_of(request), request[CALLER].subject)
    return json_response(booked, 201)


async def leave_callback(request: web.Request) -> web.Response:
    """By the bank's system: the customer is invited as soon as an agent takes the callback."""
    desk, session_id = request.app[DESK], session_id_of(request)
    session = await desk.store.load(session_id)
    if session.stage in ENDS or not (await desk.queues.policy()).rule(session.queue).callbacks:
        raise NotNowError
    asked = LeaveCallback(session_id=session_id, request_id="bank", is_for_the_bank=True)
    await desk.hosts.submit(asked)
    return web.Response(status=204)


async def list_slots(request: web.Request) -> web.Response:
    desk, queue = request.app[DESK], QueueId(request.match_info["queue"])
    if not await desk.access.has_queue(queue):
        raise NotFoundError
    policy = await desk.queues.policy()
    days = _days(policy, await _slots(desk, policy, queue))
    return json_response(SlotList(tuple(days), policy.zone))


async def _book(request: web.Request, session_id: SessionId, booked_by: str | None) -> Booked:
    order = await read_json(request, BookAppointment)
    desk = request.app[DESK]
    session = await desk.store.load(session_id)
    if session.stage in ENDS:
        raise NotNowError
    policy = await desk.queues.policy()
    rule = policy.rule(session.queue).slots
    offered = await _slots(desk, policy, session.queue)
    slot = next((each for each in offered if each.begins_at == order.begins_at), None)
    if slot is None or rule is None:
        raise SlotTakenError
    await desk.slots.take(session_id, session.queue, slot.begins_at, rule.capacity)
    await desk.hosts.submit(
        BookSlot(
            session_id=session_id,
            request_id="book",
            begins_at=slot.begins_at,
            ends_at=slot.ends_at,
            booked_by=booked_by,
        )
    )
    expires_at = slot.ends_at + LATE_S
    link = await desk.access.issue_join_token(session_id, expires_at)
    return Booked(
        session_id=session_id,
        begins_at=slot.begins_at,
        ends_at=slot.ends_at,
        join_url=f"{request.app[SETTINGS].effective_public_url}/join#{link.token}",
        expires_at=link.expires_at,
    )


async def _slots(desk: Desk, policy: RoutingPolicy, queue: QueueId) -> list[Slot]:
    if policy.rule(queue).slots is None:
        return []
    return list(slots(policy, queue, await desk.slots.taken(queue), desk.clock.now()))


def _days(policy: RoutingPolicy, found: Iterable[Slot]) -> Iterator[SlotDay]:
    zone = ZoneInfo(policy.zone)

    def day_of(slot: Slot) -> str:
        return datetime.fromtimestamp(slot.begins_at, zone).date().isoformat()

    for day, theirs in groupby((each for each in found if each.left), day_of):
        yield SlotDay(day, tuple(OpenSlot(each.begins_at, each.ends_at) for each in theirs))


def _own_session(request: web.Request) -> SessionId:
    session_id = request[CALLER].session_id
    if session_id is None:
        raise NotFoundError
    return session_id
