"""Which sessions have a recording, and who is sealing which: the SQL table `recordings`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Row, and_, exc, insert, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import deletions, recordings
from video_bank.ids import NodeId, SessionId
from video_bank.recording.errors import ClaimLostError
from video_bank.recording.manifest import Manifest, Recording, SealState

LEASE_S: Final = 15.0
_LONGEST_WAIT_S: Final = 300.0
_CANDIDATES: Final = 8

_columns: Final = recordings.c


@dataclass(frozen=True)
class ClaimedJob:
    """A `SealJob`."""

    session_id: SessionId
    wrapped_key: bytes
    clock_zero: float
    ended_at: float


class SqlShelf:
    """A claim is an UPDATE that only succeeds while the row is still free."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask_for_seal(
        self, session_id: SessionId, wrapped_key: bytes, clock_zero: float, ended_at: float
    ) -> None:
        row = {
            "session_id": session_id,
            "state": SealState.WAITING,
            "wrapped_key": wrapped_key,
            "clock_zero": clock_zero,
            "ended_at": ended_at,
            "attempts": 0,
        }
        try:
            async with self._database.transaction() as connection:
                asked = select(_columns.session_id).where(_columns.session_id == session_id)
                gone = select(deletions.c.session_id).where(deletions.c.session_id == session_id)
                if (await connection.execute(union_all(asked, gone))).first() is None:
                    await connection.execute(insert(recordings).values(row))
        except exc.IntegrityError:
            return  # somebody else asked in the same moment

    async def claim(self, node_id: NodeId) -> ClaimedJob | None:
        now = self._clock.now()
        oldest = select(_columns.session_id).where(_is_due(now)).order_by(_columns.ended_at)
        async with self._database.transaction() as connection:
            found = (await connection.execute(oldest.limit(_CANDIDATES))).scalars().all()
            for session_id in found:
                if await self._take(connection, session_id, node_id, now):
                    mine = select(recordings).where(_columns.session_id == session_id)
                    row = (await connection.execute(mine)).one()
                    return ClaimedJob(
                        SessionId(row.session_id),
                        row.wrapped_key,
                        row.clock_zero or row.ended_at,
                        row.ended_at,
                    )
        return None

    async def keep_claim(self, session_id: SessionId, node_id: NodeId) -> bool:
        until = self._clock.now() + LEASE_S
        return await self._write_claimed(session_id, node_id, {"claimed_until": until})

    async def note_progress(self, session_id: SessionId, node_id: NodeId, share: float) -> None:
        if not await self._write_claimed(session_id, node_id, {"progress": share}):
            raise ClaimLostError

    async def note_sealed(self, manifest: Manifest, node_id: NodeId) -> None:
        body = msgspec.json.encode(manifest)
        await self._end(manifest.session_id, node_id, SealState.SEALED, manifest=body, error=None)

    async def note_empty(self, session_id: SessionId, node_id: NodeId) -> None:
        await self._end(session_id, node_id, SealState.EMPTY, error=None)

    async def note_failed(self, session_id: SessionId, node_id: NodeId, error: str) -> None:
        recording = await self.find(session_id)
        attempts = recording.attempts if recording else 1
        next_try_at = self._clock.now() + min(2.0 ** min(attempts, 16), _LONGEST_WAIT_S)
        await self._end(session_id, node_id, SealState.FAILED, error=error, next_try_at=next_try_at)

    async def find(self, session_id: SessionId) -> Recording | None:
        return (await self.find_all([session_id])).get(session_id)

    async def find_all(self, session_ids: Collection[SessionId]) -> dict[SessionId, Recording]:
        wanted = select(recordings).where(_columns.session_id.in_(session_ids))
        async with self._database.reading() as connection:
            found = [_to_recording(row) for row in await connection.execute(wanted)]
        return {recording.session_id: recording for recording in found}

    async def _take(
        self, connection: AsyncConnection, session_id: str, node_id: NodeId, now: float
    ) -> bool:
        """Under READ COMMITTED the condition is looked at again once a rival's row lock is gone."""
        taken = await connection.execute(
            update(recordings)
            .where(_columns.session_id == session_id, _is_due(now))
            .values(
                state=SealState.SEALING,
                claimed_by=node_id,
                claimed_until=now + LEASE_S,
                attempts=_columns.attempts + 1,
                progress=0.0,
            )
        )
        return taken.rowcount == 1

    async def _end(
        self, session_id: SessionId, node_id: NodeId, state: SealState, **values: object
    ) -> None:
        changes = {
            "state": state,
            "claimed_by": None,
            "claimed_until": None,
            "progress": None,
            **values,
        }
        if not await self._write_claimed(session_id, node_id, changes):
            raise ClaimLostError

    async def _write_claimed(
        self, session_id: SessionId, node_id: NodeId, values: dict[str, Any]
    ) -> bool:
        held = and_(
            _columns.session_id == session_id,
            _columns.state == SealState.SEALING,
            _columns.claimed_by == node_id,
        )
        async with self._database.transaction() as connection:
            written = await connection.execute(update(recordings).where(held).values(values))
            return written.rowcount == 1


def _is_due(now: float) -> ColumnElement[bool]:
    """Waiting, or left by a node that died, or failed and to be tried again."""
    return or_(
        _columns.state == SealState.WAITING,
        and_(_columns.state == SealState.SEALING, _columns.claimed_until < now),
        and_(_columns.state == SealState.FAILED, _columns.next_try_at <= now),
    )


def _to_recording(row: Row[Any]) -> Recording:
    manifest = msgspec.json.decode(row.manifest, type=Manifest) if row.manifest else None
    return Recording(
        SessionId(row.session_id),
        SealState(row.state),
        manifest,
        row.attempts,
        row.error,
        row.wrapped_key,
        row.progress,
    )
