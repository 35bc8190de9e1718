"""The routing policy: who may serve whom, and who goes first (pure; what a bank configures).

A priority is a head start in seconds: whoever has one stands where somebody stands who came that
much earlier. So within equal priority the longest wait is first, across all queues, and nobody
starves: each second of waiting counts the same, and no head start grows. The place of a ticket
never changes while it waits.
"""

import hashlib
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from video_bank.ids import QueueId
from video_bank.queues.emergency import EmergencyPlan, Level
from video_bank.queues.hours import Week, check_week

LEVELS: Final = range(1, 11)
_LONGEST_S: Final = 24 * 3600
_MOST_LANGUAGES: Final = 16
_MARKS: Final = frozenset("/@+ ")  # part the names in a line's id
_SLOT_MINUTES: Final = range(5, 121)
_CAPACITIES: Final = range(1, 101)
_DAYS_AHEAD: Final = range(1, 32)


class Priority(StrEnum):
    ELDERLY = "elderly"
    DISABLED = "disabled"
    VIP = "vip"
    RETURNING = "returning"  # had an agent already, who vanished or passed the customer on
    SCHEDULED = "scheduled"  # an appointment or a callback whose time has come


class Strategy(StrEnum):
    """Which of several free agents: the one with the least of it."""

    LONGEST_IDLE = "longest_idle"  # since when free
    LEAST_BUSY = "least_busy"  # seconds in calls and wrap-up since signing on
    ROUND_ROBIN = "round_robin"  # when rung last


class Overflow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom else a queue may be served by, once somebody has waited `after_s`."""

    after_s: int
    skills: dict[str, int] = {}
    is_any_language: bool = False


class SlotRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Appointments: how long a slot is, how many customers it takes, how far ahead they book.

    `hours` None: as long as the queue is open.
    """

    minutes: int = 15
    capacity: int = 2
    days: int = 7
    hours: Week | None = None


class QueueRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`skills`: what is asked of an agent, with the least level; none: anybody.

    `hours` None: always open. `most_waiting` and `longest_wait_s` None: without a limit.
    `callbacks`, `slots`, `messages`: what a customer may leave instead of waiting; nothing of it
    is offered before the bank says so, for somebody has to answer.
    """

    skills: dict[str, int] = {}
    overflow: tuple[Overflow, ...] = ()
    hours: Week | None = None
    most_waiting: int | None = None
    longest_wait_s: int | None = None
    callbacks: bool = False
    slots: SlotRule | None = None
    messages: bool = False

    @property
    def tiers(self) -> list[int]:
        """Return after how many seconds each circle of agents counts; the first at once."""
        return [0, *(step.after_s for step in self.overflow)]


class Affinity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A customer who comes back within `days` is kept for the agent of last time for `wait_s`."""

    days: int = 30
    wait_s: int = 60


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent can do; without one, whatever asks for no skill and no language.

    `is_reserve`: of the back office, rung only while the second emergency level counts.
    """

    skills: dict[str, int] = {}
    languages: tuple[str, ...] = ()
    is_reserve: bool = False


_HEAD_STARTS: Final = {
    Priority.ELDERLY: 60,
    Priority.DISABLED: 60,
    Priority.VIP: 30,
    Priority.RETURNING: 3600,
    Priority.SCHEDULED: 600,
}


class RoutingPolicy(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True
):
    """Raises ValueError, in a sentence for the operator, when its parts do not fit together.

    `occupancy`: at most this share of an agent's time goes into calls and wrap-up; `pause_s` lies
    between two of them at least. `languages`: what a customer may ask for; none is "any".
    `level` is not the bank's to set: what the emergency plan has come to, worked in by `response`.
    """

    zone: str = "Asia/Shanghai"
    holidays: frozenset[date] = frozenset()
    languages: tuple[str, ...] = ()
    queues: dict[QueueId, QueueRule] = {}
    head_starts: dict[Priority, int] = msgspec.field(default_factory=lambda: dict(_HEAD_STARTS))
    strategy: Strategy = Strategy.LONGEST_IDLE
    affinity: Affinity | None = None
    pause_s: int = 0
    occupancy: float | None = None
    plan: EmergencyPlan = EmergencyPlan()
    level: Level = Level.NORMAL

    def __post_init__(self) -> None:
        _check_zone(self.zone)
        _check(len(self.languages) <= _MOST_LANGUAGES, "too many languages")
        _check_names(*self.queues, *self.languages)
        _check_seconds(self.pause_s, *self.head_starts.values())
        if self.occupancy is not None:
            _check(0.5 <= self.occupancy < 1, "occupancy lies from 0.5 to below 1")
        if self.affinity is not None:
            _check_seconds(self.affinity.wait_s)
        for queue, rule in self.queues.items():
            _check_rule(queue, rule)
        for queue in self.plan.second.appointments_only:
            _check(
                self.rule(queue).slots is not None, f"{queue}: there are no appointments to book"
            )

    @cached_property
    def version(self) -> str:
        """Return a name for exactly these rules; each decision is stored with it."""
        text = msgspec.json.encode(self, order="sorted")
        name = hashlib.sha256(text).hexdigest()[:12]
        return name if self.level is Level.NORMAL else f"{name}/{self.level}"

    @property
    def calls_reserve(self) -> bool:
        return self.level is Level.SECOND and self.plan.second.reserve

    def rule(self, queue: QueueId) -> QueueRule:
        """Return the queue's rules; a queue that has none is open to all, always."""
        return self.queues.get(queue, QueueRule())

    def head_start(self, priorities: tuple[Priority, ...]) -> int:
        return max((self.head_starts.get(each, 0) for each in priorities), default=0)

    def with_queues(self, *queues: QueueId) -> "RoutingPolicy":
        """Return the policy with a rule for each of these."""
        added = {queue: self.rule(queue) for queue in queues}
        return msgspec.structs.replace(self, queues={**self.queues, **added})


def _check_rule(queue: QueueId, rule: QueueRule) -> None:
    _check(rule.tiers == sorted(set(rule.tiers)), f"{queue}: overflow steps come one after another")
    _check_seconds(*rule.tiers, rule.longest_wait_s or 0)
    _check(rule.most_waiting is None or rule.most_waiting > 0, f"{queue}: nobody could wait")
    for skills in (rule.skills, *(step.skills for step in rule.overflow)):
        _check_names(*skills)
        _check(all(level in LEVELS for level in skills.values()), f"{queue}: levels are 1 to 10")
    if rule.hours is not None:
        check_week(rule.hours)
    if rule.slots is not None:
        check_week(rule.slots.hours or {})
        _check(rule.slots.minutes in _SLOT_MINUTES, f"{queue}: a slot lasts 5 minutes to 2 hours")
        _check(rule.slots.capacity in _CAPACITIES, f"{queue}: a slot takes 1 to 100 customers")
        _check(rule.slots.days in _DAYS_AHEAD, f"{queue}: slots lie 1 to 31 days ahead")


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError):
        raise ValueError(f"{zone} is no time zone") from None


def _check_names(*names: str) -> None:
    for name in names:
        _check(0 < len(name) <= 40 and not _MARKS & set(name), f"{name!r} is no name")


def _check_seconds(*seconds: int) -> None:
    _check(all(0 <= each <= _LONGEST_S for each in seconds), "a time lies from 0 s to a day")


def _check(is_right: bool, sentence: str) -> None:  # noqa: FBT001 the statement that has to hold
    if not is_right:
        raise ValueError(sentence)
