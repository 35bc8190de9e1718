"""A day's figures with the names that belong to them: what a report is written from."""

from datetime import date

import msgspec

from video_bank.ids import QueueId
from video_bank.queues.floor_report import Report, bounds, make_report
from video_bank.queues.sql_floor import Member, SqlFloor


class DayBook(msgspec.Struct, frozen=True):
    day: date
    zone: str
    report: Report
    queue_names: dict[QueueId, str]
    members: tuple[Member, ...]


async def open_book(floor: SqlFloor, day: date, zone: str, now: float) -> DayBook:
    """Return a day in the bank's time zone, up to now; raise UnavailableError."""
    begin, end = bounds(day, zone)
    until = max(begin, min(end, now))
    calls = await floor.calls(begin, until)
    times = await floor.agent_times(begin, until)
    report = make_report([(each.queue, each.call) for each in calls], times, begin, until)
    members = tuple(await floor.members())
    return DayBook(day, zone, report, await floor.queue_names(), members)
