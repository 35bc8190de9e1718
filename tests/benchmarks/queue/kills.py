"""`video-bank bench kills`: kill -9 of a front desk or of Redis, again and again, under load.

The whole service with two front desks and its own Redis, which its supervisor starts again. People
at real sockets come, are taken up, hang up, leave; the next kill follows as soon as everything runs
again. At the end each customer who was told to wait must have been served once, have left, or still
wait, and the decisions are made again from the log in SQL.
"""

import asyncio
import os
import random
import signal
import statistics
import tempfile
import time
from collections import defaultdict
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from tests.benchmarks.queue.crew import Crew
from tests.benchmarks.queue.kill_accounts import (
    Ending,
    Fate,
    Kill,
    back_ms,
    count_duplicates,
    count_fates,
)
from tests.eventually import eventually
from tests.house import House
from video_bank.bank.parts import open_database, open_link
from video_bank.bank.upkeep import add_staff
from video_bank.caller import Role
from video_bank.clock import SystemClock
from video_bank.demo import QUEUE, SignInCard
from video_bank.ids import SessionId, StaffId
from video_bank.queues.decisions import Entry, Replay, WrongOffer
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.sql_decisions import SqlDecisions
from video_bank.sessions.sql_store import SqlStore
from video_bank.settings import Settings

KILLS: Final = 100
AGENTS: Final = 6
DESKS: Final = 2
VICTIMS: Final = ("signaling", "redis-server")
_WHOLE_WITHIN_S: Final = 60.0
_PAUSE_S: Final = (0.2, 1.5)  # of a whole service, before the next kill
_SETTLE_S: Final = 10.0  # more load after the last kill, so that what it broke shows
_SEED: Final = 7


def measure(kills: int = KILLS) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        with House(data_dir, {"VIDEO_BANK_DESKS": str(DESKS)}) as house:
            return asyncio.run(_measure(house, Settings(data_dir=data_dir), kills))


async def _measure(house: House, settings: Settings, kills: int) -> dict[str, float]:
    crew = Crew(house.url, house.cards().api_key, await _hire(settings))
    async with crew.at_work():
        done = await _kill_again_and_again(house, kills)
        await asyncio.sleep(_SETTLE_S)
        await crew.close_up()
        figures = await _account(settings, crew)
    backs_ms = [back_ms(each, crew.steps) for each in done]
    return {
        "kills": float(len(done)),
        **figures,
        "p50_back_ms": statistics.median(backs_ms),
        "p95_back_ms": statistics.quantiles(backs_ms, n=20, method="inclusive")[18],
        "max_back_ms": max(backs_ms),
    }


async def _hire(settings: Settings) -> list[SignInCard]:
    cards = [SignInCard(f"agent{number}", f"word of {number}") for number in range(AGENTS)]
    for number, card in enumerate(cards):
        name, word = card.username, card.password
        await add_staff(settings, name, word, name, f"K{number:03}", Role.AGENT)
    return cards


async def _kill_again_and_again(house: House, kills: int) -> list[Kill]:
    dice, done = random.Random(_SEED), list[Kill]()
    while len(done) < kills:
        await eventually(lambda: _is_whole(house), _WHOLE_WITHIN_S, "not everything runs again")
        await asyncio.sleep(dice.uniform(*_PAUSE_S))
        victim = dice.choice(VICTIMS)
        pid = dice.choice(house.pids(victim))
        done.append(Kill(time.time(), victim))
        os.kill(pid, signal.SIGKILL)
    return done


def _is_whole(house: House) -> bool:
    """The socket of a desk that was killed is there for a moment longer than its process."""
    is_manned = len(house.pids("signaling")) == DESKS == house.open_desks()
    return is_manned and bool(house.pids("redis-server"))


async def _account(settings: Settings, crew: Crew) -> dict[str, float]:
    async with AsyncExitStack() as stack:
        clock = SystemClock()
        database, link = await open_database(settings, stack), await open_link(settings, stack)
        tickets = await RedisQueues(link, clock, open_to_all(QUEUE)).tickets()
        placed = {each.session_id for each in tickets}
        met = defaultdict[SessionId, list[StaffId]](list)
        for staff_id, sessions in crew.met().items():
            for session_id in sessions:
                met[session_id].append(staff_id)
        store, endings = SqlStore(database, clock), dict[SessionId, Ending]()
        for session_id in crew.waited():
            session = await store.load(session_id)
            endings[session_id] = Ending(
                session.stage, session.close_reason, tuple(met[session_id]), session_id in placed
            )
        decisions = SqlDecisions(database, link)
        while await decisions.collect():
            pass
        log = [entry async for batch in decisions.read(0.0, clock.now()) for entry in batch]
    fates = count_fates(endings)
    return {
        "customers": float(len(endings)),
        **{fate.value: float(fates[fate]) for fate in (Fate.SERVED, Fate.LEFT, Fate.WAITING)},
        "lost_tickets": float(fates[Fate.LOST]),
        "duplicates": float(count_duplicates(endings.values(), log)),
        "order_violations": float(_count_wrong(log)),
        "offers_made_again": float(sum(kind == "offer" for kind, *_ in log)),
    }


def _count_wrong(log: list[Entry]) -> int:
    return sum(isinstance(each, WrongOffer) for each in Replay().feed(log))
