"""Sessions as the bank's own systems see them: create one, invite again, ask how it went."""

from collections.abc import Iterator
from typing import Final

from aiohttp import hdrs, web

from signaling.bodies import json_response, read_json, session_id_of
from signaling.errors import MalformedError
from signaling.keys import DESK, SETTINGS
from signaling.needs import Desk
from signaling.redis_attempts import count_session
from signaling.resources import CreateSession, Invitation, SessionReport
from video_bank.errors import NotNowError
from video_bank.ids import StaffId, new_session_id
from video_bank.queues.policy import RoutingPolicy
from video_bank.queues.ticket import Wishes
from video_bank.scripts.product import is_product
from video_bank.sessions.deadlines import window_of
from video_bank.sessions.findings import telling_check
from video_bank.sessions.session import Session

IDEMPOTENCY_KEY: Final = "Idempotency-Key"
_DAY_S: Final = 86_400
_LONGEST_KEY: Final = 80
_LONGEST_NAME: Final = 128
_LONGEST_REFERENCE: Final = 64
_LONGEST_TEXT: Final = 256
_MOST_DETAILS: Final = 32


async def create_session(request: web.Request) -> web.Response:
    """The same key gets the same session, with a new link."""
    order = await read_json(request, CreateSession)
    key = request.headers.get(IDEMPOTENCY_KEY)
    _check(order, key)
    desk = request.app[DESK]
    sender = request.headers[hdrs.AUTHORIZATION]  # the key that let it in
    await count_session(desk.link, sender, order.customer.reference)
    policy = await desk.queues.policy()
    is_spoken = order.language in {"", *policy.languages}
    if not (is_spoken and await desk.access.has_queue(order.queue)):
        raise MalformedError
    session_id, now = new_session_id(), desk.clock.now()
    session = Session(
        session_id=session_id,
        queue=order.queue,
        business=order.business,
        customer=order.customer,
        created_at=now,
        stage_since=now,
        wrapped_key=await desk.master_key.make_data_key(session_id),
        product=order.product,
        script=await desk.scripts.find(order.product) if order.product else None,
        wishes=Wishes(order.language, order.priorities, await _find_agent(desk, order, policy)),
    )
    return await _invite(request, await desk.store.create(session, key))


async def issue_link(request: web.Request) -> web.Response:
    """Invite the customer again: the link was lost, ran out, or was opened on another phone."""
    return await _invite(request, await request.app[DESK].store.load(session_id_of(request)))


async def read_session(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    session = await desk.store.load(session_id_of(request))
    recording = (await desk.replay.find_all([session.session_id])).get(session.session_id)
    check = telling_check(session)
    return json_response(
        SessionReport(
            session_id=session.session_id,
            reference=session.customer.reference,
            queue=session.queue,
            business=session.business,
            stage=session.stage,
            close_reason=session.close_reason,
            created_at=session.created_at,
            ended_at=session.ended_at,
            agent=session.agent,
            verdict=check.evidence.verdict if check and check.evidence else None,
            decision=check.decision if check else None,
            rating=session.rating,
            recording=recording.state if recording else None,
        )
    )


async def _invite(request: web.Request, session: Session) -> web.Response:
    if session.close_reason is not None:
        raise NotNowError
    window = window_of(session)
    until = window[1] if window else None  # of an appointment, or of a callback that was taken
    link = await request.app[DESK].access.issue_join_token(session.session_id, until)
    join_url = f"{request.app[SETTINGS].effective_public_url}/join#{link.token}"
    return json_response(Invitation(session.session_id, join_url, link.expires_at), 201)


async def _find_agent(desk: Desk, order: CreateSession, policy: RoutingPolicy) -> StaffId | None:
    """Return who served the same case before, as far back as the policy looks."""
    if policy.affinity is None:
        return None
    since = desk.clock.now() - policy.affinity.days * _DAY_S
    return await desk.store.last_agent_of(order.customer.reference, since)


def _check(order: CreateSession, key: str | None) -> None:
    """Raise MalformedError for what no page could show and no column hold."""
    is_bounded = all(0 < len(text) <= limit for text, limit in _bounded_texts(order))
    has_room = len(order.customer.details) <= _MOST_DETAILS
    is_sold = order.product is None or is_product(order.product)
    is_named = key is None or 0 < len(key) <= _LONGEST_KEY
    if not (is_bounded and has_room and is_sold and is_named):
        raise MalformedError


def _bounded_texts(order: CreateSession) -> Iterator[tuple[str, int]]:
    yield order.business, _LONGEST_TEXT
    yield order.customer.name, _LONGEST_NAME
    yield order.customer.reference, _LONGEST_REFERENCE
    for detail in order.customer.details:
        yield detail.label, _LONGEST_TEXT
        yield detail.value, _LONGEST_TEXT
