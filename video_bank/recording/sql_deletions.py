"""Deletions in SQL: the order, then the receipt; a recording's row loses its key."""

from typing import Final

import msgspec
from sqlalchemy import Column, delete, exc, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import (
    deletions,
    recordings,
    sessions,
    video_fingerprints,
)
from video_bank.errors import NotNowError
from video_bank.ids import SessionId
from video_bank.recording.deletion import DeletionOrder, Receipt
from video_bank.recording.manifest import Manifest, SealState

_columns: Final = deletions.c


class SqlDeletions:
    """A `Deletions`. An archivist claims no recording that is being deleted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, order: DeletionOrder) -> DeletionOrder:
        try:
            async with self._database.transaction() as connection:
                await _mark(connection, order.session_id, SealState.DELETING)
                row = {
                    "session_id": order.session_id,
                    "began_at": order.began_at,
                    "body": msgspec.json.encode(order),
                }
                await connection.execute(insert(deletions).values(row))
        except exc.IntegrityError:  # ordered before, or by somebody else in this moment
            found = await self._read(_columns.body, order.session_id)
            return msgspec.json.decode(found or b"", type=DeletionOrder)
        return order

    async def forget_key(self, session_id: SessionId) -> None:
        """By what its video would be known again goes as well."""
        mine = recordings.c.session_id == session_id
        async with self._database.transaction() as connection:
            await connection.execute(update(recordings).where(mine).values(wrapped_key=b""))
            await _forget_video(connection, session_id)

    async def forget_video(self, session_id: SessionId) -> None:
        async with self._database.transaction() as connection:
            await _forget_video(connection, session_id)

    async def end(self, receipt: Receipt) -> None:
        mine = (_columns.session_id == receipt.session_id) & _columns.receipt.is_(None)
        body = msgspec.json.encode(receipt)
        async with self._database.transaction() as connection:
            await connection.execute(update(deletions).where(mine).values(receipt=body))
            await _mark(connection, receipt.session_id, SealState.DELETED)

    async def merkle_root(self, session_id: SessionId) -> str:
        wanted = select(recordings.c.manifest).where(recordings.c.session_id == session_id)
        async with self._database.reading() as connection:
            body = (await connection.execute(wanted)).scalar_one_or_none()
        return msgspec.json.decode(body, type=Manifest).merkle_root if body else ""

    async def find_receipt(self, session_id: SessionId) -> Receipt | None:
        body = await self._read(_columns.receipt, session_id)
        return msgspec.json.decode(body, type=Receipt) if body else None

    async def receipts(self) -> list[Receipt]:
        """Return every receipt, the oldest first."""
        wanted = select(_columns.receipt).where(_columns.receipt.is_not(None))
        async with self._database.reading() as connection:
            bodies = (await connection.execute(wanted.order_by(_columns.began_at))).scalars()
            return [msgspec.json.decode(body, type=Receipt) for body in bodies]

    async def unfinished(self) -> list[DeletionOrder]:
        wanted = select(_columns.body).where(_columns.receipt.is_(None))
        async with self._database.reading() as connection:
            bodies = (await connection.execute(wanted.order_by(_columns.began_at))).scalars()
            return [msgspec.json.decode(body, type=DeletionOrder) for body in bodies]

    async def _read(self, column: Column[bytes], session_id: SessionId) -> bytes | None:
        wanted = select(column).where(_columns.session_id == session_id)
        async with self._database.reading() as connection:
            return (await connection.execute(wanted)).scalar_one_or_none()


async def _forget_video(connection: AsyncConnection, session_id: SessionId) -> None:
    """Delete the fingerprints of a session's video.

    Those of a confirmed attack, which the machine failed and people refused, stay for the rest of
    their half a year: the same video must not get through elsewhere meanwhile.
    """
    is_attack = exists().where(
        sessions.c.session_id == session_id,
        sessions.c.verdict == "failed",
        sessions.c.decision == "refused",
    )
    theirs = video_fingerprints.c.session_id == session_id
    await connection.execute(delete(video_fingerprints).where(theirs, ~is_attack))


async def _mark(connection: AsyncConnection, session_id: SessionId, state: SealState) -> None:
    """Raise NotNowError while an archivist is at work on it; one that is not there stays so."""
    marked = await connection.execute(
        update(recordings)
        .where(recordings.c.session_id == session_id, recordings.c.state != SealState.SEALING)
        .values(state=state)
    )
    if marked.rowcount == 1:
        return
    wanted = select(recordings.c.session_id).where(recordings.c.session_id == session_id)
    if (await connection.execute(wanted)).first() is not None:
        raise NotNowError
