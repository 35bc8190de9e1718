"""The trail in SQL: the table's keys refuse a second entry in one place of the chain."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Row, exc, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.audit.trail import Entry, Happening, chain
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import trail
from video_bank.errors import UnavailableError
from video_bank.ids import SessionId

_ATTEMPTS: Final = 8
_PAUSE_S: Final = 0.02


class SqlJournal:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, session_id: SessionId, happenings: Sequence[Happening]) -> None:
        """Begin anew when somebody else takes the place in the chain first."""
        for attempt in range(_ATTEMPTS):
            try:
                async with self._database.transaction() as connection:
                    await append_in(connection, session_id, happenings)
            except exc.IntegrityError:
                await asyncio.sleep(_PAUSE_S * (attempt + 1))
            else:
                return
        raise UnavailableError

    async def read(self, session_id: SessionId) -> list[Entry]:
        whole = select(trail).where(trail.c.session_id == session_id).order_by(trail.c.number)
        async with self._database.reading() as connection:
            rows = (await connection.execute(whole)).all()
        return [to_entry(row) for row in rows]


async def append_in(
    connection: AsyncConnection, session_id: SessionId, happenings: Sequence[Happening]
) -> None:
    """Append within a transaction of the caller's; raise IntegrityError when it lost the race."""
    if not happenings:
        return
    newest = select(trail).where(trail.c.session_id == session_id)
    newest = newest.order_by(trail.c.number.desc()).limit(1)
    found = (await connection.execute(newest)).first()
    entries = chain(session_id, to_entry(found) if found else None, happenings)
    await connection.execute(insert(trail), [_to_row(entry) for entry in entries])


def _to_row(entry: Entry) -> dict[str, Any]:
    happening = entry.happening
    return {
        "session_id": entry.session_id,
        "number": entry.number,
        "at": happening.at,
        "actor": happening.actor,
        "kind": happening.kind,
        "facts": msgspec.json.encode(happening.facts),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def to_entry(row: Row[Any]) -> Entry:
    facts = msgspec.json.decode(row.facts, type=dict[str, str | int | float | bool | None])
    happening = Happening(row.kind, row.actor, row.at, facts)
    return Entry(SessionId(row.session_id), row.number, happening, row.previous_hash, row.hash)
