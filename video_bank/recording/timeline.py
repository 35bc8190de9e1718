"""When a packet's content was captured, on the recording's clock (pure).

A take is read twice. The first reading notes what is known of each source: its timestamps, when
they arrived, and what the sender reports (RFC 3550 §6.4.1) say of the sender's wall clock. The
second asks for the time of each packet.

Sources with reports share the sender's wall clock, which keeps lips and voice together; the
others stand on their own timestamps. Either clock is laid on the recording's by the arrivals that
were delayed the least: packets only ever come late, so the line *under* all arrivals is the one
that is meant. Packets that came late because they were sent again do not move it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final, NamedTuple

_NEW_RUN_S: Final = 10.0  # a source whose timestamps leave their arrivals so far began anew
_SILENCE_S: Final = 1.0  # a source that sent nothing for longer may have stopped its clock, too
_REPORT_ERROR_S: Final = 2.0  # a report further from the packets than this is not to be believed
_REPORT_JITTER_S: Final = 0.1
_MOST_DRIFT: Final = 500e-6  # of a quartz clock, generously
_NTP_TICKS: Final = 1 << 32


class Point(NamedTuple):
    """A moment on the sender's clock, and how much later it is on another one (seconds)."""

    at_s: float
    offset_s: float


class Line(NamedTuple):
    """offset = base + slope x (at - begin)."""

    begin_s: float
    base_s: float
    slope: float

    def apply(self, at_s: float) -> float:
        return at_s + self.base_s + self.slope * (at_s - self.begin_s)


class _Run:
    """A stretch of one source whose timestamps go on without a jump."""

    def __init__(self) -> None:
        self.begins_s = float("inf")
        self.least: dict[int, Point] = {}  # the least delay of each second
        self.reports: list[tuple[float, float, float]] = []  # media, wall, arrival
        self.wall: list[Point] = []
        self.line = Line(0.0, 0.0, 0.0)

    def note(self, at_s: float, arrival_s: float) -> None:
        self.begins_s = min(at_s, self.begins_s)
        delay = Point(at_s, arrival_s - at_s)
        least = self.least.get(int(at_s))
        if least is None or delay.offset_s < least.offset_s:
            self.least[int(at_s)] = delay

    def to_wall(self, at_s: float) -> float:
        """Return the sender's wall clock, between two reports as far as the two say."""
        place = bisect_left(self.wall, at_s, key=lambda point: point.at_s)
        before, after = self.wall[max(0, place - 1)], self.wall[min(place, len(self.wall) - 1)]
        if at_s <= before.at_s or after.at_s <= before.at_s:
            return at_s + (before if at_s <= before.at_s else after).offset_s
        share = (at_s - before.at_s) / (after.at_s - before.at_s)
        return at_s + before.offset_s + share * (after.offset_s - before.offset_s)

    def locate(self, at_s: float) -> float:
        return self.line.apply(self.to_wall(at_s) if self.wall else at_s)


class _Source:
    """One SSRC: unwraps its 32-bit timestamps, in the same way in both readings."""

    def __init__(self, clock_rate: int) -> None:
        self.clock_rate = clock_rate
        self.run = -1
        self._ticks = 0
        self._first_delay_s = 0.0  # of the run
        self._last_arrival_s = float("inf")

    def unwrap(self, timestamp: int, arrival_s: float) -> float:
        """Return the media time in seconds; `run` may be another one than before."""
        ticks = self._nearest(timestamp)
        delay_s = arrival_s - ticks / self.clock_rate
        is_far_off = abs(delay_s - self._first_delay_s) > _NEW_RUN_S
        if self.run < 0 or is_far_off or self._has_stood_still(ticks, arrival_s):
            self.run += 1
            self._first_delay_s = delay_s
        self._ticks = ticks
        self._last_arrival_s = arrival_s
        return ticks / self.clock_rate

    def _has_stood_still(self, ticks: int, arrival_s: float) -> bool:
        """Say whether the clock stopped while nothing came, as a browser's does without a track.

        Packets that a network held back look alike at first; those that follow in time put the
        new run where the old one would have.
        """
        silence_s = arrival_s - self._last_arrival_s
        return silence_s > _SILENCE_S and ticks - self._ticks < silence_s * self.clock_rate / 2

    def place_report(self, timestamp: int) -> float:
        return self._nearest(timestamp) / self.clock_rate

    def _nearest(self, timestamp: int) -> int:
        if self.run < 0:
            return timestamp
        return self._ticks + (timestamp - self._ticks + (1 << 31) & 0xFFFFFFFF) - (1 << 31)


