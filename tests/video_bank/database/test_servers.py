"""The links to real servers: what they promise to the rooms above."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy

from tests.eventually import eventually
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_leases import Leases
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.errors import UnavailableError
from video_bank.ids import NodeId


async def test_entries_come_back_in_order_after_the_last_one_seen(link: RedisLink) -> None:
    first = await link.append("s", b"1")
    await link.append("s", b"2")
    await link.append("s", b"3")
    assert [payload for _, _, payload in await link.read({"s": first})] == [b"2", b"3"]


async def test_a_reader_that_waits_gets_an_entry_as_it_comes(link: RedisLink) -> None:
    reading = asyncio.create_task(link.read({"s": "0-0"}, wait_ms=5000))
    await asyncio.sleep(0)
    await link.append("s", b"now")
    assert [payload for _, _, payload in await reading] == [b"now"]


async def test_a_crowd_of_callers_waits_for_a_connection_and_none_fails(link: RedisLink) -> None:
    await asyncio.gather(*(link.append("s", b"%d" % number) for number in range(500)))
    assert len(await link.read({"s": "0-0"})) == 256  # a first batch of them


async def test_a_lease_lives_while_it_is_held_and_is_given_back(link: RedisLink) -> None:
    leases = Leases(link, "media")
    node_id = NodeId("media_1")
    holding = asyncio.create_task(leases.hold(node_id, lambda: b"report"))
    await eventually(lambda: leases.is_alive(node_id))
    assert await leases.alive() == {node_id: b"report"}
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)
    assert await leases.alive() == {}


async def test_a_killed_server_is_back_with_every_entry(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "redis")
    process = await asyncio.to_thread(server.start)
    link = RedisLink(server.url)
    await link.append("s", b"kept")
    await asyncio.sleep(1.1)  # appendfsync everysec: the promise is for what is a second old
    process.kill()
    process.wait()
    reading = asyncio.create_task(link.read({"s": "0-0"}))
    process = await asyncio.to_thread(server.start)
    assert [payload for _, _, payload in await reading] == [b"kept"]
    await link.close()
    process.terminate()
    process.wait()


async def test_a_server_that_stays_away_is_a_typed_error(tmp_path: Path) -> None:
    link = RedisLink(f"unix://{tmp_path}/nobody.sock")
    with pytest.raises(UnavailableError):
        await link.append("s", b"x")
    await link.close()


async def test_a_transaction_is_whole_or_nothing(any_database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _write_and_fail(any_database)
    async with any_database.transaction() as connection:
        assert not (await connection.execute(sqlalchemy.text("SELECT * FROM queues"))).all()


async def _write_and_fail(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(sqlalchemy.text("INSERT INTO queues VALUES ('q', 'n')"))
        raise ZeroDivisionError
