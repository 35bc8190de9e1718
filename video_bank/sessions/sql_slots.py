"""Places in appointment slots, in SQL: never more than a slot takes, whoever asks at once.

The session says whether it holds its place (it is deferred until then). A place whose session does
not, a minute after it was taken, is somebody else's: nothing has to be given back.
"""

import asyncio
from collections.abc import Iterable
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, exc, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import sessions, slot_places
from video_bank.errors import UnavailableError
from video_bank.ids import QueueId, SessionId
from video_bank.sessions.errors import SlotTakenError
from video_bank.sessions.session import Stage

_places: Final = slot_places.c
_GRACE_S: Final = 60.0  # until the session has heard of its place
_KEPT_S: Final = 24 * 3600.0
_ATTEMPTS: Final = 8
_PAUSE_S: Final = 0.02


class SqlSlots:
    """Every method raises UnavailableError when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def taken(self, queue: QueueId) -> dict[float, int]:
        """Return how many places are taken in each slot to come, by when it begins."""
        now = self._clock.now()
        wanted = (
            select(_places.begins_at, func.count().label("booked"))
            .select_from(
                slot_places.outerjoin(sessions, sessions.c.session_id == _places.session_id)
            )
            .where(_places.queue == queue, _places.begins_at > now, _is_held(now))
            .group_by(_places.begins_at)
        )
        async with self._database.reading() as connection:
            return {row.begins_at: row.booked for row in await connection.execute(wanted)}

    async def take(
        self, session_id: SessionId, queue: QueueId, begins_at: float, capacity: int
    ) -> None:
        """Take a place for the session, in place of any that it has; raise SlotTakenError."""
        for attempt in range(_ATTEMPTS):
            try:
                async with self._database.transaction() as connection:
                    await self._take(connection, session_id, queue, begins_at, capacity)
            except exc.IntegrityError:
                await asyncio.sleep(_PAUSE_S * (attempt + 1))  # somebody else took the same place
            else:
                return
        raise UnavailableError

    async def _take(
        self,
        connection: AsyncConnection,
        session_id: SessionId,
        queue: QueueId,
        begins_at: float,
        capacity: int,
    ) -> None:
        now = self._clock.now()
        slot = and_(_places.queue == queue, _places.begins_at == begins_at)
        await connection.execute(delete(slot_places).where(_places.session_id == session_id))
        await connection.execute(delete(slot_places).where(_places.begins_at < now - _KEPT_S))
        given_up = select(sessions.c.session_id).where(sessions.c.stage != Stage.DEFERRED)
        stale = and_(slot, _places.taken_at < now - _GRACE_S, _places.session_id.in_(given_up))
        await connection.execute(delete(slot_places).where(stale))
        found = await connection.execute(select(_places.place).where(slot))
        place = _first_free(found.scalars(), capacity)
        row = {
            "queue": queue,
            "begins_at": begins_at,
            "place": place,
            "session_id": session_id,
            "taken_at": now,
        }
        await connection.execute(insert(slot_places).values(row))


def _is_held(now: float) -> ColumnElement[bool]:
    return or_(_places.taken_at >= now - _GRACE_S, sessions.c.stage == Stage.DEFERRED)


def _first_free(taken: Iterable[int], capacity: int) -> int:
    places = set(range(capacity)).difference(taken)
    if not places:
        raise SlotTakenError
    return min(places)
