"""Alembic run from inside the process: no ini file, no second connection string."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from video_bank.database.sql_engine import Database
from video_bank.errors import UnavailableError

_FOLDER: Final = Path(__file__).parent
# Any number will do, as long as every process of ours takes the same one.
_ADVISORY_LOCK: Final = 760_214_593


async def migrate(database: Database) -> None:
    """Apply what is missing; several processes may ask at once, one does it.

    Raise UnavailableError when the database does not answer.
    """
    # Alembic reads files: a loop of its own, in a thread, keeps the caller's free.
    url = database.engine.url.render_as_string(hide_password=False)
    if database.engine.dialect.name == "sqlite":
        await asyncio.to_thread(_check_file, database.engine.url.database or "")
    await asyncio.to_thread(asyncio.run, _migrate(url))


def _check_file(path: str) -> None:
    """Open the file once: the thread of an aiosqlite connection that failed outlives its loop."""
    try:
        sqlite3.connect(path).close()
    except sqlite3.OperationalError as error:
        raise UnavailableError from error


async def _migrate(url: str) -> None:
    database = Database(url)
    try:
        async with database.transaction() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await database.close()


def _upgrade(connection: Connection) -> None:
    # SQLite's BEGIN IMMEDIATE is lock enough; both are held to the end of the transaction.
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
