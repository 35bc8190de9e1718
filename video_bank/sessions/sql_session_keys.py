"""What a session at its end still loses: its wrapped key, where it was. No host writes it then."""

from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, func, select, update

from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import sessions
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import SessionId
from video_bank.recording.rewrapping import WrappedKey
from video_bank.sessions.lifecycle import ENDS
from video_bank.sessions.session import Session

_columns: Final = sessions.c
_NOTHING_PENDING: Final = b"[]"
_BATCH: Final = 200


class SqlSessionKeys:
    """A `recording.deletion.KeyHolder`, and a `recording.rewrapping.KeyShelf`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_key(self, session_id: SessionId) -> bytes:
        """Return it wrapped, empty when it was forgotten; raise NotFoundError, NotNowError."""
        wanted = select(_columns.body, _columns.pending).where(_columns.session_id == session_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None:
            raise NotFoundError
        session = msgspec.json.decode(row.body, type=Session)
        if session.stage not in ENDS or row.pending != _NOTHING_PENDING:
            raise NotNowError
        return session.wrapped_key

    async def forget_key(self, session_id: SessionId) -> None:
        """Where the customer was lies in the session itself, and goes with the key."""
        await self._write(session_id, None, wrapped_key=b"", location=None)

    async def forget_location(self, session_id: SessionId) -> None:
        await self._write(session_id, None, location=None)

    async def count(self) -> int:
        counted = select(func.count()).select_from(sessions).where(_at_their_end())
        async with self._database.reading() as connection:
            return (await connection.execute(counted)).scalar_one()

    async def read_after(self, session_id: SessionId | None) -> list[WrappedKey]:
        wanted = select(_columns.body).where(
            _at_their_end(), _columns.session_id > (session_id or "")
        )
        wanted = wanted.order_by(_columns.session_id).limit(_BATCH)
        async with self._database.reading() as connection:
            bodies = (await connection.execute(wanted)).scalars().all()
        found = [msgspec.json.decode(body, type=Session) for body in bodies]
        return [WrappedKey(each.session_id, each.wrapped_key) for each in found]

    async def replace(self, old: WrappedKey, wrapped_key: bytes) -> None:
        await self._write(old.session_id, old.wrapped_key, wrapped_key=wrapped_key)

    async def _write(self, session_id: SessionId, old: bytes | None, **fields: Any) -> None:
        """Write fields into the session, unless its key is another than `old`.

        A host that still has it loads it anew.
        """
        mine = _columns.session_id == session_id
        async with self._database.transaction() as connection:
            # The row's lock, and the fencing token: a write of a host comes before or never.
            raised = update(sessions).where(mine).values(host_epoch=_columns.host_epoch + 1)
            await connection.execute(raised)
            row = (await connection.execute(select(_columns.body).where(mine))).one_or_none()
            session = msgspec.json.decode(row.body, type=Session) if row else None
            if session is None or old not in {None, session.wrapped_key}:
                return
            body = msgspec.json.encode(msgspec.structs.replace(session, **fields))
            await connection.execute(update(sessions).where(mine).values(body=body))


def _at_their_end() -> ColumnElement[bool]:
    return _columns.stage.in_(sorted(ENDS)) & (_columns.pending == _NOTHING_PENDING)
