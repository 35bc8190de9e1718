"""Sessions in SQL: one row each, its trail written in the same transaction."""

import asyncio
from typing import Any, Final

import msgspec
from sqlalchemy import Row, and_, desc, exc, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.audit.sql_journal import append_in
from video_bank.audit.trail import Happening
from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import sessions
from video_bank.errors import NotFoundError, UnavailableError
from video_bank.ids import SessionId, StaffId
from video_bank.sessions.deadlines import INVITATION_S, LINGER_S, window_of
from video_bank.sessions.draft import Step
from video_bank.sessions.effects import PendingEffect
from video_bank.sessions.findings import telling_check
from video_bank.sessions.lifecycle import AT_HAND, AT_REST, ENDS, IN_CALL, IN_QUEUE
from video_bank.sessions.session import Session, Stage
from video_bank.sessions.store import Hosted, NoLongerHostError

_columns: Final = sessions.c
_NOTHING_PENDING: Final = b"[]"
_START: Final = "0-0"
_ATTEMPTS: Final = 8
_PAUSE_S: Final = 0.02
_MOST_AT_HAND: Final = 10_000


class SqlStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # The front desk's side.

    async def create(self, session: Session, idempotency_key: str | None) -> Session:
        """Keep a new session; under a key that was used before, return that earlier one."""
        if idempotency_key and (earlier := await self._find_by_key(idempotency_key)):
            return earlier
        row = {
            **_searched(session),
            "session_id": session.session_id,
            "queue": session.queue,
            "customer_name": session.customer.name,
            "reference": session.customer.reference,
            "created_at": session.created_at,
            "pending": _NOTHING_PENDING,
            "inbox_position": _START,
            "effect_number": 0,
            "host_epoch": 0,
            "idempotency_key": idempotency_key,
        }
        created = Happening("session_created", "bank_system", self._clock.now(), _sold(session))
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(sessions).values(row))
                await append_in(connection, session.session_id, [created])
        except exc.IntegrityError:
            # The same request, twice in the same moment.
            if idempotency_key and (earlier := await self._find_by_key(idempotency_key)):
                return earlier
            raise
        return session

    async def load(self, session_id: SessionId) -> Session:
        """Raise NotFoundError."""
        found = await self._select(_columns.session_id == session_id)
        if not found:
            raise NotFoundError
        return found[0]

    async def at_hand_of(self, staff_id: StaffId) -> Session | None:
        """Return the session that an agent has at hand, from connecting to wrap-up."""
        theirs = and_(_columns.staff_id == staff_id, _columns.stage.in_(sorted(AT_HAND)))
        found = await self._select(theirs)
        return found[0] if found else None

    async def last_agent_of(self, reference: str, since: float) -> StaffId | None:
        """Return who served this case last, in a session created since then."""
        theirs = and_(
            _columns.reference == reference,
            _columns.created_at >= since,
            _columns.staff_id.is_not(None),
        )
        newest = select(_columns.staff_id).where(theirs).order_by(_columns.created_at.desc())
        async with self._database.reading() as connection:
            found = (await connection.execute(newest.limit(1))).scalar_one_or_none()
        return None if found is None else StaffId(found)

    async def left_to_answer(self, limit: int) -> list[Session]:
        """Return whose callback, appointment or message is open, the newest session first."""
        return await self._select(_columns.left.is_not(None), limit)

    async def in_call(self, limit: int) -> list[Session]:
        """Return the meetings that go on now, the newest first."""
        return await self._select(_columns.stage.in_(sorted(IN_CALL)), limit)

    async def supervised_by(self, staff_id: StaffId) -> Session | None:
        """Return the session that a supervisor is in."""
        going_on = await self._select(_columns.stage.in_(sorted(AT_HAND)), _MOST_AT_HAND)
        theirs = (
            each
            for each in going_on
            if each.supervision and each.supervision.card.staff_id == staff_id
        )
        return next(theirs, None)

    # The host's side.

    async def unfinished(self, now: float) -> list[SessionId]:
        idle = sorted(AT_REST)
        is_due = or_(
            _columns.stage.not_in(idle),
            _columns.pending != _NOTHING_PENDING,
            and_(_columns.stage == Stage.INVITED, _columns.created_at < now - INVITATION_S),
            and_(_columns.stage == Stage.DEFERRED, _columns.due_at < now),
            _columns.ended_at > now - LINGER_S,
        )
        async with self._database.reading() as connection:
            found = await connection.execute(select(_columns.session_id).where(is_due))
            return [SessionId(session_id) for session_id in found.scalars()]

    async def take_over(self, session_id: SessionId) -> Hosted:
        mine = _columns.session_id == session_id
        async with self._database.transaction() as connection:
            raised = update(sessions).where(mine).values(host_epoch=_columns.host_epoch + 1)
            await connection.execute(raised)
            row = (await connection.execute(select(sessions).where(mine))).one_or_none()
        if row is None:
            raise NotFoundError
        return Hosted(
            session=_to_session(row),
            pending=msgspec.json.decode(row.pending, type=tuple[PendingEffect, ...]),
            inbox_position=row.inbox_position,
            effect_number=row.effect_number,
            host_epoch=row.host_epoch,
        )

    async def write(self, hosted: Hosted, step: Step, inbox_position: str) -> Hosted:
        fresh = [
            PendingEffect(hosted.effect_number + count, effect)
            for count, effect in enumerate(step.effects, start=1)
        ]
        written = msgspec.structs.replace(
            hosted,
            session=step.session,
            pending=(*hosted.pending, *fresh),
            inbox_position=inbox_position,
            effect_number=hosted.effect_number + len(fresh),
        )
        for attempt in range(_ATTEMPTS):
            try:
                async with self._database.transaction() as connection:
                    await _update(connection, written, _searched(step.session))
                    await append_in(connection, step.session.session_id, step.happenings)
            except exc.IntegrityError:
                # Somebody else (an archivist, a reader) took the next place in the trail.
                await asyncio.sleep(_PAUSE_S * (attempt + 1))
            else:
                return written
        raise UnavailableError

    async def note_carried_out(self, hosted: Hosted) -> Hosted:
        written = msgspec.structs.replace(hosted, pending=())
        async with self._database.transaction() as connection:
            await _update(connection, written, {})
        return written

    async def _find_by_key(self, idempotency_key: str) -> Session | None:
        found = await self._select(_columns.idempotency_key == idempotency_key)
        return found[0] if found else None

    async def _select(self, condition: Any, limit: int = 1) -> list[Session]:
        wanted = select(_columns.body).where(condition)
        wanted = wanted.order_by(desc(_columns.created_at)).limit(limit)
        async with self._database.reading() as connection:
            return [_to_session(row) for row in await connection.execute(wanted)]


