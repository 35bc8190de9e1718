"""The wrapped keys of recordings, one after the other: a `rewrapping.KeyShelf`."""

from typing import Final

from sqlalchemy import func, select, update

from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import recordings
from video_bank.ids import SessionId
from video_bank.recording.rewrapping import WrappedKey

_BATCH: Final = 200
_columns: Final = recordings.c


class SqlRecordingKeys:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self) -> int:
        counted = select(func.count()).select_from(recordings).where(_columns.wrapped_key != b"")
        async with self._database.reading() as connection:
            return (await connection.execute(counted)).scalar_one()

    async def read_after(self, session_id: SessionId | None) -> list[WrappedKey]:
        wanted = select(_columns.session_id, _columns.wrapped_key)
        wanted = wanted.where(_columns.wrapped_key != b"", _columns.session_id > (session_id or ""))
        wanted = wanted.order_by(_columns.session_id).limit(_BATCH)
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return [WrappedKey(SessionId(row.session_id), row.wrapped_key) for row in rows]

    async def replace(self, old: WrappedKey, wrapped_key: bytes) -> None:
        same = (_columns.session_id == old.session_id) & (_columns.wrapped_key == old.wrapped_key)
        async with self._database.transaction() as connection:
            await connection.execute(update(recordings).where(same).values(wrapped_key=wrapped_key))
