"""Comments in SQL: nobody changes or removes one."""

from typing import Any, Final

import msgspec
from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from video_bank.audit.trail import Happening
from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import comments
from video_bank.ids import CommentId, SessionId, StaffId, new_comment_id
from video_bank.recording.comments import Comment
from video_bank.recording.sql_noted import write_noted

_MOST: Final = 1000


class SqlComments:
    """Every method raises UnavailableError when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(
        self, session_id: SessionId, position_s: float, text: str, by: StaffId
    ) -> Comment:
        added = Comment(
            comment_id=new_comment_id(),
            session_id=session_id,
            written_by=by,
            written_at=self._clock.now(),
            position_s=position_s,
            text=text,
        )

        async def write(connection: AsyncConnection) -> tuple[Comment, Happening]:
            await connection.execute(insert(comments).values(msgspec.structs.asdict(added)))
            return added, Happening(
                "comment_added",
                by,
                added.written_at,
                {"comment_id": added.comment_id, "position_s": position_s},
            )

        return await write_noted(self._database, session_id, write)

    async def of_session(self, session_id: SessionId) -> list[Comment]:
        """Return them in the order of the recording."""
        wanted = (
            select(comments)
            .where(comments.c.session_id == session_id)
            .order_by(comments.c.position_s, comments.c.written_at)
            .limit(_MOST)
        )
        async with self._database.reading() as connection:
            return [_to_comment(row) for row in await connection.execute(wanted)]


def _to_comment(row: Row[Any]) -> Comment:
    return Comment(
        comment_id=CommentId(row.comment_id),
        session_id=SessionId(row.session_id),
        written_by=StaffId(row.written_by),
        written_at=row.written_at,
        position_s=row.position_s,
        text=row.text,
    )
