"""Redis is killed again and again under load: no ticket is lost, nobody is given away twice."""

import asyncio
import signal
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, TypeVar

import pytest

from video_bank.clock import SystemClock
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.errors import UnavailableError
from video_bank.ids import OfferId, QueueId, SessionId, StaffId
from video_bank.queues.redis_store import OfferGoneError, RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.ticket import Presence, Ticket

LOANS: Final = QueueId("loans")
TICKETS: Final = 300
STAFF: Final = [StaffId(f"staff_{number}") for number in range(4)]
KILLS: Final = 6
T = TypeVar("T")


class Load:
    """Customers join and agents serve them, as sessions' hosts do: what fails is tried again."""

    def __init__(self, url: str) -> None:
        self.met: list[SessionId] = []
        self.left: list[int] = []
        self._url = url
        self._routing = open_to_all(LOANS)

    def run(self) -> None:
        asyncio.run(self._run())

    async def _run(self) -> None:
        link = RedisLink(self._url)
        queues = RedisQueues(link, SystemClock(), self._routing)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._join(queues))
            for staff in STAFF:
                tasks.create_task(self._serve(queues, staff))
        async with link.reach() as client:
            self.left.append(int(await client.zcard("queue:loans:tickets")))
        await link.close()

    async def _join(self, queues: RedisQueues) -> None:
        for number in range(TICKETS):
            ticket = Ticket(SessionId(f"ses_{number:03}"), LOANS, time.time())
            await _again(lambda ticket=ticket: queues.enter(ticket, fence=1))  # type: ignore[misc]
            await asyncio.sleep(0.02)

    async def _serve(self, queues: RedisQueues, staff: StaffId) -> None:
        await _again(lambda: queues.set_ready(staff))
        while len(self.met) < TICKETS:
            await _again(lambda: queues.renew(staff))
            await _again(lambda: queues.sweep(has_room=True))
            state = await _again(lambda: queues.agent_state(staff))
            if state.presence is Presence.RINGING and state.offer_id:
                await self._take(queues, staff, state.offer_id)
            elif state.presence in {Presence.BREAK, Presence.OFFLINE}:
                await _again(lambda: queues.set_ready(staff))
            await asyncio.sleep(0.01)

    async def _take(self, queues: RedisQueues, staff: StaffId, offer: OfferId) -> None:
        try:
            session = await _again(lambda: queues.accept(staff, offer))
        except OfferGoneError:
            return
        self.met.append(session)
        await _again(lambda: queues.begin_wrap_up(staff, session, fence=2))
        await _again(lambda: queues.free_agent(staff, session, is_leaving=False, fence=3))


async def _again(work: Callable[[], Awaitable[T]]) -> T:
    while True:
        try:
            return await work()
        except UnavailableError:
            await asyncio.sleep(0.05)


@pytest.mark.timeout(120)
def test_nobody_is_lost_or_served_twice_over_six_kills(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "redis")
    process = server.start()
    load = Load(server.url)
    worker = threading.Thread(target=load.run, name="load")
    worker.start()
    for _ in range(KILLS):
        time.sleep(0.7)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        process = server.start()
    worker.join(90)
    process.terminate()
    process.wait(10)
    assert not worker.is_alive(), f"{len(load.met)} of {TICKETS} served"
    assert [session for session, times in Counter(load.met).items() if times > 1] == []
    assert (len(load.met), load.left) == (TICKETS, [0])
