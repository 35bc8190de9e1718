"""How agents spent their time (pure), from what each began and when."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from video_bank.ids import StaffId
from video_bank.queues.ticket import Presence

EVERYBODY: Final = StaffId("*")
_WORK: Final = (Presence.BUSY, Presence.WRAP_UP)
_SIGNED_ON: Final = (Presence.READY, Presence.RINGING, *_WORK)
Spent = Mapping[Presence, float]


class AgentTime(msgspec.Struct, frozen=True):
    """From `at` on (seconds, UTC); of `EVERYBODY` when Redis was found empty."""

    at: float
    staff_id: StaffId
    presence: Presence


class Stretch(msgspec.Struct, frozen=True):
    staff_id: StaffId
    presence: Presence
    since: float
    until: float


def stretches(times: Iterable[AgentTime], since: float, until: float) -> Iterator[Stretch]:
    """Yield what each agent did between two moments; `times` in order, also from before."""
    doing: dict[StaffId, AgentTime] = {}

    def end(each: AgentTime, at: float) -> Iterator[Stretch]:
        begin = max(since, each.at)
        if begin < at and each.presence is not Presence.OFFLINE:
            yield Stretch(each.staff_id, each.presence, begin, at)

    for each in times:
        at = min(each.at, until)
        over = list(doing) if each.staff_id == EVERYBODY else [each.staff_id]
        for staff_id in over:
            if before := doing.pop(staff_id, None):
                yield from end(before, at)
        if each.staff_id != EVERYBODY:
            doing[each.staff_id] = each
    for each in doing.values():
        yield from end(each, until)


def occupancy(spent: Spent) -> float | None:
    """Return the share of the time signed on that went into work; None when nobody was."""
    signed_on = sum(spent.get(each, 0.0) for each in _SIGNED_ON)
    return sum(spent.get(each, 0.0) for each in _WORK) / signed_on if signed_on else None


def by_agent(found: Iterable[Stretch]) -> dict[StaffId, dict[Presence, float]]:
    """Return the seconds that each agent spent in each state."""
    spent: dict[StaffId, dict[Presence, float]] = {}
    for each in found:
        seconds = spent.setdefault(each.staff_id, {})
        seconds[each.presence] = seconds.get(each.presence, 0.0) + each.until - each.since
    return spent


def by_interval(
    found: Iterable[Stretch], begin: float, length_s: float
) -> dict[int, dict[Presence, float]]:
    """Return the seconds that all spent in each state, for each stretch of the day by number."""
    spent: dict[int, dict[Presence, float]] = {}
    for each in found:
        at = each.since
        while at < each.until:
            number = int((at - begin) // length_s)
            end = min(each.until, begin + (number + 1) * length_s)
            seconds = spent.setdefault(number, {})
            seconds[each.presence] = seconds.get(each.presence, 0.0) + end - at
            at = end
    return spent


def total(spent: Iterable[Spent]) -> Spent:
    """Return the seconds in each state of all together."""
    together: dict[Presence, float] = {}
    for each in spent:
        for presence, seconds in each.items():
            together[presence] = together.get(presence, 0.0) + seconds
    return together
