"""Migrations lead to the very tables that the rooms speak of, however many start at once."""

import asyncio
import sys
from pathlib import Path
from typing import Final

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from video_bank.database.migrations import migrate
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import metadata
from video_bank.errors import UnavailableError

_PROGRAM: Final = """
import asyncio, sys
from video_bank.database.migrations import migrate
from video_bank.database.sql_engine import Database
asyncio.run(migrate(Database(sys.argv[1])))
"""


@pytest.mark.parametrize("url_fixture", ["sqlite_url", "postgres_url"])
async def test_migrations_and_tables_agree(
    url_fixture: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(url_fixture)
    assert tuple(await asyncio.gather(_migrate(url), _migrate(url))) == (0, 0)
    assert await _migrate(url) == 0
    database = Database(url)
    async with database.transaction() as connection:
        assert await connection.run_sync(_differences) == []
    await database.close()


async def test_a_process_migrates_in_its_own_loop_without_blocking_it(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await migrate(database)
    async with database.transaction() as connection:
        assert await connection.run_sync(_differences) == []
    await database.close()


async def test_a_database_that_does_not_answer_is_a_typed_error(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/missing/bank.sqlite")
    with pytest.raises(UnavailableError):
        await migrate(database)
    await database.close()


async def _migrate(url: str) -> int:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _PROGRAM, url)
    return await process.wait()


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))
