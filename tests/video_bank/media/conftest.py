from collections.abc import AsyncIterator

import pytest

from tests.video_bank.media.node_bench import NodeBench
from video_bank.database.redis_link import RedisLink


@pytest.fixture
async def bench(link: RedisLink) -> AsyncIterator[NodeBench]:
    """A running media node with one open call."""
    bench = NodeBench(link)
    await bench.start()
    yield bench
    await bench.stop()
