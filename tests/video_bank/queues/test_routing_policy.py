"""The bank's rules: what fits together, who may serve whom, when it is open."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from video_bank.ids import QueueId, SessionId, StaffId
from video_bank.queues.hours import is_open
from video_bank.queues.lines import serves, stand
from video_bank.queues.policy import Affinity, Priority, Profile, QueueRule, RoutingPolicy
from video_bank.queues.ticket import Ticket, Wishes

LOANS = QueueId("loans")
_RULES: dict[str, Any] = {
    "zone": "Asia/Shanghai",
    "holidays": ["2026-10-01"],
    "languages": ["yue"],
    "queues": {
        "loans": {
            "skills": {"loans": 2},
            "overflow": [{"after_s": 30, "skills": {"cards": 1}}],
            "hours": {"thu": [["08:30", "12:00"], ["13:30", "24:00"]]},
        },
        "any": {},
    },
}


def _policy(**changes: Any) -> RoutingPolicy:
    return msgspec.convert({**_RULES, **changes}, RoutingPolicy)


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Mars/Base"},
        {"languages": ["a/b"]},
        {"pause_s": -1},
        {"occupancy": 1.0},
        {"queues": {"loans": {"skills": {"loans": 11}}}},
        {"queues": {"loans": {"most_waiting": 0}}},
        {"queues": {"loans": {"overflow": [{"after_s": 30}, {"after_s": 20}]}}},
        {"queues": {"loans": {"hours": {"mon": [["12:00", "08:00"]]}}}},
        {"affinity": {"wait_s": 100_000}},
        {"misspelt": 1},
    ],
)
def test_rules_that_do_not_fit_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        _policy(**wrong)


def test_the_version_names_the_rules_and_nothing_else() -> None:
    assert _policy().version == _policy().version
    assert _policy().version != _policy(pause_s=1).version


@pytest.mark.parametrize(
    ("profile", "served"),
    [
        (Profile(), {"any/": 0}),
        (Profile({"loans": 2}), {"any/": 0, "loans/": 0, "+loans/": 0}),
        (Profile({"loans": 1}), {"any/": 0, "+loans/": 0}),
        (
            Profile({"cards": 1}, ("yue",)),
            {
                "any/": 0,
                "any/yue": 0,
                "loans/": 30,
                "loans/yue": 30,
                "+cards/": 0,
                "+cards/yue": 0,
            },
        ),
    ],
)
def test_skills_levels_and_languages_say_whom_an_agent_serves(
    profile: Profile, served: dict[str, int]
) -> None:
    assert serves(_policy(), profile) == served


@pytest.mark.parametrize(
    ("local", "open_now"),
    [
        ("2026-10-08 08:29", False),
        ("2026-10-08 08:30", True),
        ("2026-10-08 12:00", False),
        ("2026-10-08 23:59", True),
        ("2026-10-09 09:00", False),
        ("2026-10-01 09:00", False),
    ],
)
def test_hours_and_holidays_are_the_banks_own(local: str, open_now: bool) -> None:
    policy = _policy()
    now = datetime.fromisoformat(f"{local}+08:00").astimezone(UTC).timestamp()
    hours = policy.rule(LOANS).hours
    assert is_open(hours, policy.holidays, policy.zone, now) is open_now
    assert is_open(None, frozenset({date(2026, 10, 1)}), policy.zone, now), "always open"


def test_a_head_start_is_time_and_the_greatest_counts() -> None:
    wishes = Wishes(priorities=(Priority.ELDERLY, Priority.VIP))
    ticket = Ticket(SessionId("ses_carla"), LOANS, 1000.0, wishes)
    assert stand(_policy(), ticket).key == 940.0
    back = Ticket(SessionId("ses_carla"), LOANS, 1000.0, wishes, re_entered_at=1300.0)
    assert stand(_policy(), back).key == 1000.0 - 3600


def test_whoever_comes_again_is_kept_for_the_agent_for_a_while() -> None:
    policy = RoutingPolicy(queues={LOANS: QueueRule(longest_wait_s=600)}, affinity=Affinity(30, 60))
    place = stand(policy, Ticket(SessionId("s"), LOANS, 1000.0, Wishes(agent=StaffId("staff_a"))))
    assert (place.keeper, place.kept_until, place.late_at) == ("@staff_a", 1060.0, 1600.0)
    forced = Ticket(SessionId("s"), LOANS, 1000.0, Wishes(agent=StaffId("staff_a")), kept_s=3600)
    assert stand(policy, forced).kept_until == 4600.0
