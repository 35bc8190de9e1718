"""The wrapped keys that sessions carry: forgotten when a session's content is deleted."""

from typing import Final

import msgspec
from sqlalchemy import select, update

from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import sessions
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import SessionId
from video_bank.sessions.lifecycle import ENDS
from video_bank.sessions.session import Session

_columns: Final = sessions.c
_NOTHING_PENDING: Final = b"[]"


class SqlSessionKeys:
    """A `recording.deletion.KeyHolder`. Only of sessions at their end: no host writes them then."""

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
        await self.replace_key(session_id, b"")

    async def replace_key(self, session_id: SessionId, wrapped_key: bytes) -> None:
        """Write another wrapped key into the session; a host that still has it loads it anew."""
        mine = _columns.session_id == session_id
        async with self._database.transaction() as connection:
            # The row's lock, and the fencing token: a write of a host comes before or never.
            raised = update(sessions).where(mine).values(host_epoch=_columns.host_epoch + 1)
            await connection.execute(raised)
            row = (await connection.execute(select(_columns.body).where(mine))).one_or_none()
            if row is None:
                return
            session = msgspec.json.decode(row.body, type=Session)
            body = msgspec.json.encode(msgspec.structs.replace(session, wrapped_key=wrapped_key))
            await connection.execute(update(sessions).where(mine).values(body=body))
