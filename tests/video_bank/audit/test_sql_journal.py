"""The trail in both databases: one chain a session, whoever writes at the same time."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import exc, insert, select

from video_bank.audit.sql_journal import SqlJournal, append_in
from video_bank.audit.trail import Happening, chain, find_break
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import trail
from video_bank.ids import SessionId

SESSION, OTHER = SessionId("ses_carla"), SessionId("ses_chen")
ARRIVED = Happening("customer_arrived", SESSION, 1_700_000_000.123456)
CHECKED = Happening(
    "check_finished",
    "house",
    1_700_000_001.0,
    {"distance": 0.4213, "live_frames": 5, "engine": "编码", "is_small": True, "code": None},
)


@pytest.fixture
def journal(any_database: Database) -> SqlJournal:
    return SqlJournal(any_database)


@pytest.fixture
async def another(any_database: Database) -> AsyncIterator[SqlJournal]:
    """Another process's journal, with connections of its own."""
    database = Database(any_database.engine.url.render_as_string(hide_password=False))
    yield SqlJournal(database)
    await database.close()


async def test_what_was_appended_is_read_back(journal: SqlJournal) -> None:
    await journal.append(SESSION, [ARRIVED, CHECKED])
    entries = await journal.read(SESSION)
    assert entries == chain(SESSION, None, [ARRIVED, CHECKED])
    assert find_break(entries) is None


async def test_each_session_has_a_chain_of_its_own(journal: SqlJournal) -> None:
    await journal.append(SESSION, [ARRIVED])
    await journal.append(OTHER, [CHECKED])
    await journal.append(SESSION, [CHECKED])
    assert await journal.read(SESSION) == chain(SESSION, None, [ARRIVED, CHECKED])
    assert await journal.read(OTHER) == chain(OTHER, None, [CHECKED])


async def test_nothing_appended_is_nothing_written(journal: SqlJournal) -> None:
    await journal.append(SESSION, [])
    assert await journal.read(SESSION) == []


async def test_two_processes_at_once_write_one_unbroken_chain(
    journal: SqlJournal, another: SqlJournal
) -> None:
    async def write(writer: SqlJournal, name: str) -> None:
        for count in range(8):
            told = [Happening(f"{name}_{part}", "house", float(count)) for part in "ab"]
            await writer.append(SESSION, told)

    await asyncio.gather(write(journal, "one"), write(another, "two"))
    entries = await another.read(SESSION)
    assert find_break(entries) is None
    kinds = [entry.happening.kind for entry in entries]
    assert len(kinds) == 32
    assert all(kinds[n][:-1] == kinds[n + 1][:-1] for n in range(0, 32, 2)), "whole or not at all"
    assert await journal.read(SESSION) == entries


async def test_what_was_rolled_back_is_not_there_and_the_chain_goes_on(
    journal: SqlJournal, any_database: Database
) -> None:
    async def fail_after_appending() -> None:
        async with any_database.transaction() as connection:
            await append_in(connection, SESSION, [CHECKED])
            raise ZeroDivisionError

    await journal.append(SESSION, [ARRIVED])
    with pytest.raises(ZeroDivisionError):
        await fail_after_appending()
    await journal.append(SESSION, [CHECKED])
    assert await journal.read(SESSION) == chain(SESSION, None, [ARRIVED, CHECKED])


async def test_an_entry_follows_those_of_its_own_transaction(any_database: Database) -> None:
    async with any_database.transaction() as connection:
        await append_in(connection, SESSION, [ARRIVED])
        await append_in(connection, SESSION, [CHECKED])
    entries = await SqlJournal(any_database).read(SESSION)
    assert entries == chain(SESSION, None, [ARRIVED, CHECKED])


async def test_the_table_itself_refuses_a_second_entry_in_one_place(
    journal: SqlJournal, any_database: Database
) -> None:
    await journal.append(SESSION, [ARRIVED])
    async with any_database.reading() as connection:
        row = (await connection.execute(select(trail))).one()._asdict()
    with pytest.raises(exc.IntegrityError):
        async with any_database.transaction() as connection:
            await connection.execute(insert(trail).values(row | {"kind": "something_else"}))
    assert await journal.read(SESSION) == chain(SESSION, None, [ARRIVED])
