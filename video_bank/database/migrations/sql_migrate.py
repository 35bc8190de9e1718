"""Alembic run from inside the process: no ini file, no second connection string."""

import asyncio
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from video_bank.database.sql_engine import Database

_FOLDER: Final = Path(__file__).parent
# Any number will do, as long as every process of ours takes the same one.
_ADVISORY_LOCK: Final = 760_214_593


def migrate(url: str) -> None:
    """Apply what is missing; several processes may ask at once, one does it. Blocks."""
    asyncio.run(_migrate(url))


async def _migrate(url: str) -> None:
    database = Database(url)
    async with database.transaction() as connection:
        await connection.run_sync(_upgrade)
    await database.close()


def _upgrade(connection: Connection) -> None:
    # SQLite's BEGIN IMMEDIATE is lock enough; both are held to the end of the transaction.
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
