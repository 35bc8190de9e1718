"""`video-bank bench queue`: 2,000 customers wait and 500 agents serve them, on one Redis.

First as fast as it goes, for the rate; then 200 assignments a second, for the time from "agent
ready" to the offer where the session's host reads it (its inbox). The socket is one more hop,
which `bench signaling` measures. Both with the log of decisions on, which is then made again: an
order violation is an offer that was not due. At the end, on a virtual clock: a flood of joins.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import msgspec

from tests.benchmarks.queue.flood import measure_flood
from video_bank.clock import SystemClock
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.ids import OfferId, QueueId, SessionId, StaffId
from video_bank.queues.decisions import Replay, WrongOffer
from video_bank.queues.news import OfferMade, QueueNews
from video_bank.queues.policy import Overflow, Profile, QueueRule, RoutingPolicy
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import FixedRouting
from video_bank.queues.ticket import Ticket, Wishes

WAITING: Final = 2_000
AGENTS: Final = 500
AT_ONCE: Final = 24  # agents that are answered for at the same moment
PACE_PER_S: Final = 200
SECONDS: Final = 15.0
_QUEUES: Final = [QueueId(f"queue_{number}") for number in range(8)]
_LANGUAGES: Final = ("", "yue")


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedRedis(Path(folder) / "redis")
        process = server.start()
        try:
            return asyncio.run(_measure(server.url))
        finally:
            process.terminate()
            process.wait(10)


async def _measure(url: str) -> dict[str, float]:
    link = RedisLink(url)
    centre = Centre(link)
    await centre.fill()
    beside = asyncio.create_task(centre.keep_alive())
    rate = await centre.run_flat_out(SECONDS)
    await centre.replay()
    waits_ms = await centre.run_paced(SECONDS)
    beside.cancel()
    await asyncio.wait([beside])
    replay, found = await centre.replay()
    lost = await centre.lost()
    flood = await measure_flood(link)
    await link.close()
    return {
        "assignments_per_s": rate,
        "p50_ms": statistics.median(waits_ms),
        "p99_ms": statistics.quantiles(waits_ms, n=100)[98],
        "double_assignments": float(centre.doubles),
        "order_violations": float(found),
        "offers_made_again": float(replay.offers),
        "lost_tickets": float(lost),
        **flood,
    }


def _policy() -> RoutingPolicy:
    rules = {
        queue: QueueRule(
            skills={f"skill_{number}": 1},
            overflow=(Overflow(3600, {f"skill_{(number + 1) % len(_QUEUES)}": 1}),),
        )
        for number, queue in enumerate(_QUEUES)
    }
    return RoutingPolicy(languages=("yue",), queues=rules)


class Centre:
    """Customers and agents, played by as many tasks as are answered for at once."""

    def __init__(self, link: RedisLink) -> None:
        self.doubles = 0
        self._link = link
        self._staff = [StaffId(f"staff_{number:03}") for number in range(AGENTS)]
        profiles = {
            staff: Profile(
                {f"skill_{(number + step) % 8}": 1 for step in range(3)},
                ("yue",) if number % 4 == 0 else (),
            )
            for number, staff in enumerate(self._staff)
        }
        self._queues = RedisQueues(link, SystemClock(), FixedRouting(_policy(), profiles))
        self._replay, self._wrong, self._after = Replay(), 0, "-"
        self._joined = 0
        self._met: set[SessionId] = set()
        self._at_hand: dict[StaffId, SessionId] = {}

    async def fill(self) -> None:
        """Have every agent in a call and every place in the queues taken."""
        for _ in range(WAITING + AGENTS):
            await self._join()
        for staff in self._staff:
            await self._queues.set_ready(staff)
            await self._accept(staff, await self._find_offer(staff))

    async def keep_alive(self) -> None:
        """Do what goes on beside: pages renew their leases, the dispatcher sweeps."""
        while True:
            for quarter in range(4):
                await self._queues.sweep(has_room=True)
                for staff in self._staff[quarter::4]:
                    await self._queues.renew(staff)
                await asyncio.sleep(0.4)

    async def run_flat_out(self, seconds: float) -> float:
        """Return assignments a second, each a whole round: wrap up, free, offer, accept, join."""
        begun, done = time.monotonic(), 0
        idle = asyncio.Queue[StaffId]()
        for staff in self._staff:
            idle.put_nowait(staff)

        async def answer() -> None:
            nonlocal done
            while time.monotonic() - begun < seconds:
                staff = await idle.get()
                await self._round(staff)
                done += 1
                idle.put_nowait(staff)

        await asyncio.gather(*(answer() for _ in range(AT_ONCE)))
        return done / (time.monotonic() - begun)

    async def run_paced(self, seconds: float) -> list[float]:
        """Return milliseconds from "ready" to the offer in an inbox, at PACE_PER_S."""
        waits_ms: list[float] = []
        begun, rounds = time.monotonic(), set[asyncio.Task[None]]()

        async def one(staff: StaffId) -> None:
            waits_ms.append(await self._round(staff))

        for number in range(int(seconds * PACE_PER_S)):
            await asyncio.sleep(max(0.0, begun + number / PACE_PER_S - time.monotonic()))
            task = asyncio.create_task(one(self._staff[number % AGENTS]))
            rounds.add(task)
            task.add_done_callback(rounds.discard)
        await asyncio.gather(*rounds)
        return waits_ms

    async def replay(self) -> tuple[Replay, int]:
        """Make every decision again and count those that were not due, up to now.

        The log holds some 20,000 assignments: look before it forgets the first of them.
        """
        while True:
            async with self._link.reach() as client:
                found: Any = await client.xrange("queues:log", min=self._after, count=10_000)
            if not found:
                return self._replay, self._wrong
            entries = [msgspec.json.decode(fields[b"p"]) for _, fields in found]
            self._wrong += sum(isinstance(each, WrongOffer) for each in self._replay.feed(entries))
            self._after = f"({found[-1][0].decode()}"

    async def lost(self) -> int:
        """Count customers who neither met an agent nor wait any more."""
        waiting = 0
        async with self._link.reach() as client:
            for queue in _QUEUES:
                waiting += int(await client.zcard(f"queue:{queue}:tickets"))
        return self._joined - len(self._met) - waiting

    async def _round(self, staff: StaffId) -> float:
        """Let an agent end a call and take the next; return the milliseconds to its offer."""
        session = self._at_hand.pop(staff)
        await self._queues.begin_wrap_up(staff, session)
        begun = time.monotonic()
        await self._queues.free_agent(staff, session, is_leaving=False)
        offer = await self._find_offer(staff)
        took_ms = (time.monotonic() - begun) * 1000
        await self._accept(staff, offer)
        await self._join()
        return took_ms

    async def _find_offer(self, staff: StaffId) -> OfferId:
        """Read the offer where the session's host reads it."""
        state = await self._queues.agent_state(staff)
        assert state.session_id is not None
        assert state.offer_id is not None
        news = await self._link.read({inbox_stream(state.session_id): "0-0"})
        made = [msgspec.json.decode(each, type=QueueNews) for *_, each in news]
        assert isinstance(made[-1], OfferMade)
        assert made[-1].staff_id == staff
        return made[-1].offer_id

    async def _accept(self, staff: StaffId, offer: OfferId) -> None:
        session = await self._queues.accept(staff, offer)
        self.doubles += session in self._met or staff in self._at_hand
        self._met.add(session)
        self._at_hand[staff] = session

    async def _join(self) -> None:
        number = self._joined
        self._joined += 1
        wishes = Wishes(_LANGUAGES[number % 7 == 0])
        queue = _QUEUES[number % len(_QUEUES)]
        ticket = Ticket(SessionId(f"ses_{number:07}"), queue, time.time(), wishes)
        await self._queues.enter(ticket, is_first=True)
