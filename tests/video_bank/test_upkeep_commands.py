"""What an operator types for keys and trail, as the command line answers it."""

import os
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import delete

from tests.fakes.clock import FakeClock
from tests.video_bank.sessions.test_session_keys import make_session
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import Happening, chain
from video_bank.bank.trail import open_watch
from video_bank.database.migrations import migrate
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import trail
from video_bank.sessions.session import Stage
from video_bank.sessions.sql_store import SqlStore
from video_bank.settings import Settings


def command(folder: Path, *words: str) -> tuple[int, str]:
    environment = {**os.environ, "VIDEO_BANK_DATA": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "video_bank.cli", *words],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=50,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


async def make_house(settings: Settings) -> Database:
    """Leave a session, its trail and a checkpoint in the data folder."""
    database = Database(settings.effective_database_url)
    await migrate(database)
    clock = FakeClock()
    await SqlStore(database, clock).create(make_session(Stage.CLOSED), None)
    async with AsyncExitStack() as stack:
        watch = await open_watch(settings, database, clock, stack)
        assert await watch.look() == []
    return database


async def test_the_trail_is_verified_and_a_change_is_told(settings: Settings) -> None:
    database = await make_house(settings)
    status, said = command(settings.data_dir, "trail", "verify")
    assert (status, said.splitlines()[-1]) == (
        0,
        "The trail is whole, and agrees with every checkpoint.",
    )
    async with database.transaction() as connection:
        session_id = (await connection.execute(trail.select())).one().session_id
        await connection.execute(delete(trail))
    forged = chain(session_id, None, [Happening("hung_up", "house", 1.0)])
    await SqlJournal(database).append(session_id, [entry.happening for entry in forged])
    await database.close()
    status, said = command(settings.data_dir, "trail", "verify")
    assert status == 1
    assert f"entry changed: {session_id}" in said
    assert "The trail is not what it was; findings: 1" in said


async def test_the_master_key_is_rotated_and_what_it_never_wrapped_is_told(
    settings: Settings,
) -> None:
    database = await make_house(settings)
    await database.close()
    status, said = command(settings.data_dir, "keys", "rotate")
    assert status == 0
    assert "1 of 1 keys, 1 that it never wrapped" in said
    assert (settings.key_dir / "master.key").stat().st_size == 64
