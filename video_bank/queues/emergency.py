"""The two-level plan for a wave (二级话务应急响应): what sets a level off and what ends it (pure).

A trigger has two values and two times, so that no level comes and goes with a single call: it is on
once its measure has been at `on` or beyond for `on_for_s`, and off once it has been back at `off`
for `off_for_s`. A level is set off by any of its triggers and ends when all of them are off. What
somebody chose by hand counts for `manual_s` at most: nothing that was switched on is forgotten.
What a level changes stands in `response.py`.
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum, StrEnum
from typing import Final

import msgspec

from video_bank.ids import QueueId


class Level(IntEnum):
    NORMAL = 0
    FIRST = 1
    SECOND = 2  # all of the first, and more


class Measure(StrEnum):
    LONGEST_WAIT_S = "longest_wait_s"
    WAITING = "waiting"
    ABANDON_RATE = "abandon_rate"
    CONNECTION_RATE = "connection_rate"


class LevelMode(StrEnum):
    AUTOMATIC = "automatic"
    ON = "on"
    OFF = "off"


class Trigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of a connection rate less is worse, of everything else more."""

    measure: Measure
    on: float
    off: float
    on_for_s: int = 30
    off_for_s: int = 300

    def is_beyond(self, value: float) -> bool:
        return value <= self.on if self._is_low else value >= self.on

    def is_back(self, value: float) -> bool:
        return value >= self.off if self._is_low else value <= self.off

    @property
    def is_right(self) -> bool:
        """Say whether it is off at a better value than the one it is on at."""
        is_apart = self.off > self.on if self._is_low else self.off < self.on
        return is_apart and min(self.on, self.off, self.on_for_s, self.off_for_s) >= 0

    @property
    def _is_low(self) -> bool:
        return self.measure is Measure.CONNECTION_RATE


class FirstLevel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`overflow_after_s`: other skills help out after this at the latest; `pause_s`, `wrap_up_s`:
    a pause between calls and a wrap-up last this long at most; a cap on occupancy is lifted.
    """

    triggers: tuple[Trigger, ...] = (
        Trigger(Measure.LONGEST_WAIT_S, 60, 20),
        Trigger(Measure.WAITING, 15, 5),
        Trigger(Measure.ABANDON_RATE, 0.03, 0.02),
        Trigger(Measure.CONNECTION_RATE, 0.97, 0.98),
    )
    overflow_after_s: int = 1
    pause_s: int = 0
    wrap_up_s: int = 30
    callbacks_first: bool = True


class SecondLevel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reserve`: supervisors and the back office may be rung. `appointments_only`: queues whose
    business can wait for another day. `announcement`: by language, on the waiting page.
    """

    triggers: tuple[Trigger, ...] = (
        Trigger(Measure.LONGEST_WAIT_S, 180, 60, 60, 600),
        Trigger(Measure.WAITING, 40, 10, 60, 600),
        Trigger(Measure.ABANDON_RATE, 0.06, 0.03, 60, 600),
        Trigger(Measure.CONNECTION_RATE, 0.93, 0.97, 60, 600),
    )
    reserve: bool = True
    audio_first: bool = True
    appointments_only: tuple[QueueId, ...] = ()
    announcement: dict[str, str] = {}


class EmergencyPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rates are of the last `window_s`, and say nothing while fewer than `least_calls` came.

    Raises ValueError, in a sentence for the operator, for what cannot work.
    """

    first: FirstLevel = FirstLevel()
    second: SecondLevel = SecondLevel()
    window_s: int = 900
    least_calls: int = 20
    manual_s: int = 7200

    def __post_init__(self) -> None:
        for triggers in (self.first.triggers, self.second.triggers):
            if len({each.measure for each in triggers}) < len(triggers):
                raise ValueError("each measure has one trigger a level")
            if not all(each.is_right for each in triggers):
                raise ValueError("a trigger goes off at a better value than it comes on at")
        if min(self.window_s, self.manual_s, self.first.overflow_after_s) < 1:
            raise ValueError("a time of the emergency plan is 1 s at least")

    def triggers(self, level: Level) -> tuple[Trigger, ...]:
        return self.second.triggers if level is Level.SECOND else self.first.triggers


class Measured(msgspec.Struct, frozen=True):
    """How it is now; a rate is None where too few came to say."""

    longest_wait_s: float = 0.0
    waiting: int = 0
    abandon_rate: float | None = None
    connection_rate: float | None = None

    def value(self, measure: Measure) -> float | None:
        found: float | None = getattr(self, measure)
        return found


class Decided(msgspec.Struct, frozen=True):
    """How many of those who came met an agent or gave up within the plan's window."""

    offered: int = 0
    connected: int = 0
    abandoned: int = 0


