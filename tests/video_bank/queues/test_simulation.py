"""The simulator against Erlang's formulas, and what the bank wants to know from it."""

from dataclasses import dataclass
from random import Random

import pytest

from video_bank.ids import QueueId, StaffId
from video_bank.queues import erlang
from video_bank.queues.arrivals import DAY_SHAPE, Arrival, Habits, Wave, at_random, from_list
from video_bank.queues.emergency import EmergencyPlan, SecondLevel
from video_bank.queues.figures import Figures, Outcome, Run
from video_bank.queues.hours import Span, Weekday
from video_bank.queues.policy import Overflow, Priority, Profile, QueueRule, RoutingPolicy, SlotRule
from video_bank.queues.simulation import Simulation
from video_bank.queues.simulation_page import page

CALLS, CARDS = QueueId("calls"), QueueId("cards")
OPEN = RoutingPolicy(queues={CALLS: QueueRule()})
FOR_EVER = 1e9


@dataclass(frozen=True)
class Centre:
    agents: int
    policy: RoutingPolicy = OPEN
    answer_s: float = 0.0

    def run(self, arrivals: list[Arrival]) -> Figures:
        staff = {StaffId(f"staff_{number:04}"): Profile() for number in range(self.agents)}
        return Simulation(self.policy, staff, answer_s=self.answer_s).run(arrivals).figures()


def _calls(hourly: list[float], habits: Habits, seed: int = 1) -> list[Arrival]:
    return list(at_random(hourly, habits, Random(seed)))


@pytest.mark.parametrize(("load", "agents"), [(8.0, 10), (40.0, 46), (50.0, 60)])
def test_it_agrees_with_erlang_c(load: float, agents: int) -> None:
    calls = _calls([load * 12] * 200, Habits(300, FOR_EVER))
    found = Centre(agents).run(calls)
    assert found.service_level == pytest.approx(
        erlang.service_level(load, agents, 300, 20), abs=0.02
    )
    assert found.wait_mean_s == pytest.approx(
        erlang.mean_wait_s(load, agents, 300), rel=0.15, abs=0.5
    )
    assert found.occupancy == pytest.approx(load / agents, rel=0.02)


@pytest.mark.parametrize(("load", "agents"), [(12.0, 10), (50.0, 48)])
def test_it_agrees_with_erlang_a(load: float, agents: int) -> None:
    calls = _calls([load * 12] * 200, Habits(300, 120))
    found = Centre(agents).run(calls)
    assert found.abandon_rate == pytest.approx(
        erlang.abandon_share(load, agents, 300, 120), rel=0.06
    )


def test_erlang_c_of_the_tables() -> None:
    assert erlang.wait_share(10, 12) == pytest.approx(0.4494, abs=0.001)
    assert erlang.agents_for(16.7, 300, 20, 0.9) == 23


def test_sixty_agents_hold_three_times_the_seeds_load() -> None:
    a_day = 1_830_000 / 365
    calls = _calls([share / 100 * a_day for share in DAY_SHAPE], Habits())
    assert max(DAY_SHAPE) == 12
    assert sum(DAY_SHAPE) == pytest.approx(100)
    found = Centre(60, answer_s=3.0).run(calls)
    assert found.connection_rate >= 0.95
    busy = _calls([0.12 * a_day] * 24, Habits())
    assert Centre(60, answer_s=3.0).run(busy).connection_rate >= 0.95


def test_the_elderly_wait_less_and_nobody_starves() -> None:
    policy = RoutingPolicy(queues={CALLS: QueueRule()}, head_starts={Priority.ELDERLY: 60})
    old = Arrival(3.0, 10, FOR_EVER, priorities=(Priority.ELDERLY,))
    calls = [Arrival(0.0, 100, FOR_EVER), Arrival(1.0, 10, FOR_EVER), old]
    run = Simulation(policy, {StaffId("staff_a"): Profile()}, answer_s=0).run(calls)
    waits = {call.at: call.wait_s for call in run.calls}
    assert waits == {0.0: 0.0, 3.0: 97.0, 1.0: 109.0}


