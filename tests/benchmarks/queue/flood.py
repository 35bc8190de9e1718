"""What a flood of joins does to everybody else: 50 accounts that join 10,000 times a minute.

The same customers come to the same agents with and without the flood, on a Redis emptied between;
each account comes by a new invitation every time, as whoever got hold of a bank's key could.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from video_bank.clock import SystemClock
from video_bank.database.redis_link import RedisLink
from video_bank.ids import QueueId, SessionId, StaffId
from video_bank.queues.redis_store import OfferGoneError, RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.ticket import Presence, Ticket

ACCOUNTS: Final = 50
JOINS_PER_S: Final = 10_000 / 60
CUSTOMERS_PER_S: Final = 20.0
SECONDS: Final = 20.0
AGENTS: Final = 20
CALL_S: Final = 1.1  # 1.1 s of work come in for each second of an agent's: a queue builds up
_LOANS: Final = QueueId("loans")


async def flood_p95_change(link: RedisLink) -> float:
    """Return by which share the 95th percentile of real customers' waits changes."""
    quiet = await _p95(link, is_flooded=False)
    return await _p95(link, is_flooded=True) / quiet - 1


async def _p95(link: RedisLink, *, is_flooded: bool) -> float:
    async with link.reach() as client:
        await client.flushall()
    queues = RedisQueues(link, SystemClock(), open_to_all(_LOANS))
    came: dict[SessionId, float] = {}
    waits = asyncio.Queue[float]()
    async with _beside(queues, came, waits, is_flooded=is_flooded):
        begun = time.monotonic()
        for number in range(int(SECONDS * CUSTOMERS_PER_S)):
            await asyncio.sleep(max(0.0, begun + number / CUSTOMERS_PER_S - time.monotonic()))
            session = SessionId(f"ses_real_{number}")
            came[session] = time.monotonic()
            ticket = Ticket(session, _LOANS, time.time(), customer=f"real_{number}")
            await queues.enter(ticket, is_first=True)
        waited = [await waits.get() for _ in came]
    return statistics.quantiles(waited, n=20)[18]


@asynccontextmanager
async def _beside(
    queues: RedisQueues,
    came: dict[SessionId, float],
    waits: asyncio.Queue[float],
    *,
    is_flooded: bool,
) -> AsyncIterator[None]:
    tasks = [
        asyncio.create_task(_serve(queues, StaffId(f"staff_{number}"), came, waits))
        for number in range(AGENTS)
    ]
    if is_flooded:
        tasks.append(asyncio.create_task(_flood(queues)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _serve(
    queues: RedisQueues, staff: StaffId, came: dict[SessionId, float], waits: asyncio.Queue[float]
) -> None:
    await queues.set_ready(staff)
    while True:
        await queues.renew(staff)
        state = await queues.agent_state(staff)
        if state.presence is not Presence.RINGING or state.offer_id is None:
            await asyncio.sleep(0.02)
            continue
        try:
            session = await queues.accept(staff, state.offer_id)
        except OfferGoneError:
            continue
        if session in came:
            waits.put_nowait(time.monotonic() - came[session])
        await asyncio.sleep(CALL_S)
        await queues.begin_wrap_up(staff, session)
        await queues.free_agent(staff, session, is_leaving=False)


async def _flood(queues: RedisQueues) -> None:
    begun, number = time.monotonic(), 0
    while True:
        await asyncio.sleep(max(0.0, begun + number / JOINS_PER_S - time.monotonic()))
        account = f"account_{number % ACCOUNTS}"
        ticket = Ticket(SessionId(f"ses_flood_{number}"), _LOANS, time.time(), customer=account)
        await queues.enter(ticket, is_first=True)
        number += 1