class Timeline:
    """Of one journal. `note_*` for each packet, then `settle`, then `locate` for each again."""

    def __init__(self) -> None:
        self._sources: dict[int, _Source] = {}
        self._runs: dict[tuple[int, int], _Run] = {}

    def note_packet(self, ssrc: int, clock_rate: int, timestamp: int, arrival_s: float) -> None:
        source = self._sources.setdefault(ssrc, _Source(clock_rate))
        at_s = source.unwrap(timestamp, arrival_s)
        self._runs.setdefault((ssrc, source.run), _Run()).note(at_s, arrival_s)

    def note_report(self, ssrc: int, ntp: int, timestamp: int, arrival_s: float) -> None:
        """Take a sender report; one of a source that was not yet heard says nothing."""
        if (source := self._sources.get(ssrc)) is not None:
            report = (source.place_report(timestamp), ntp / _NTP_TICKS, arrival_s)
            self._runs[ssrc, source.run].reports.append(report)

    def settle(self) -> float | None:
        """Lay the clocks on each other; return the earliest time, None without a packet."""
        self._sources = {ssrc: _Source(source.clock_rate) for ssrc, source in self._sources.items()}
        runs = self._runs.values()
        _believe_reports(runs)
        shared = _line_under(
            Point(wall, point.at_s + point.offset_s - wall)
            for run in runs
            if run.wall
            for point in run.least.values()
            for wall in [run.to_wall(point.at_s)]
        )
        for run in runs:
            run.line = shared if run.wall else _line_under(run.least.values())
        return min((run.locate(run.begins_s) for run in runs), default=None)

    def locate(self, ssrc: int, timestamp: int, arrival_s: float) -> float:
        """Return a packet's time in seconds; packets come as they came to `note_packet`."""
        source = self._sources[ssrc]
        at_s = source.unwrap(timestamp, arrival_s)
        return self._runs[ssrc, source.run].locate(at_s)


def _believe_reports(runs: Iterable[_Run]) -> None:
    """Keep the reports that fit the packets and each other; a sender may say what it likes."""
    reports = [report for run in runs for report in run.reports]
    if not reports:
        return
    way_s = median(arrival_s - wall_s for _, wall_s, arrival_s in reports)
    for run in runs:
        if not run.reports:
            continue
        usual_s = median(wall_s - at_s for at_s, wall_s, _ in run.reports)
        least_s = min(point.offset_s for point in run.least.values())
        span_s = max(run.least) - min(run.least)
        if abs(usual_s + way_s - least_s) <= _REPORT_ERROR_S:
            run.wall = sorted(
                Point(at_s, wall_s - at_s)
                for at_s, wall_s, _ in run.reports
                if abs(wall_s - at_s - usual_s) <= _REPORT_JITTER_S + _MOST_DRIFT * span_s
            )


def _line_under(points: Iterable[Point]) -> Line:
    """Return the line that no point is under and that is nearest to them in their middle.

    That is an edge of the lower convex hull; a slope that no clock has means that the delays
    changed, not the clock: then the line is flat.
    """
    ordered = sorted(points)
    if not ordered:
        return Line(0.0, 0.0, 0.0)
    hull: list[Point] = []
    for point in ordered:
        while len(hull) > 1 and _slope(hull[-2], point) <= _slope(hull[-2], hull[-1]):
            hull.pop()
        hull.append(point)
    middle_s = (ordered[0].at_s + ordered[-1].at_s) / 2
    after = next((index for index, point in enumerate(hull) if point.at_s >= middle_s), 0)
    slope = _slope(hull[after - 1], hull[after]) if after else 0.0
    if after and abs(slope) <= _MOST_DRIFT:
        return Line(hull[after].at_s, hull[after].offset_s, slope)
    return Line(0.0, _least(ordered), 0.0)


def _slope(one: Point, other: Point) -> float:
    run_s = other.at_s - one.at_s
    return (other.offset_s - one.offset_s) / run_s if run_s > 0 else float("-inf")


def _least(points: Sequence[Point]) -> float:
    return min(point.offset_s for point in points)
