"""Migrations lead to the very tables that the rooms speak of, however many start at once."""

import asyncio
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import metadata


@pytest.mark.parametrize("url_fixture", ["sqlite_url", "postgres_url"])
async def test_migrations_and_tables_agree(
    url_fixture: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(url_fixture)
    assert await asyncio.gather(_migrate(url), _migrate(url)) == [0, 0]
    assert await _migrate(url) == 0
    database = Database(url)
    async with database.transaction() as connection:
        assert await connection.run_sync(_differences) == []
    await database.close()


async def _migrate(url: str) -> int:
    code = "import sys; from video_bank.database.migrations import migrate; migrate(sys.argv[1])"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, url)
    return await process.wait()


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))
