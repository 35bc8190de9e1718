"""A `FaceCounter`: sessions with a face comparison whose pictures are still there."""

from sqlalchemy import exists, func, select

from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import deletions, sessions, trail


class SqlFaces:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self) -> int:
        """Return how many; one person under two references counts twice."""
        mine = sessions.c.session_id
        is_deleted = exists().where(
            deletions.c.session_id == mine, deletions.c.receipt.is_not(None)
        )
        is_withdrawn = exists().where(
            trail.c.session_id == mine, trail.c.kind == "pictures_deleted"
        )
        people = (
            select(sessions.c.customer_name, sessions.c.reference)
            .where(sessions.c.verdict.is_not(None), ~is_deleted, ~is_withdrawn)
            .distinct()
        )
        async with self._database.reading() as connection:
            counted = await connection.execute(select(func.count()).select_from(people.subquery()))
            return int(counted.scalar_one())
