"""The queues' log in SQL, in numbered batches.

Two dispatchers that write the same batch give it the same number, and one of them has done it.
"""

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import msgspec
from sqlalchemy import exc, insert, select

from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import agent_times, queue_log
from video_bank.queues.decisions import Entry
from video_bank.queues.shifts import EVERYBODY
from video_bank.queues.ticket import Presence

_LOG: Final = "queues:log"
_START: Final = "0-0"
_BATCH: Final = 5_000
_decoder: Final = msgspec.json.Decoder(list[Any])


class SqlDecisions:
    """Every method raises UnavailableError when a store does not answer."""

    def __init__(self, database: Database, link: RedisLink) -> None:
        self._database = database
        self._link = link

    async def collect(self) -> int:
        """Write down what the scripts have logged since last time; return how many entries."""
        number, after = await self._last()
        async with self._link.reach() as client:
            found: Any = await client.xrange(_LOG, min=f"({after}", count=_BATCH)
        if not found:
            return 0
        entries = [_decoder.decode(fields[b"p"]) for _, fields in found]
        moments = [float(entry[1]) for entry in entries]
        row = {
            "number": number + 1,
            "last": found[-1][0].decode(),
            "first_at": min(moments),
            "last_at": max(moments),
            "entries": zlib.compress(msgspec.json.encode(entries)),
        }
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(queue_log).values(row))
                if times := list(_times(number + 1, entries)):
                    await connection.execute(insert(agent_times), times)
        except exc.IntegrityError:
            return 0  # another dispatcher was first
        async with self._link.reach() as client:
            await client.xtrim(_LOG, minid=row["last"], approximate=True)
        return len(entries)

    async def read(self, since: float, until: float) -> AsyncIterator[list[Entry]]:
        """Yield the batches that touch these moments (seconds, UTC), oldest first."""
        wanted = (
            select(queue_log.c.entries)
            .where(queue_log.c.last_at >= since, queue_log.c.first_at < until)
            .order_by(queue_log.c.number)
        )
        async with self._database.reading() as connection:
            for (entries,) in (await connection.execute(wanted)).all():
                yield msgspec.json.decode(zlib.decompress(entries), type=list[Entry])

    async def _last(self) -> tuple[int, str]:
        columns = queue_log.c.number, queue_log.c.last
        newest = select(*columns).order_by(queue_log.c.number.desc()).limit(1)
        async with self._database.reading() as connection:
            row = (await connection.execute(newest)).one_or_none()
        return (0, _START) if row is None else (row.number, row.last)


def _times(batch: int, entries: list[Entry]) -> Iterator[dict[str, Any]]:
    """Yield what agents did from when on; an empty Redis knows of nobody."""
    for place, (kind, at, *rest) in enumerate(entries):
        if kind == "began":
            staff_id, presence = EVERYBODY, Presence.OFFLINE.value
        elif kind == "presence":
            staff_id, presence = rest
        else:
            continue
        yield {
            "batch": batch,
            "place": place,
            "at": float(at),
            "staff_id": staff_id,
            "presence": presence,
        }
