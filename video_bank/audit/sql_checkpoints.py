"""Checkpoints in SQL, append-only like the trail itself, and the alarms that stand."""

from collections.abc import Collection
from typing import Any, Final

import msgspec
from sqlalchemy import Row, delete, exc, func, insert, select

from video_bank.audit.checkpoint import Checkpoint, Head, Trouble, TroubleKind, encode
from video_bank.audit.sql_journal import to_entry
from video_bank.audit.trail import Entry
from video_bank.audit.watch import Alarm
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import checkpoints, trail, trail_alarms
from video_bank.ids import SessionId

_SESSIONS_AT_ONCE: Final = 200


class SqlCheckpoints:
    """A `watch.Checkpoints`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self) -> Checkpoint | None:
        newest = select(checkpoints.c.body).order_by(checkpoints.c.number.desc()).limit(1)
        async with self._database.reading() as connection:
            body = (await connection.execute(newest)).scalar_one_or_none()
        return msgspec.json.decode(body, type=Checkpoint) if body else None

    async def find(self, number: int) -> Checkpoint | None:
        wanted = select(checkpoints.c.body).where(checkpoints.c.number == number)
        async with self._database.reading() as connection:
            body = (await connection.execute(wanted)).scalar_one_or_none()
        return msgspec.json.decode(body, type=Checkpoint) if body else None

    async def append(self, checkpoint: Checkpoint) -> bool:
        row = {"number": checkpoint.number, "at": checkpoint.at, "body": encode(checkpoint)}
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(checkpoints).values(row))
        except exc.IntegrityError:
            return False
        return True

    async def heads_since(self, at: float) -> list[Head]:
        moved = select(trail.c.session_id).where(trail.c.at >= at).distinct().subquery()
        newest = (
            select(trail.c.session_id, func.max(trail.c.number).label("number"))
            .where(trail.c.session_id.in_(select(moved.c.session_id)))
            .group_by(trail.c.session_id)
            .subquery()
        )
        heads = select(trail.c.session_id, trail.c.number, trail.c.hash).join(
            newest,
            (trail.c.session_id == newest.c.session_id) & (trail.c.number == newest.c.number),
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(heads.order_by(trail.c.session_id))).all()
        return [Head(SessionId(row.session_id), row.number, row.hash) for row in rows]

    async def hashes_of(
        self, session_ids: Collection[SessionId]
    ) -> dict[tuple[SessionId, int], str]:
        ids = sorted(set(session_ids))
        found: dict[tuple[SessionId, int], str] = {}
        async with self._database.reading() as connection:
            for start in range(0, len(ids), _SESSIONS_AT_ONCE):
                some = ids[start : start + _SESSIONS_AT_ONCE]
                wanted = select(trail.c.session_id, trail.c.number, trail.c.hash)
                rows = await connection.execute(wanted.where(trail.c.session_id.in_(some)))
                found |= {(SessionId(row.session_id), row.number): row.hash for row in rows}
        return found

    async def chains_after(self, session_id: SessionId | None) -> list[list[Entry]]:
        """Return the next sessions' whole chains, by their ids; none at the end."""
        ids = select(trail.c.session_id).distinct().where(trail.c.session_id > (session_id or ""))
        ids = ids.order_by(trail.c.session_id).limit(_SESSIONS_AT_ONCE)
        async with self._database.reading() as connection:
            some = (await connection.execute(ids)).scalars().all()
            wanted = select(trail).where(trail.c.session_id.in_(some))
            rows = await connection.execute(wanted.order_by(trail.c.session_id, trail.c.number))
            chains: dict[str, list[Entry]] = {}
            for row in rows:
                chains.setdefault(row.session_id, []).append(to_entry(row))
        return list(chains.values())

    async def note_alarms(self, troubles: Collection[Trouble], at: float) -> None:
        """Let these alarms stand and no others; one that stood before keeps its time."""
        standing = {(each.finding, each.where): each for each in await self.alarms()}
        wanted = {(each.finding, each.where) for each in troubles}
        fresh = [
            {"finding": finding, "place": where, "at": at}
            for finding, where in sorted(wanted - standing.keys())
        ]
        async with self._database.transaction() as connection:
            for finding, where in standing.keys() - wanted:
                mine = (trail_alarms.c.finding == finding) & (trail_alarms.c.place == where)
                await connection.execute(delete(trail_alarms).where(mine))
            if fresh:
                await connection.execute(insert(trail_alarms), fresh)

    async def alarms(self) -> list[Alarm]:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(trail_alarms).order_by(trail_alarms.c.at))
            return [_to_alarm(row) for row in rows]


def _to_alarm(row: Row[Any]) -> Alarm:
    return Alarm(TroubleKind(row.finding), row.place, row.at)
