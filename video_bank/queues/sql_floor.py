"""What the floor's figures are made of, from SQL: who waits, every call, what each agent did."""

from typing import Any, Final

import msgspec
from sqlalchemy import case, func, or_, select

from video_bank.caller import Role
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import agent_times, queues, sessions, staff
from video_bank.ids import QueueId, StaffId
from video_bank.queues.emergency import Decided
from video_bank.queues.figures import Call, Outcome
from video_bank.queues.news import NoPlace
from video_bank.queues.shifts import AgentTime
from video_bank.queues.ticket import Presence

_DAY_S: Final = 86_400.0  # no agent is in one state, and no customer waits, for longer
_columns: Final = sessions.c
_NOT_COUNTED: Final = {
    NoPlace.QUEUE_CLOSED: Outcome.CLOSED,
    NoPlace.APPOINTMENTS_ONLY: Outcome.CLOSED,  # else a level's own measure would hold it on
    NoPlace.QUEUE_FULL: Outcome.REFUSED,
}


class Waiting(msgspec.Struct, frozen=True):
    """A queue in which somebody waits; `first_since` (seconds, UTC): the longest of them."""

    queue: QueueId
    waiting: int
    first_since: float


class FloorCall(msgspec.Struct, frozen=True):
    queue: QueueId
    call: Call


class Member(msgspec.Struct, frozen=True):
    """Somebody who may serve customers."""

    staff_id: StaffId
    display_name: str
    staff_number: str
    role: Role


class SqlFloor:
    """Every method raises UnavailableError when the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting(self) -> list[Waiting]:
        since = _columns.waits_since
        wanted = (
            select(_columns.queue, func.count(), func.min(since))
            .where(since.is_not(None))
            .group_by(_columns.queue)
            .order_by(_columns.queue)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return [Waiting(QueueId(queue), count, first) for queue, count, first in rows]

    async def decided(self, since: float) -> Decided:
        """Return how many met an agent or gave up since then."""
        gave_up = _columns.answered_at.is_(None) & (
            _columns.close_reason.is_(None) | _columns.close_reason.not_in(list(_NOT_COUNTED))
        )
        is_full = _columns.answered_at.is_(None) & (_columns.close_reason == NoPlace.QUEUE_FULL)
        wanted = select(
            func.count(_columns.answered_at),
            func.sum(case((gave_up, 1), else_=0)),
            func.sum(case((is_full, 1), else_=0)),
        ).where(
            _columns.arrived_at >= since - _DAY_S,
            or_(
                _columns.answered_at >= since,
                _columns.answered_at.is_(None) & (_columns.ended_at >= since),
            ),
        )
        async with self._database.reading() as connection:
            connected, abandoned, full = (await connection.execute(wanted)).one()
        offered = (connected or 0) + (abandoned or 0) + (full or 0)
        return Decided(offered, connected or 0, abandoned or 0)

    async def calls(self, since: float, until: float) -> list[FloorCall]:
        """Return everybody who joined a queue then."""
        wanted = select(
            _columns.queue,
            _columns.arrived_at,
            _columns.answered_at,
            _columns.ended_at,
            _columns.wrapped_up_at,
            _columns.close_reason,
            _columns.rating,
        ).where(_columns.arrived_at >= since, _columns.arrived_at < until)
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted.order_by(_columns.arrived_at))).all()
        return [FloorCall(QueueId(row.queue), _to_call(row)) for row in rows]

    async def agent_times(self, since: float, until: float) -> list[AgentTime]:
        """Return what agents began then, and before it what was still going on."""
        told = agent_times.c
        wanted = (
            select(told.at, told.staff_id, told.presence)
            .where(told.at >= since - _DAY_S, told.at < until)
            .order_by(told.at, told.batch, told.place)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return [AgentTime(at, StaffId(who), Presence(presence)) for at, who, presence in rows]

    async def members(self) -> list[Member]:
        who = staff.c
        wanted = (
            select(who.staff_id, who.display_name, who.staff_number, who.role)
            .where(who.role.in_([Role.AGENT, Role.SUPERVISOR]))
            .order_by(who.staff_number)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return [Member(StaffId(row[0]), row[1], row[2], Role(row[3])) for row in rows]

    async def queue_names(self) -> dict[QueueId, str]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(queues.c.queue, queues.c.name))).all()
        return {QueueId(queue): name for queue, name in rows}


def _to_call(row: Any) -> Call:
    arrived = row.arrived_at
    if row.answered_at is not None:
        handled = None if row.wrapped_up_at is None else row.wrapped_up_at - row.answered_at
        wait_s = max(0.0, row.answered_at - arrived)
        return Call(arrived, Outcome.CONNECTED, wait_s, handled, row.rating)
    if row.ended_at is None:
        return Call(arrived, Outcome.WAITING, 0.0)
    outcome = _NOT_COUNTED.get(row.close_reason, Outcome.ABANDONED)
    wait_s = row.ended_at - arrived if outcome is Outcome.ABANDONED else 0.0
    return Call(arrived, outcome, wait_s)
