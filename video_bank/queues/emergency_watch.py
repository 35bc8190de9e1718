"""Keeps the emergency level: one process decides, under a lease, and every other follows.

SQL holds the state (a level that changed is a row), so nothing that Redis loses ends a level.
Redis holds since when each trigger has been pressing: what is lost with it begins anew.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import structlog

from video_bank.audit.trail import Happening
from video_bank.clock import Clock
from video_bank.database.redis_link import RedisLink
from video_bank.errors import UnavailableError
from video_bank.ids import NodeId, StaffId
from video_bank.queues.emergency import (
    EmergencyPlan,
    EmergencyState,
    Level,
    LevelMode,
    Measured,
    choose,
    pressing,
    take_measure,
    watch,
)
from video_bank.queues.floor_trail import floor_chain
from video_bank.queues.policy import RoutingPolicy
from video_bank.queues.sql_emergency import Numbered, SqlEmergency
from video_bank.queues.sql_floor import SqlFloor, Waiting
from video_bank.queues.sql_routing import SqlRouting

_LOOK_EVERY_S: Final = 2.0
_LEASE_MS: Final = 6_000
_OWNER: Final = "emergency:owner"
_WATCHED: Final = "emergency:watched"
_ATTEMPTS: Final = 5
_HOUSE: Final = "house"  # the actor of what nobody in particular did
_CLAIM: Final = """
local holder = redis.call('GET', ARGV[1])
if holder and holder ~= ARGV[2] then return 0 end
redis.call('SET', ARGV[1], ARGV[2], 'PX', ARGV[3])
return 1
"""

_log = structlog.get_logger()


class EmergencyWatch:
    """Any number may run at once; `measured` and `state` are what the owner saw last."""

    def __init__(
        self,
        node_id: NodeId,
        link: RedisLink,
        floor: SqlFloor,
        routing: SqlRouting,
        states: SqlEmergency,
        clock: Clock,
    ) -> None:
        self._node_id = node_id
        self._link = link
        self._floor = floor
        self._routing = routing
        self._states = states
        self._clock = clock

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except UnavailableError:
                _log.warning("emergency triggers not watched")
            await asyncio.sleep(_LOOK_EVERY_S)

    async def look(self) -> None:
        """Watch the triggers once, where no other process does; raise UnavailableError."""
        claimed = await self._link.run_script(_CLAIM, _OWNER, self._node_id, str(_LEASE_MS))
        if not claimed:
            return
        policy, now = await self._routing.policy(), self._clock.now()
        before = await self.state()
        measured = await self.measure(policy.plan, await self._floor.waiting(), now)
        after = watch(policy.plan, before.state, measured, now)
        changes = tuple(_changes(policy.plan, before.state, after, measured, now))
        if changes or _choices(before.state) != _choices(after):
            await self._keep(Numbered(before.number + 1, after), policy, changes)
        else:
            await self._remember(Numbered(before.number, after))

    async def choose(self, level: Level, mode: LevelMode, staff_id: StaffId) -> None:
        """Press a level's button; raise UnavailableError when that cannot be kept."""
        policy = await self._routing.policy()
        for _ in range(_ATTEMPTS):
            before, now = await self.state(), self._clock.now()
            after = choose(policy.plan, before.state, level, mode, now)
            facts: dict[str, str | int | float | bool | None] = {
                "level": int(level),
                "mode": mode.value,
                "counts": int(after.level),
            }
            chosen = Happening("emergency_chosen", staff_id, now, facts)
            if await self._keep(Numbered(before.number + 1, after), policy, (chosen,)):
                return
        raise UnavailableError

    async def state(self) -> Numbered:
        """Return what counts, with how long each trigger has been pressing."""
        newest = await self._states.newest()
        async with self._link.reach() as client:
            found: Any = await client.get(_WATCHED)
        watched = msgspec.json.decode(found, type=Numbered) if found else newest
        return watched if watched.number == newest.number else newest

    async def measure(self, plan: EmergencyPlan, waits: Sequence[Waiting], now: float) -> Measured:
        decided = await self._floor.decided(now - plan.window_s)
        since = min((wait.first_since for wait in waits), default=now)
        waiting = sum(wait.waiting for wait in waits)
        return take_measure(plan, waiting, max(0.0, now - since), decided)

    async def _keep(
        self, found: Numbered, policy: RoutingPolicy, happenings: tuple[Happening, ...]
    ) -> bool:
        now = self._clock.now()
        is_kept = await self._states.keep(found, now, floor_chain(now, policy.zone), happenings)
        if is_kept:
            _log.warning("emergency level", level=int(found.state.level))
            await self._remember(found)
            await self._routing.newest()
        return is_kept

    async def _remember(self, found: Numbered) -> None:
        async with self._link.reach() as client:
            await client.set(_WATCHED, msgspec.json.encode(found))


def _choices(state: EmergencyState) -> tuple[Level, LevelMode, LevelMode]:
    return state.level, state.first.mode, state.second.mode


def _changes(
    plan: EmergencyPlan,
    before: EmergencyState,
    after: EmergencyState,
    measured: Measured,
    now: float,
) -> Iterator[Happening]:
    """Yield that another level counts, with the triggers that hold it on and their values."""
    if after.level is before.level:
        return
    facts: dict[str, str | int | float | bool | None] = {
        "level": int(after.level),
        "was": int(before.level),
    }
    higher = max(after.level, before.level)
    pressed = pressing(plan, after if after.level > before.level else before, higher)
    for measure in pressed:
        value = measured.value(measure)
        facts[measure.value] = None if value is None else round(value, 3)
    yield Happening("emergency_level_changed", _HOUSE, now, facts)