def test_other_skills_help_out_after_the_time_set() -> None:
    rule = QueueRule(skills={"cards": 3}, overflow=(Overflow(30, {"cards": 1}),))
    staff = {StaffId("staff_a"): Profile({"cards": 1})}
    run = Simulation(RoutingPolicy(queues={CARDS: rule}), staff, answer_s=0).run(
        [Arrival(0.0, 10, FOR_EVER, CARDS)]
    )
    assert run.calls[0].wait_s == 30.0


def test_closed_and_full_and_too_slow_are_counted_apart() -> None:
    rule = QueueRule(
        hours={Weekday.THU: (Span("08:00", "24:00"),)},
        most_waiting=1,
        longest_wait_s=50,
    )
    policy = RoutingPolicy(queues={CALLS: rule}, zone="UTC")  # 1 January 1970: a Thursday
    eight = 8 * 3600.0
    calls = [Arrival(eight + at, 1000, FOR_EVER) for at in (-1, 0, 1, 2)]
    run = Simulation(policy, {StaffId("staff_a"): Profile()}, answer_s=0).run(calls)
    outcomes = {call.at - eight: (call.outcome, call.wait_s) for call in run.calls}
    assert outcomes == {
        -1: (Outcome.CLOSED, 0.0),
        0: (Outcome.CONNECTED, 0.0),
        1: (Outcome.ABANDONED, 50.0),
        2: (Outcome.REFUSED, 0.0),
    }
    assert run.figures().offered == 3


def test_a_cap_on_occupancy_is_kept() -> None:
    policy = RoutingPolicy(queues={CALLS: QueueRule()}, occupancy=0.8)
    found = Centre(10, policy).run(_calls([150.0] * 24, Habits(300, 600)))
    assert (found.occupancy or 1.0) <= 0.8


def test_a_list_says_who_comes_when() -> None:
    lines = ["at,queue,language,priority", "20,cards,yue,elderly", "10,,,"]
    first, second = from_list(lines, Habits(), Random(1))
    assert (first.at, first.queue, first.priorities) == (10.0, "calls", ())
    assert (second.language, second.priorities) == ("yue", (Priority.ELDERLY,))
    with pytest.raises(ValueError, match="priority"):
        from_list(["at,priority", "1,nobody"], Habits(), Random(1))


def _day_with_a_wave(*, has_plan: bool, policy: RoutingPolicy = OPEN) -> Run:
    """A tenth of the seed's three-fold load, six agents, and three times as many from 9 to 12."""
    a_day = 183_000 / 365
    hourly = Wave(2.0).over([share / 100 * a_day for share in DAY_SHAPE])
    staff = {StaffId(f"staff_{number}"): Profile() for number in range(6)}
    staff |= {StaffId(f"staff_r{number}"): Profile(is_reserve=True) for number in range(2)}
    return Simulation(policy, staff, has_plan=has_plan).run(_calls(hourly, Habits()))


def test_a_wave_with_the_emergency_plan_beats_the_same_without_it() -> None:
    without, with_plan = (_day_with_a_wave(has_plan=has).figures() for has in (False, True))
    assert with_plan.connection_rate > without.connection_rate + 0.05
    assert with_plan.wait_p95_s < without.wait_p95_s
    assert with_plan.offered == without.offered


def test_the_plan_comes_with_the_wave_and_goes_after_it() -> None:
    levels = _day_with_a_wave(has_plan=True).levels
    second_at = next(at for at, level in levels if level == 2)
    assert 9 * 3600 < second_at < 10 * 3600
    assert levels[-1][1] == 0


def test_in_the_second_level_some_queues_take_appointments_only() -> None:
    plan = EmergencyPlan(second=SecondLevel(appointments_only=(CALLS,)))
    policy = RoutingPolicy(plan=plan, queues={CALLS: QueueRule(slots=SlotRule())})
    run = _day_with_a_wave(has_plan=True, policy=policy)
    began_at = next(at for at, level in run.levels if level == 2)
    turned = [call.at for call in run.calls if call.outcome is Outcome.CLOSED]
    assert turned
    assert min(turned) > began_at


def test_the_page_puts_both_days_side_by_side() -> None:
    days = {name: _day_with_a_wave(has_plan=name == "with") for name in ("without", "with")}
    drawn = page("A wave", days)
    assert all(f">{name}</th>" in drawn for name in days)
    assert "level 2 at 09:" in drawn
    assert "without</th>" not in page("A day", {"without": days["without"]})