async def _update(connection: AsyncConnection, written: Hosted, values: dict[str, Any]) -> None:
    """Write what the host keeps, unless another one has taken over."""
    held = and_(
        _columns.session_id == written.session.session_id,
        _columns.host_epoch == written.host_epoch,
    )
    result = await connection.execute(
        update(sessions)
        .where(held)
        .values(
            pending=msgspec.json.encode(written.pending),
            inbox_position=written.inbox_position,
            effect_number=written.effect_number,
            **values,
        )
    )
    if result.rowcount != 1:
        raise NoLongerHostError


def _searched(session: Session) -> dict[str, Any]:
    """Return the row's body and those of its columns that follow from it."""
    check, window = telling_check(session), window_of(session)
    return {
        "stage": session.stage,
        "staff_id": session.agent.staff_id if session.agent else None,
        "ended_at": session.ended_at,
        "due_at": window[1] if window else None,
        "left": _left(session),
        "product": session.product,
        "verdict": check.evidence.verdict if check and check.evidence else None,
        "decision": check.decision if check else None,
        "rating": session.rating,
        "arrived_at": _began_to_wait_at(session),
        "answered_at": session.answered_at,
        "waits_since": _waits_since(session),
        "wrapped_up_at": session.wrap_up.finished_at if session.wrap_up else None,
        "close_reason": session.close_reason,
        "body": msgspec.json.encode(session),
    }


def _waits_since(session: Session) -> float | None:
    if session.stage not in IN_QUEUE:
        return None
    return session.re_entered_at or _began_to_wait_at(session)


def _began_to_wait_at(session: Session) -> float | None:
    """Return since when the customer waited; what was left for later was no waiting."""
    return session.arrived_at if session.came_back_at is None else session.came_back_at


def _left(session: Session) -> str | None:
    """Return what somebody at the desk still has to answer: left by the customer, not settled."""
    if session.message is not None:
        return "message" if session.message.settled_at is None else None
    is_open = session.deferral is not None and session.stage not in ENDS
    return session.deferral.kind if is_open and session.deferral is not None else None


def _sold(session: Session) -> dict[str, str | int | float | bool | None]:
    """Return the facts by which an auditor knows which script counted."""
    sold: dict[str, str | int | float | bool | None] = {}
    if session.product:
        sold["product"] = session.product
    if session.script:
        sold["script_sha256"] = session.script.sha256
    return sold


def _to_session(row: Row[Any]) -> Session:
    return msgspec.json.decode(row.body, type=Session)
