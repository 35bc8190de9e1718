"""Fingerprints of earlier meetings' videos, looked up by parts that are likely whole.

Written once a check, by the media node that ran it; forgotten after half a year.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, insert, or_, select

from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import video_fingerprints as table
from video_bank.ids import SessionId
from video_bank.verification.liveness.fingerprints import BANDS, Fingerprint, Seen, bands_of

KEPT_FOR_S: Final = 180 * 24 * 3600.0
_MOST_FOUND: Final = 20_000
_SIGN: Final = 1 << 63  # SQL's integers have a sign, fingerprints have none


class SqlFingerprints:
    """Every method raises UnavailableError when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, session_id: SessionId, now: Sequence[Fingerprint]) -> list[Seen]:
        """Return those of other meetings that may be near one of `now`, the newest first."""
        if not now:
            return []
        wanted = (
            select(table.c.session_id, table.c.position_s, table.c.bits)
            .where(table.c.session_id != session_id, or_(*_likely(now)))
            .order_by(table.c.created_at.desc())
            .limit(_MOST_FOUND)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return [Seen(SessionId(row.session_id), row.position_s, row.bits + _SIGN) for row in rows]

    async def keep(self, session_id: SessionId, kept: Sequence[Fingerprint]) -> None:
        """Keep them for later meetings, and forget what has been kept for long enough."""
        if not kept:
            return
        at = self._clock.now()
        async with self._database.transaction() as connection:
            await connection.execute(delete(table).where(table.c.created_at < at - KEPT_FOR_S))
            rows = [_row(session_id, each, kept[0].at, at) for each in kept]
            await connection.execute(insert(table), rows)


def _likely(now: Sequence[Fingerprint]) -> Iterator[ColumnElement[bool]]:
    for band in range(BANDS):
        values = {bands_of(each.bits)[band] for each in now}
        yield table.c[f"band_{band}"].in_(sorted(values))


def _row(session_id: SessionId, each: Fingerprint, begin: float, at: float) -> dict[str, Any]:
    bands = {f"band_{band}": value for band, value in enumerate(bands_of(each.bits))}
    return {
        "session_id": session_id,
        "created_at": at,
        "position_s": each.at - begin,
        "bits": each.bits - _SIGN,
        **bands,
    }
