"""The emergency plan's state in SQL, numbered: of two who write the same number one is refused."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import exc, insert, select

from video_bank.audit.sql_journal import append_in
from video_bank.audit.trail import Happening
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import emergencies
from video_bank.ids import SessionId
from video_bank.queues.emergency import EmergencyState


class Numbered(msgspec.Struct, frozen=True):
    number: int
    state: EmergencyState


class SqlEmergency:
    """Every method raises UnavailableError when the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self) -> Numbered:
        columns = emergencies.c.number, emergencies.c.body
        wanted = select(*columns).order_by(emergencies.c.number.desc()).limit(1)
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None:
            return Numbered(0, EmergencyState())
        return Numbered(row.number, msgspec.json.decode(row.body, type=EmergencyState))

    async def keep(
        self, found: Numbered, at: float, chain: SessionId, happenings: Sequence[Happening]
    ) -> bool:
        """Let this state count, its change on the trail; False when somebody else was first."""
        body = msgspec.json.encode(found.state)
        row = {"number": found.number, "at": at, "body": body}
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(emergencies).values(row))
                await append_in(connection, chain, happenings)
        except exc.IntegrityError:
            return False
        return True
