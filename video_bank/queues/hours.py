"""When a queue is open, in the bank's own time zone (pure)."""

from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Span(msgspec.Struct, frozen=True, array_like=True):
    """From a time of day to another, which is not in it; midnight as an end is the day's."""

    opens: time
    closes: time

    def has(self, moment: time) -> bool:
        return self.opens <= moment and (self.closes == time.min or moment < self.closes)


Week = dict[Weekday, tuple[Span, ...]]


def check_week(week: Week) -> None:
    """Raise ValueError when a span would end before it begins."""
    for day, spans in week.items():
        if any(span.closes != time.min and span.closes <= span.opens for span in spans):
            raise ValueError(f"{day}: a span closes after it opens")


def is_open(week: Week | None, holidays: frozenset[date], zone: str, now: float) -> bool:
    """Say whether a queue takes customers at `now` (seconds, UTC); on holidays it does not."""
    if week is None:
        return True
    local = datetime.fromtimestamp(now, ZoneInfo(zone))
    if local.date() in holidays:
        return False
    spans = week.get(list(Weekday)[local.weekday()], ())
    return any(span.has(local.time()) for span in spans)
