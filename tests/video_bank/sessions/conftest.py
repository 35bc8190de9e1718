"""A branch whose desks are closed after the test."""

from collections.abc import AsyncIterator

import pytest

from tests.video_bank.sessions.hosting import Branch
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database


@pytest.fixture
async def branch(link: RedisLink, database: Database) -> AsyncIterator[Branch]:
    branch = Branch(link, database)
    yield branch
    for desk in branch.desks:
        await desk.stop()
