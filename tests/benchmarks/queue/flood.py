"""Of `video-bank bench queue`: does a flood of joins make real customers wait longer?

The scripts and the limits are the product's, on a real Redis; the clock is virtual, so that an hour
of a centre with 54 agents takes seconds and both hours have the same customers. In the second one
50 accounts join 10,000 times a minute, each time by another invitation and for three minutes; an
agent who gets one of them hangs up after 20 s. The wait is from the join to the accepted call; who
gave up counts with the time until then.
"""

import asyncio
import heapq
import random
import statistics
import time
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import msgspec

from tests.fakes.clock import FakeClock
from video_bank.database.redis_link import RedisLink
from video_bank.ids import OfferId, QueueId, SessionId, StaffId
from video_bank.queues.arrivals import DAY_SHAPE, Arrival, Habits, at_random
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.ticket import Ticket

AGENTS: Final = 54  # just enough: with more, nobody real waits and nothing can change
A_DAY: Final = 5014
ACCOUNTS: Final = 50
JOINS_A_MINUTE: Final = 10_000
FLOOD_S: Final = 180.0
_FLOOD_AT_S: Final = 9.5 * 3600  # in the busiest hour
_BEFORE_S: Final = 1800.0
_HOUR_S: Final = 3600.0
_ANSWER_S: Final = 3.0
_FLOOD_CALL_S: Final = 20.0
_FLOOD: Final = "flood"
_CALLS: Final = QueueId("calls")
_SEED: Final = 7


class FloodedHour:
    """One run; `waits_s` of the real ones that came in the hour that the flood began in."""

    def __init__(self, link: RedisLink) -> None:
        self.waits_s: list[float] = []
        self.flood_joins = self.flood_places = 0
        self.flood_took_s = 0.0
        self._link = link
        self._clock = FakeClock()
        self._zero = self._clock.now()
        self._queues = RedisQueues(link, self._clock, open_to_all(_CALLS))
        self._events: list[tuple[float, int, str, tuple[str, ...]]] = []
        self._numbers = count()
        self._waiting: dict[SessionId, Arrival] = {}
        self._read_up_to = "-"

    async def run(self, arrivals: list[Arrival], *, is_flooded: bool) -> None:
        async with self._link.reach() as client:
            await client.flushall()
        for number in range(AGENTS):
            await self._queues.set_ready(StaffId(f"staff_{number:03}"))
        for number, arrival in enumerate(arrivals):
            self._waiting[SessionId(f"ses_{number:05}")] = arrival
            self._plan(arrival.at, "arrive", f"ses_{number:05}")
        if is_flooded:
            for second in range(int(FLOOD_S)):
                self._plan(_FLOOD_AT_S + second, "flood", str(second))
        while self._events:
            at, _, kind, who = heapq.heappop(self._events)
            self._clock.advance(self._zero + at - self._clock.now())
            await self._happen(at, kind, who)
            await self._answer_offers(at)

    def _plan(self, at: float, kind: str, *who: str) -> None:
        heapq.heappush(self._events, (at, next(self._numbers), kind, who))

    async def _happen(self, at: float, kind: str, who: tuple[str, ...]) -> None:
        match kind, who:
            case "arrive", (session,):
                await self._arrive(SessionId(session), at)
            case "give_up", (session,):
                await self._give_up(SessionId(session), at)
            case "accept", (staff, session, offer):
                await self._accept(StaffId(staff), SessionId(session), OfferId(offer), at)
            case "hang_up", (staff, session):
                await self._hang_up(StaffId(staff), SessionId(session))
            case _:
                await self._flood(int(who[0]))

    async def _arrive(self, session_id: SessionId, at: float) -> None:
        ticket = Ticket(session_id, _CALLS, self._clock.now(), customer=session_id)
        await self._queues.enter(ticket, is_first=True)
        self._plan(at + self._waiting[session_id].patience_s, "give_up", session_id)

    async def _give_up(self, session_id: SessionId, at: float) -> None:
        if arrival := self._waiting.pop(session_id, None):
            await self._queues.leave(session_id)
            self._note_wait(arrival, at)

    async def _accept(self, staff: StaffId, session: SessionId, offer: OfferId, at: float) -> None:
        arrival = self._waiting.pop(session, None)
        if arrival is None and not session.startswith(_FLOOD):
            return  # gave up while it rang
        await self._queues.accept(staff, offer)
        self.flood_places += arrival is None
        if arrival is not None:
            self._note_wait(arrival, at)
        handle_s = _FLOOD_CALL_S if arrival is None else arrival.handle_s
        self._plan(at + handle_s, "hang_up", staff, session)

    async def _hang_up(self, staff: StaffId, session: SessionId) -> None:
        await self._queues.renew(staff)
        await self._queues.begin_wrap_up(staff, session)
        await self._queues.free_agent(staff, session, is_leaving=False)

    async def _flood(self, second: int) -> None:
        """A second of it, as fast as it goes: beside it the virtual clock stands still."""
        began = time.monotonic()
        tickets = list(self._flooders(second))
        for few in (tickets[at : at + 16] for at in range(0, len(tickets), 16)):
            await asyncio.gather(*(self._queues.enter(each, is_first=True) for each in few))
        self.flood_took_s += time.monotonic() - began
        self.flood_joins += len(tickets)

    def _flooders(self, second: int) -> Iterator[Ticket]:
        now = self._clock.now()
        for number in range(JOINS_A_MINUTE // 60):
            name = f"{_FLOOD}_{second:03}_{number:03}"
            account = f"account_{(number + second) % ACCOUNTS}"
            yield Ticket(SessionId(name), _CALLS, now, customer=account)

    async def _answer_offers(self, at: float) -> None:
        async with self._link.reach() as client:
            found: Any = await client.xrange("queues:log", min=self._read_up_to)
        for position, fields in found:
            self._read_up_to = f"({position.decode()}"
            entry = msgspec.json.decode(fields[b"p"])
            if entry[0] == "offer":
                session, staff, offer = entry[2:5]
                self._plan(at + _ANSWER_S, "accept", staff, session, offer)

    def _note_wait(self, arrival: Arrival, at: float) -> None:
        if _FLOOD_AT_S <= arrival.at < _FLOOD_AT_S + _HOUR_S:
            self.waits_s.append(at - arrival.at)


async def measure_flood(link: RedisLink) -> dict[str, float]:
    """Return by which share of itself the p95 of the real ones' waits changes, and both."""
    arrivals = list(_arrivals())
    quiet, flooded = FloodedHour(link), FloodedHour(link)
    await quiet.run(arrivals, is_flooded=False)
    await flooded.run(arrivals, is_flooded=True)
    before_s, after_s = _p95(quiet.waits_s), _p95(flooded.waits_s)
    return {
        "flood_p95_change": after_s / before_s - 1,
        "quiet_p95_s": before_s,
        "flooded_p95_s": after_s,
        "flood_joins": float(flooded.flood_joins),
        "flood_calls": float(flooded.flood_places),
        "flood_joins_per_s": flooded.flood_joins / flooded.flood_took_s,
    }


def _arrivals() -> Iterator[Arrival]:
    hourly = [share / sum(DAY_SHAPE) * A_DAY for share in DAY_SHAPE]
    for arrival in at_random(hourly, Habits(), random.Random(_SEED)):
        if _FLOOD_AT_S - _BEFORE_S <= arrival.at < _FLOOD_AT_S + _HOUR_S:
            yield arrival


def _p95(waits_s: list[float]) -> float:
    return statistics.quantiles(waits_s, n=20, method="inclusive")[18]
