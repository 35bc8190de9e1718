"""A day's figures: what counts, in the bank's own time, with what each agent did."""

from datetime import date

import pytest

from video_bank.ids import QueueId, StaffId
from video_bank.queues.definitions import DEFINITIONS, write_value
from video_bank.queues.figures import Call, Figures, Outcome, measure
from video_bank.queues.floor_report import Report, bounds, day_of, make_report
from video_bank.queues.shifts import EVERYBODY, AgentTime, by_agent, occupancy, stretches
from video_bank.queues.ticket import Presence

LOANS, CARDS = QueueId("loans"), QueueId("cards")
AMIR, ADA = StaffId("staff_amir"), StaffId("staff_ada")
DAY = date(2026, 3, 31)
BEGIN, END = bounds(DAY, "Asia/Shanghai")


def _call(minute: float, outcome: Outcome, wait_s: float = 5.0, rating: int | None = None) -> Call:
    handled = 300.0 if outcome is Outcome.CONNECTED else None
    return Call(BEGIN + 60 * minute, outcome, wait_s, handled, rating)


def _report(*calls: tuple[QueueId, Call], times: tuple[AgentTime, ...] = ()) -> Report:
    return make_report(calls, times, BEGIN, END)


def test_a_day_has_its_half_hours_and_each_call_is_in_the_one_it_came_in() -> None:
    report = _report(
        (LOANS, _call(29.9, Outcome.CONNECTED, rating=5)),
        (LOANS, _call(30, Outcome.ABANDONED, 40)),
        (CARDS, _call(1439, Outcome.CONNECTED, 25, rating=2)),
    )
    assert len(report.intervals) == 48
    assert [each.figures.offered for each in report.intervals[:2]] == [1, 1]
    assert report.intervals[-1].figures.connected == 1
    whole = report.whole
    assert (whole.offered, whole.connected, whole.satisfaction) == (3, 2, 3.5)
    assert whole.service_level == pytest.approx(1 / 3)
    assert (whole.aht_s, whole.wait_longest_s) == (300.0, 40)
    assert list(report.queues) == [CARDS, LOANS]


def test_who_came_when_it_was_closed_and_who_still_waits_count_nowhere() -> None:
    found = measure([_call(0, Outcome.CLOSED), _call(1, Outcome.WAITING)])
    assert (found.offered, found.connection_rate, found.satisfaction) == (0, 1.0, None)


@pytest.mark.parametrize(
    ("day", "zone", "half_hours"),
    [
        (date(2026, 3, 29), "Europe/Berlin", 46),
        (date(2026, 10, 25), "Europe/Berlin", 50),
        (date(2026, 10, 4), "Australia/Lord_Howe", 47),
        (DAY, "Asia/Shanghai", 48),
    ],
)
def test_a_day_whose_clock_changes_is_shorter_or_longer(
    day: date, zone: str, half_hours: int
) -> None:
    begin, end = bounds(day, zone)
    report = make_report([], [], begin, end)
    assert len(report.intervals) == half_hours
    assert {day_of(begin, zone), day_of(end - 1, zone)} == {day}


def _times(*entries: tuple[float, StaffId, Presence]) -> tuple[AgentTime, ...]:
    return tuple(AgentTime(BEGIN + at, staff, presence) for at, staff, presence in entries)


def test_occupancy_is_work_over_the_time_signed_on() -> None:
    times = _times(
        (-100, AMIR, Presence.READY),  # from the evening before: only what is of today counts
        (100, AMIR, Presence.RINGING),
        (110, AMIR, Presence.BUSY),
        (210, AMIR, Presence.WRAP_UP),
        (240, AMIR, Presence.BREAK),
        (500, AMIR, Presence.OFFLINE),
    )
    report = _report(times=times)
    (amir,) = report.agents
    assert (amir.ready_s, amir.busy_s, amir.wrap_up_s, amir.break_s) == (110, 100, 30, 260)
    assert report.whole.occupancy == amir.occupancy == pytest.approx(130 / 240)
    assert report.intervals[1].figures.occupancy is None


def test_work_is_in_the_half_hours_it_was_done_in() -> None:
    times = _times((1700, AMIR, Presence.BUSY), (1900, AMIR, Presence.OFFLINE))
    first, second, third = _report(times=times).intervals[:3]
    assert (first.figures.occupancy, second.figures.occupancy) == (1.0, 1.0)
    assert third.figures.occupancy is None


def test_when_redis_was_found_empty_nobody_goes_on_with_what_they_did() -> None:
    times = _times(
        (0, AMIR, Presence.BUSY), (0, ADA, Presence.READY), (60, EVERYBODY, Presence.OFFLINE)
    )
    times += _times((80, ADA, Presence.READY))
    spent = by_agent(stretches(times, BEGIN, BEGIN + 100))
    assert spent == {AMIR: {Presence.BUSY: 60}, ADA: {Presence.READY: 80}}
    assert occupancy({}) is None


def test_each_figure_has_one_definition_in_both_languages() -> None:
    assert set(Figures.__struct_fields__) <= set(DEFINITIONS)
    for each in DEFINITIONS.values():
        assert each.chinese.title
        assert each.chinese.sentence
        assert each.english.title
        assert each.english.sentence


def test_figures_are_written_as_people_read_them() -> None:
    written = [
        write_value(name, value)
        for name, value in (
            ("offered", 1234),
            ("connection_rate", 0.954),
            ("aht_s", 61.26),
            ("satisfaction", 4.5),
            ("occupancy", None),
        )
    ]
    assert written == ["1,234", "95.4%", "61.3 s", "4.50", "-"]
