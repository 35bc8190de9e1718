"""One process's link to Redis."""

import asyncio

import pytest

from video_bank.database.redis_link import RedisLink


@pytest.mark.parametrize("steps", range(12))
async def test_a_cancelled_task_ends_wherever_the_cancellation_meets_it(
    link: RedisLink, steps: int
) -> None:
    await link.run_script("return 1")
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await link.run_script("return 1")
        await asyncio.sleep(60)

    task = asyncio.create_task(work())
    await begun.wait()
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 5)
