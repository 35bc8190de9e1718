"""What every test leans on: no lost task, no blocked loop, real Redis, SQLite, PostgreSQL, S3."""

import asyncio
import shutil
import tempfile
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import redis
from blockbuster import blockbuster_ctx
from hypothesis import settings

from tests.eventually import eventually
from tests.servers import PostgresServer, S3Server
from tests.tables import write_empty_bank
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import metadata

# How long an example takes says how busy the machine is, not whether it is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def loop_never_blocks() -> Iterator[None]:
    with blockbuster_ctx(["video_bank", "signaling"]) as blockbuster:
        # Making an SQLite engine asks for the working directory, once per process.
        blockbuster.functions["os.path.abspath"].deactivate()
        # Each new connection to PostgreSQL looks for a password file.
        blockbuster.functions["os.stat"].can_block_in(
            "asyncpg/connect_utils.py", "_read_password_file"
        )
        # aiortc joins the decoder thread of a robot's peer, which has just been told to end.
        blockbuster.functions["threading.Lock.acquire"].can_block_in(
            "aiortc/rtcrtpreceiver.py", "__stop_decoder"
        )
        for function in blockbuster.functions.values():
            # Migrations have a loop of their own, in a thread.
            function.can_block_in("migrations/sql_migrate.py", "_upgrade")
            # The bank's time zone: a small file, read once a process.
            function.can_block_in("queues/policy.py", "_check_zone")
        yield


@pytest.fixture(autouse=True)
async def nothing_outlives_the_test() -> AsyncIterator[None]:
    """No task, and no thread of a connection that was given up while it opened: it answers here."""
    before, threads_before = asyncio.all_tasks(), _connection_threads()
    yield
    mine = {asyncio.current_task()}
    left = {task for task in asyncio.all_tasks() - before - mine if not task.done()}
    assert not left, f"tasks left running: {sorted(task.get_name() for task in left)}"
    await eventually(lambda: not _connection_threads() - threads_before)


def _connection_threads() -> set[threading.Thread]:
    return {each for each in threading.enumerate() if "_connection_worker" in each.name}


@pytest.fixture(scope="session")
def redis_server() -> Iterator[EmbeddedRedis]:
    folder = Path(tempfile.mkdtemp(prefix="vb-redis-"))
    server = EmbeddedRedis(folder)
    process = server.start()
    yield server
    process.terminate()
    process.wait(10)
    shutil.rmtree(folder)


@pytest.fixture
def redis_url(redis_server: EmbeddedRedis) -> str:
    """An empty Redis; one server serves all tests of a worker, one after the other."""
    client = redis.Redis.from_url(redis_server.url)
    client.flushall()
    client.close()
    return redis_server.url


@pytest.fixture
async def link(redis_url: str) -> AsyncIterator[RedisLink]:
    link = RedisLink(redis_url)
    yield link
    await link.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bank.sqlite'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """A PostgreSQL database of the test's own."""
    return postgres_server.new_database(f"t{uuid.uuid4().hex[:12]}")


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """SQLite with all tables."""
    async for opened in open_with_tables(sqlite_url):
        yield opened


@pytest.fixture(params=["sqlite_url", "postgres_url"])
async def any_database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Each kind of database in turn, with all tables: for contract suites."""
    async for opened in open_with_tables(request.getfixturevalue(request.param)):
        yield opened


async def open_with_tables(url: str) -> AsyncIterator[Database]:
    """Open a database, new or not, that has all tables then."""
    database = Database(url)
    if not write_empty_bank(url):
        async with database.transaction() as connection:
            await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    with S3Server() as server:
        yield server


@pytest.fixture
def s3_url(s3_server: S3Server) -> str:
    """A storage URL with a bucket of the test's own."""
    return s3_server.new_bucket(f"t{uuid.uuid4().hex[:12]}")
