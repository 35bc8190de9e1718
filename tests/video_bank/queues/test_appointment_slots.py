"""When a queue opens again, and the slots that lie in its hours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from video_bank.ids import QueueId
from video_bank.queues.hours import Span, Week, Weekday, next_opening
from video_bank.queues.policy import QueueRule, RoutingPolicy, SlotRule
from video_bank.queues.slots import slots

LOANS = QueueId("loans")
ZONE = "Asia/Shanghai"
WEEK: Week = {
    day: (Span("09:00", "12:00"), Span("14:00", "17:00"))
    for day in (Weekday.MON, Weekday.TUE, Weekday.FRI)
}
TUESDAY = date(2026, 3, 3)
POLICY = RoutingPolicy(
    holidays=frozenset({TUESDAY}),
    queues={LOANS: QueueRule(hours=WEEK, slots=SlotRule(minutes=45, capacity=2, days=4))},
)


def at(day: int, hour: int, minute: int = 0) -> float:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(ZONE)).timestamp()


def test_it_opens_next_after_the_break_and_after_holidays() -> None:
    def opens(now: float) -> float | None:
        return next_opening(WEEK, POLICY.holidays, ZONE, now)

    assert opens(at(2, 10)) is None
    assert opens(at(2, 12)) == at(2, 14)
    assert opens(at(2, 17)) == at(6, 9)
    assert next_opening({}, frozenset(), ZONE, at(2, 10)) is None
    assert next_opening(None, frozenset(), ZONE, at(2, 10)) is None


def test_appointments_may_have_hours_of_their_own() -> None:
    rule = SlotRule(minutes=60, hours={Weekday.FRI: (Span("10:00", "11:00"),)})
    policy = RoutingPolicy(queues={LOANS: QueueRule(slots=rule)})
    assert [each.begins_at for each in slots(policy, LOANS, {}, at(2, 10))] == [at(6, 10)]


def test_slots_lie_in_the_hours_and_none_reaches_beyond_them() -> None:
    found = list(slots(POLICY, LOANS, {at(2, 15, 30): 2, at(6, 9): 1}, at(2, 14)))
    today = [slot for slot in found if slot.begins_at < at(3, 0)]
    assert [datetime.fromtimestamp(each.begins_at, UTC).strftime("%H:%M") for each in today] == [
        "06:45",
        "07:30",
        "08:15",
    ]
    assert [each.left for each in today] == [2, 0, 2]
    assert found[3].begins_at == at(6, 9)
    assert found[3].left == 1
    assert all(each.ends_at - each.begins_at == 45 * 60 for each in found)


def test_a_queue_without_the_rule_has_no_slots() -> None:
    assert not list(slots(RoutingPolicy().with_queues(LOANS), LOANS, {}, at(2, 10)))
