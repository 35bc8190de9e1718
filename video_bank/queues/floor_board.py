"""What the wall shows: how it is now and how the day went, looked up once for all who look.

Live figures are two seconds old at most, those of the day ten.
"""

import asyncio
from typing import Final

import msgspec

from video_bank.clock import Clock
from video_bank.ids import QueueId
from video_bank.queues.emergency import (
    EmergencyState,
    Level,
    LevelMode,
    Measure,
    Measured,
    pressing,
    turns_at,
)
from video_bank.queues.emergency_watch import EmergencyWatch
from video_bank.queues.figures import Figures, measure
from video_bank.queues.floor_report import (
    AgentDay,
    Interval,
    Report,
    bounds,
    day_of,
    make_report,
)
from video_bank.queues.policy import RoutingPolicy
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.rehearsal import Rehearsal, rehearse
from video_bank.queues.response import Measures, measures
from video_bank.queues.sql_floor import Member, SqlFloor, Waiting
from video_bank.queues.sql_routing import SqlRouting
from video_bank.queues.ticket import AgentState, Presence

LIVE_S: Final = 2.0
DAY_S: Final = 10.0


class QueueLine(msgspec.Struct, frozen=True):
    """One queue; `figures` are of the day, `waits_since` of the one who waits the longest."""

    queue: QueueId
    name: str
    waiting: int
    waits_since: float | None
    figures: Figures


class LevelView(msgspec.Struct, frozen=True):
    """One level: `turns_at` is when it comes or goes if all stays as it is."""

    is_on: bool
    mode: LevelMode
    pressing: tuple[Measure, ...]
    turns_at: float | None


class EmergencyView(msgspec.Struct, frozen=True):
    """`level`: 0 in quiet times, 1 or 2; `since` when it counts."""

    level: int
    since: float
    first: LevelView
    second: LevelView
    measured: Measured
    measures: Measures


class Board(msgspec.Struct, frozen=True):
    """`agents`: how many are in each state; `waits_since` of the one who waits the longest."""

    waiting: int
    waits_since: float | None
    agents: dict[Presence, int]
    day: Figures
    queues: tuple[QueueLine, ...]
    emergency: EmergencyView
    zone: str


class AgentLine(msgspec.Struct, frozen=True):
    """One who may serve customers; `day` is None for whoever was not signed on today."""

    member: Member
    state: AgentState
    day: AgentDay | None


class Sight(msgspec.Struct, frozen=True):
    """All that a supervisor sees but the meetings."""

    board: Board
    agents: tuple[AgentLine, ...]
    trend: tuple[Interval, ...]


class FloorBoard:
    """Every method raises UnavailableError when a store does not answer."""

    def __init__(
        self,
        floor: SqlFloor,
        queues: RedisQueues,
        routing: SqlRouting,
        emergency: EmergencyWatch,
        clock: Clock,
    ) -> None:
        self._floor = floor
        self._queues = queues
        self._routing = routing
        self._emergency = emergency
        self._clock = clock
        self._looking = asyncio.Lock()
        self._sight: Sight | None = None
        self._day: Report | None = None
        self._looked_at = 0.0
        self._counted_at = 0.0

    async def look(self) -> Sight:
        async with self._looking:
            now = self._clock.monotonic()
            if self._sight is None or now - self._looked_at >= LIVE_S:
                self._sight = await self._see()
                self._looked_at = now
            return self._sight

    async def rehearse(self) -> tuple[Rehearsal, Rehearsal]:
        """Return what each level would do now; nothing is changed by it."""
        policy, now = await self._routing.quiet_policy(), self._clock.now()
        tickets = await self._queues.tickets()
        ready = [
            each.state
            for each in (await self.look()).agents
            if each.state.presence is Presence.READY
        ]
        agents = {
            state.staff_id: (state, await self._routing.profile(state.staff_id)) for state in ready
        }
        first, second = (
            rehearse(policy, level, tickets, agents, now) for level in (Level.FIRST, Level.SECOND)
        )
        return first, second

    async def _see(self) -> Sight:
        policy, now = await self._queues.policy(), self._clock.now()
        day = await self._count(policy.zone, now)
        members = await self._floor.members()
        states = await self._queues.agent_states([each.staff_id for each in members])
        waits = await self._floor.waiting()
        days = {each.staff_id: each for each in day.agents}
        board = Board(
            waiting=sum(each.waiting for each in waits),
            waits_since=min((each.first_since for each in waits), default=None),
            agents=_count_states(states),
            day=day.whole,
            queues=_queue_lines(policy, await self._floor.queue_names(), waits, day),
            emergency=await self._see_emergency(policy, waits, now),
            zone=policy.zone,
        )
        lines = (
            AgentLine(member, state, days.get(member.staff_id))
            for member, state in zip(members, states, strict=True)
        )
        return Sight(board, tuple(lines), day.intervals)

    async def _count(self, zone: str, now: float) -> Report:
        monotonic = self._clock.monotonic()
        if self._day is None or monotonic - self._counted_at >= DAY_S:
            begin, _ = bounds(day_of(now, zone), zone)
            calls = await self._floor.calls(begin, now)
            times = await self._floor.agent_times(begin, now)
            self._day = make_report([(each.queue, each.call) for each in calls], times, begin, now)
            self._counted_at = monotonic
        return self._day

    async def _see_emergency(
        self, policy: RoutingPolicy, waits: list[Waiting], now: float
    ) -> EmergencyView:
        state = (await self._emergency.state()).state
        return EmergencyView(
            level=int(state.level),
            since=state.since,
            first=_level_view(policy, state, Level.FIRST),
            second=_level_view(policy, state, Level.SECOND),
            measured=await self._emergency.measure(policy.plan, waits, now),
            measures=measures(policy),
        )


def _level_view(policy: RoutingPolicy, state: EmergencyState, level: Level) -> LevelView:
    found = state.of(level)
    return LevelView(
        is_on=state.level >= level,
        mode=found.mode,
        pressing=tuple(pressing(policy.plan, state, level)),
        turns_at=turns_at(policy.plan, state, level),
    )


def _queue_lines(
    policy: RoutingPolicy, names: dict[QueueId, str], waits: list[Waiting], day: Report
) -> tuple[QueueLine, ...]:
    waiting = {each.queue: each for each in waits}
    nobody = measure(())
    return tuple(
        QueueLine(
            queue,
            names.get(queue, queue),
            waiting[queue].waiting if queue in waiting else 0,
            waiting[queue].first_since if queue in waiting else None,
            day.queues.get(queue, nobody),
        )
        for queue in sorted({*policy.queues, *waiting, *day.queues})
    )


def _count_states(states: list[AgentState]) -> dict[Presence, int]:
    return {each: sum(state.presence is each for state in states) for each in Presence}
