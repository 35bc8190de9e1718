"""A front desk for each test; one worker for pictures serves them all."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.address_file import IN_GERMANY, write_addresses
from tests.signaling.front import QUEUE, Front, Parts, make_parts, open_front
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.verification.location.maxminddb_address_book import MaxmindAddressBook
from video_bank.verification.worker_pool import WorkerPool


@pytest.fixture(scope="session")
def picture_pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(engine=None)
    yield pool
    asyncio.run(pool.close())


@pytest.fixture(scope="session")
def address_book(tmp_path_factory: pytest.TempPathFactory) -> MaxmindAddressBook:
    """A file by which this machine, from where tests ask, stands in Germany."""
    path = tmp_path_factory.mktemp("addresses") / "addresses.mmdb"
    return MaxmindAddressBook(write_addresses(path, {"127.0.0.0/8": IN_GERMANY}), ("CN",))


@pytest.fixture
async def parts(
    tmp_path: Path,
    link: RedisLink,
    database: Database,
    picture_pool: WorkerPool,
    address_book: MaxmindAddressBook,
) -> Parts:
    parts = make_parts(tmp_path, link, database, picture_pool, address_book)
    await parts.access.add_queue(QUEUE, "贷款业务")
    return parts


@pytest.fixture
async def front(parts: Parts, tmp_path: Path) -> AsyncIterator[Front]:
    async with open_front(parts, tmp_path) as front:
        yield front