def take_measure(
    plan: EmergencyPlan, waiting: int, longest_wait_s: float, decided: Decided
) -> Measured:
    """Return what the triggers go by."""
    if decided.offered < max(1, plan.least_calls):
        return Measured(longest_wait_s, waiting)
    abandoned, connected = decided.abandoned, decided.connected
    return Measured(
        longest_wait_s, waiting, abandoned / decided.offered, connected / decided.offered
    )


class Watched(msgspec.Struct, frozen=True):
    """`since`: for how long what would turn the trigger over has held, None while it does not."""

    is_on: bool = False
    since: float | None = None


class LevelState(msgspec.Struct, frozen=True):
    """`mode` counts until `mode_until`, then it is automatic again."""

    mode: LevelMode = LevelMode.AUTOMATIC
    mode_until: float | None = None
    watched: dict[Measure, Watched] = {}

    @property
    def is_on(self) -> bool:
        if self.mode is LevelMode.AUTOMATIC:
            return any(each.is_on for each in self.watched.values())
        return self.mode is LevelMode.ON


class EmergencyState(msgspec.Struct, frozen=True):
    """`since` when this level counts (seconds, UTC)."""

    since: float = 0.0
    first: LevelState = LevelState()
    second: LevelState = LevelState()

    @property
    def level(self) -> Level:
        if self.second.is_on:
            return Level.SECOND
        return Level.FIRST if self.first.is_on else Level.NORMAL

    def of(self, level: Level) -> LevelState:
        return self.second if level is Level.SECOND else self.first


_LEVELS: Final = (Level.FIRST, Level.SECOND)


def watch(
    plan: EmergencyPlan, state: EmergencyState, measured: Measured, now: float
) -> EmergencyState:
    """Return the state after this look; call it every few seconds."""
    first, second = (_watch_level(plan, state, level, measured, now) for level in _LEVELS)
    return _dated(state, EmergencyState(state.since, first, second), now)


def choose(
    plan: EmergencyPlan, state: EmergencyState, level: Level, mode: LevelMode, now: float
) -> EmergencyState:
    """Return the state after somebody has pressed a level's button."""
    until = None if mode is LevelMode.AUTOMATIC else now + plan.manual_s
    chosen = msgspec.structs.replace(state.of(level), mode=mode, mode_until=until)
    changed = {"second" if level is Level.SECOND else "first": chosen}
    return _dated(state, msgspec.structs.replace(state, **changed), now)


def pressing(plan: EmergencyPlan, state: EmergencyState, level: Level) -> Iterator[Measure]:
    """Yield the measures whose triggers hold this level on."""
    watched = state.of(level).watched
    return (
        each.measure for each in plan.triggers(level) if watched.get(each.measure, Watched()).is_on
    )


def turns_at(plan: EmergencyPlan, state: EmergencyState, level: Level) -> float | None:
    """Return when the level comes or goes if all stays as it is; None: not while it stays so."""
    found = state.of(level)
    if found.mode is not LevelMode.AUTOMATIC:
        return found.mode_until
    turns = dict(_turns(plan.triggers(level), found.watched))
    on = [measure for measure, each in found.watched.items() if each.is_on]
    if on:  # the last of them
        ends = [turns.get(measure) for measure in on]
        return None if None in ends else max(end for end in ends if end is not None)
    return min(turns.values(), default=None)


def _turns(
    triggers: tuple[Trigger, ...], watched: Mapping[Measure, Watched]
) -> Iterator[tuple[Measure, float]]:
    for trigger in triggers:
        each = watched.get(trigger.measure, Watched())
        if each.since is not None:
            yield trigger.measure, each.since + _lasting(trigger, each)


def _watch_level(
    plan: EmergencyPlan, state: EmergencyState, level: Level, measured: Measured, now: float
) -> LevelState:
    found = state.of(level)
    watched = {
        trigger.measure: _watch_trigger(
            trigger,
            found.watched.get(trigger.measure, Watched()),
            measured.value(trigger.measure),
            now,
        )
        for trigger in plan.triggers(level)
    }
    if found.mode_until is not None and found.mode_until <= now:
        return LevelState(watched=watched)
    return LevelState(found.mode, found.mode_until, watched)


def _watch_trigger(trigger: Trigger, before: Watched, value: float | None, now: float) -> Watched:
    """A measure that says nothing holds no level on."""
    if value is None:
        is_turning = before.is_on
    else:
        is_turning = trigger.is_back(value) if before.is_on else trigger.is_beyond(value)
    if not is_turning:
        return Watched(before.is_on)
    since = now if before.since is None else before.since
    if now - since >= _lasting(trigger, before):
        return Watched(not before.is_on)
    return Watched(before.is_on, since)


def _lasting(trigger: Trigger, watched: Watched) -> int:
    return trigger.off_for_s if watched.is_on else trigger.on_for_s


def _dated(before: EmergencyState, after: EmergencyState, now: float) -> EmergencyState:
    if after.level is before.level:
        return after
    return msgspec.structs.replace(after, since=now)
