"""Exports in SQL: who asked, who decided; each step with its entry on the session's trail."""

from typing import Any, Final

import msgspec
from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.audit.trail import Happening
from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import exports
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import ExportId, SessionId, StaffId, new_export_id
from video_bank.recording.evidence.export import (
    Export,
    ExportState,
    Purpose,
    decide,
)
from video_bank.recording.sql_noted import write_noted

_MOST: Final = 100
_columns: Final = exports.c


class SqlExports:
    """Every method raises UnavailableError when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask(self, session_id: SessionId, purpose: Purpose, note: str, by: StaffId) -> Export:
        asked = Export(
            export_id=new_export_id(),
            session_id=session_id,
            purpose=purpose,
            note=note,
            asked_by=by,
            asked_at=self._clock.now(),
        )

        async def write(connection: AsyncConnection) -> tuple[Export, Happening]:
            await connection.execute(insert(exports).values(_to_row(asked)))
            facts = {"export_id": asked.export_id, "purpose": purpose.value}
            return asked, Happening("export_asked", by, asked.asked_at, {**facts})

        return await write_noted(self._database, session_id, write)

    async def decide(self, export_id: ExportId, by: StaffId, *, is_approved: bool) -> Export:
        """Raise NotFoundError, ForbiddenError (one's own) or NotNowError (decided before)."""
        found = await self.find(export_id)
        now = self._clock.now()
        decided = decide(found, by, now, is_approved=is_approved)

        async def write(connection: AsyncConnection) -> tuple[Export, Happening]:
            still_open = _columns.export_id == export_id, _columns.state == ExportState.OPEN
            written = await connection.execute(
                update(exports).where(*still_open).values(_to_row(decided))
            )
            if written.rowcount != 1:
                raise NotNowError
            facts = {"export_id": export_id, "purpose": found.purpose.value}
            return decided, Happening(
                "export_approved" if is_approved else "export_refused", by, now, {**facts}
            )

        return await write_noted(self._database, found.session_id, write)

    async def find(self, export_id: ExportId) -> Export:
        """Raise NotFoundError."""
        found = await self._read(select(exports).where(_columns.export_id == export_id))
        if not found:
            raise NotFoundError
        return found[0]

    async def of_session(self, session_id: SessionId) -> list[Export]:
        """Return the session's, the newest first."""
        return await self._read(
            select(exports)
            .where(_columns.session_id == session_id)
            .order_by(_columns.asked_at.desc())
            .limit(_MOST)
        )

    async def open(self) -> list[Export]:
        """Return those that wait for a decision, the oldest first."""
        return await self._read(
            select(exports)
            .where(_columns.state == ExportState.OPEN)
            .order_by(_columns.asked_at)
            .limit(_MOST)
        )

    async def _read(self, wanted: Select[Any]) -> list[Export]:
        async with self._database.reading() as connection:
            return [_to_export(row) for row in await connection.execute(wanted)]


def _to_row(export: Export) -> dict[str, Any]:
    return {
        "export_id": export.export_id,
        "session_id": export.session_id,
        "state": export.state,
        "body": msgspec.json.encode(export),
        "asked_at": export.asked_at,
    }


def _to_export(row: Row[Any]) -> Export:
    return msgspec.json.decode(row.body, type=Export)
