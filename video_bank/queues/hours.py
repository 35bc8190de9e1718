"""When a queue is open, in the bank's own time zone (pure)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import msgspec

_LOOK_AHEAD_DAYS: Final = 60  # no bank is closed longer


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


def opening_spans(
    week: Week | None, holidays: frozenset[date], zone: str, day: date
) -> Iterator[tuple[float, float]]:
    """Yield when the queue opens and closes on a day (seconds, UTC); without hours, at midnight."""
    if week is not None and day in holidays:
        return
    spans = (
        (Span("00:00", "24:00"),) if week is None else week.get(list(Weekday)[day.weekday()], ())
    )
    for span in spans:
        yield _moment(day, span.opens, zone), _moment(day, span.closes, zone)


def next_opening(
    week: Week | None, holidays: frozenset[date], zone: str, now: float
) -> float | None:
    """Return when a queue that is closed at `now` opens (seconds, UTC); None when it is open.

    None as well when it opens on none of the days to come.
    """
    if is_open(week, holidays, zone, now):
        return None
    today = datetime.fromtimestamp(now, ZoneInfo(zone)).date()
    openings = (
        opens
        for ahead in range(_LOOK_AHEAD_DAYS)
        for opens, _ in opening_spans(week, holidays, zone, today + timedelta(days=ahead))
    )
    return min((opens for opens in openings if opens > now), default=None)


def _moment(day: date, at: TimeOfDay, zone: str) -> float:
    if at == "24:00":
        return _moment(day + timedelta(days=1), "00:00", zone)
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone)).timestamp()
