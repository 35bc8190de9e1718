"""When a queue is open, in the bank's own time zone (pure)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
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


# "08:30": as a text it sorts as the time does; "24:00" is the day's end.
TimeOfDay = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]


class Span(msgspec.Struct, frozen=True, array_like=True):
    """From a time of day to another, which is not in it."""

    opens: TimeOfDay
    closes: TimeOfDay


Week = dict[Weekday, tuple[Span, ...]]


def check_week(week: Week) -> None:
    """Raise ValueError when a span would end before it begins."""
    for day, spans in week.items():
        if any(span.closes <= span.opens for span in spans):
            raise ValueError(f"{day}: a span closes after it opens")


def is_open(week: Week | None, holidays: frozenset[date], zone: str, now: float) -> bool:
    """Say whether a queue takes customers at `now` (seconds, UTC); on holidays it does not."""
    if week is None:
        return True
    local = datetime.fromtimestamp(now, ZoneInfo(zone))
    if local.date() in holidays:
        return False
    spans = week.get(list(Weekday)[local.weekday()], ())
    moment = f"{local:%H:%M}"
    return any(span.opens <= moment < span.closes for span in spans)
