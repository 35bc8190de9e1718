"""A day on the floor in figures (pure): as a whole, by queue, by half hour, by agent."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from video_bank.ids import QueueId, StaffId
from video_bank.queues.figures import Call, Figures, measure
from video_bank.queues.shifts import (
    AgentTime,
    Spent,
    by_agent,
    by_interval,
    occupancy,
    stretches,
    total,
)
from video_bank.queues.ticket import Presence

INTERVAL_S: Final = 1800.0


class Interval(msgspec.Struct, frozen=True):
    """`begins` in seconds, UTC: the hour that a clock change brings twice is there twice."""

    begins: float
    figures: Figures


class AgentDay(msgspec.Struct, frozen=True):
    staff_id: StaffId
    ready_s: float  # also ringing
    busy_s: float
    wrap_up_s: float
    break_s: float
    occupancy: float | None


class Report(msgspec.Struct, frozen=True):
    whole: Figures
    queues: dict[QueueId, Figures]
    intervals: tuple[Interval, ...]
    agents: tuple[AgentDay, ...]


def bounds(day: date, zone: str) -> tuple[float, float]:
    """Return when a day begins and ends in a time zone; some have 23 or 25 hours."""
    begin, end = (
        datetime.combine(each, time.min, ZoneInfo(zone)).timestamp()
        for each in (day, day + timedelta(days=1))
    )
    return begin, end


def day_of(now: float, zone: str) -> date:
    return datetime.fromtimestamp(now, ZoneInfo(zone)).date()


def make_report(
    calls: Sequence[tuple[QueueId, Call]], times: Iterable[AgentTime], begin: float, end: float
) -> Report:
    """Return the figures from `begin` to `end`, which for a day that goes on is now."""
    spent = list(stretches(times, begin, end))
    agents = by_agent(spent)
    work = by_interval(spent, begin, INTERVAL_S)
    came: dict[int, list[Call]] = {}
    queues: dict[QueueId, list[Call]] = {}
    for queue, call in calls:
        came.setdefault(int((call.at - begin) // INTERVAL_S), []).append(call)
        queues.setdefault(queue, []).append(call)
    return Report(
        whole=measure([call for _, call in calls], occupancy(total(agents.values()))),
        queues={queue: measure(theirs) for queue, theirs in sorted(queues.items())},
        intervals=tuple(
            Interval(
                begin + number * INTERVAL_S,
                measure(came.get(number, ()), occupancy(work.get(number, {}))),
            )
            for number in range(-int(-(end - begin) // INTERVAL_S))
        ),
        agents=tuple(_agent_day(staff_id, each) for staff_id, each in sorted(agents.items())),
    )


def _agent_day(staff_id: StaffId, spent: Spent) -> AgentDay:
    return AgentDay(
        staff_id,
        ready_s=spent.get(Presence.READY, 0.0) + spent.get(Presence.RINGING, 0.0),
        busy_s=spent.get(Presence.BUSY, 0.0),
        wrap_up_s=spent.get(Presence.WRAP_UP, 0.0),
        break_s=spent.get(Presence.BREAK, 0.0),
        occupancy=occupancy(spent),
    )
