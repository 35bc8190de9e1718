"""The emergency plan: what sets a level off, what ends it, and what it changes."""

import msgspec
import pytest

from video_bank.ids import QueueId
from video_bank.queues.emergency import (
    Decided,
    EmergencyPlan,
    EmergencyState,
    FirstLevel,
    Level,
    LevelMode,
    Measure,
    Measured,
    SecondLevel,
    Trigger,
    choose,
    pressing,
    take_measure,
    turns_at,
    watch,
)
from video_bank.queues.lines import serves
from video_bank.queues.policy import Overflow, Profile, QueueRule, RoutingPolicy
from video_bank.queues.response import Measures, measures, respond

LOANS, CARDS = QueueId("loans"), QueueId("cards")
PLAN = EmergencyPlan(
    FirstLevel((Trigger(Measure.WAITING, 10, 3, 30, 60),)),
    SecondLevel((Trigger(Measure.CONNECTION_RATE, 0.9, 0.95, 10, 20),), announcement={"en": "!"}),
)
POLICY = RoutingPolicy(
    queues={
        LOANS: QueueRule(
            skills={"loans": 2},
            overflow=(Overflow(30, {"loans": 1}), Overflow(90, {"cards": 1})),
        )
    },
    pause_s=10,
    occupancy=0.8,
    plan=PLAN,
)


def _after(*looks: tuple[float, Measured], state: EmergencyState | None = None) -> EmergencyState:
    found = state or EmergencyState()
    for now, measured in looks:
        found = watch(PLAN, found, measured, now)
    return found


CROWD, FEW, SOME = Measured(waiting=10), Measured(waiting=3), Measured(waiting=6)


def test_a_level_comes_when_its_trigger_has_held_long_enough() -> None:
    assert _after((0, CROWD), (29, CROWD)).level is Level.NORMAL
    state = _after((0, CROWD), (29, CROWD), (30, CROWD))
    assert (state.level, state.since) == (Level.FIRST, 30)
    assert list(pressing(PLAN, state, Level.FIRST)) == [Measure.WAITING]


def test_a_trigger_that_lets_go_in_between_begins_anew() -> None:
    assert _after((0, CROWD), (20, SOME), (25, CROWD), (40, CROWD)).level is Level.NORMAL


def test_a_level_goes_when_its_trigger_has_been_back_long_enough() -> None:
    on = _after((0, CROWD), (30, CROWD))
    assert _after((40, SOME), (900, SOME), state=on).level is Level.FIRST, "between on and off"
    assert _after((40, FEW), (99, FEW), state=on).level is Level.FIRST
    assert _after((40, FEW), (100, FEW), state=on).level is Level.NORMAL


def test_of_a_connection_rate_less_is_worse() -> None:
    bad = Measured(connection_rate=0.9)
    state = _after((0, bad), (10, bad))
    assert state.level is Level.SECOND
    better = Measured(connection_rate=0.95)
    assert _after((20, better), (40, better), state=state).level is Level.NORMAL


def test_a_rate_of_a_few_calls_holds_no_level_on() -> None:
    bad = Measured(connection_rate=0.5)
    on = _after((0, bad), (10, bad))
    nobody = take_measure(PLAN, 0, 0.0, Decided(19, 1, 18))
    assert nobody == Measured()
    assert _after((20, nobody), (40, nobody), state=on).level is Level.NORMAL


def test_rates_are_shares_of_those_who_came() -> None:
    found = take_measure(PLAN, 4, 50.0, Decided(40, 30, 8))
    assert found == Measured(50.0, 4, abandon_rate=0.2, connection_rate=0.75)


def test_what_was_chosen_by_hand_outdoes_the_triggers_until_its_time_is_over() -> None:
    off = choose(PLAN, _after((0, CROWD), (30, CROWD)), Level.FIRST, LevelMode.OFF, 40)
    assert off.level is Level.NORMAL
    assert turns_at(PLAN, off, Level.FIRST) == 40 + PLAN.manual_s
    assert _after((60, CROWD), state=off).level is Level.NORMAL
    assert _after((41 + PLAN.manual_s, CROWD), state=off).level is Level.FIRST
    on = choose(PLAN, EmergencyState(), Level.SECOND, LevelMode.ON, 40)
    assert (on.level, on.since) == (Level.SECOND, 40)
    assert choose(PLAN, on, Level.SECOND, LevelMode.AUTOMATIC, 50).level is Level.NORMAL


def test_the_countdown_is_to_when_the_level_comes_or_goes() -> None:
    assert turns_at(PLAN, EmergencyState(), Level.FIRST) is None
    assert turns_at(PLAN, _after((5, CROWD)), Level.FIRST) == 35
    on = _after((0, CROWD), (30, CROWD))
    assert turns_at(PLAN, on, Level.FIRST) is None
    assert turns_at(PLAN, _after((50, FEW), state=on), Level.FIRST) == 110


@pytest.mark.parametrize(
    "triggers",
    [
        (Trigger(Measure.WAITING, 3, 10),),
        (Trigger(Measure.CONNECTION_RATE, 0.95, 0.9),),
        (Trigger(Measure.WAITING, 10, 3), Trigger(Measure.WAITING, 20, 3)),
    ],
)
def test_a_plan_that_cannot_work_is_refused(triggers: tuple[Trigger, ...]) -> None:
    with pytest.raises(ValueError, match="trigger"):
        EmergencyPlan(FirstLevel(triggers))


def test_the_plan_is_part_of_the_policy_s_json() -> None:
    text = b'{"plan": {"second": {"triggers": [{"measure": "waiting", "on": 9, "off": 2}]}}}'
    policy = msgspec.json.decode(text, type=RoutingPolicy)
    assert policy.plan.second.triggers == (Trigger(Measure.WAITING, 9, 2),)
    with pytest.raises(msgspec.ValidationError, match="better value"):
        msgspec.json.decode(text.replace(b"9", b"1"), type=RoutingPolicy)


def test_the_first_level_widens_the_circles_at_once_and_ends_the_pauses() -> None:
    now = respond(POLICY, Level.FIRST)
    helper = serves(now, Profile({"loans": 1})), serves(now, Profile({"cards": 1}))
    assert helper == ({"loans/": 1, "+loans/": 0}, {"loans/": 2, "+cards/": 0})
    assert (now.pause_s, now.occupancy) == (0, None)
    assert measures(now) == Measures(callbacks_first=True, wrap_up_s=30)


def test_the_second_level_calls_the_reserve() -> None:
    helper = Profile({"loans": 3}, is_reserve=True)
    assert not serves(POLICY, helper)
    assert not serves(respond(POLICY, Level.FIRST), helper)
    now = respond(POLICY, Level.SECOND)
    assert serves(now, helper) == {"loans/": 0, "+loans/": 0}
    asked = measures(now)
    assert (asked.audio_first, asked.announcement) == (True, {"en": "!"})


def test_each_level_is_another_version_and_quiet_times_are_none() -> None:
    versions = {respond(POLICY, level).version for level in Level}
    assert len(versions) == 3
    assert respond(POLICY, Level.SECOND).version.endswith("/2")
    assert respond(POLICY, Level.NORMAL) is POLICY
    assert measures(POLICY) == Measures()
