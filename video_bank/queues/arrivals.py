"""Customers who never were, for the simulator (pure): at random, or from a list."""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from video_bank.ids import QueueId
from video_bank.queues.policy import Priority

# A working day's share of each hour from midnight: the busiest has 12 %, nights are quiet.
DAY_SHAPE: Final = (
    *(0.3, 0.2, 0.2, 0.2, 0.3, 0.7, 1.5, 3.5, 9.0, 12.0, 11.5, 8.5),
    *(5.0, 5.5, 9.0, 9.5, 8.0, 5.5, 3.0, 2.5, 1.8, 1.2, 0.7, 0.4),
)


WRAP_UP_SHARE: Final = 0.2


class Wave(msgspec.Struct, frozen=True):
    """From one hour of the day to another `more` times as many come on top: 2.0 is +200 %."""

    more: float
    begins: int = 9
    ends: int = 12

    def over(self, hourly: Sequence[float]) -> list[float]:
        """Return the calls of each hour with the wave on top."""
        return [
            rate * (1 + self.more) if self.begins <= hour < self.ends else rate
            for hour, rate in enumerate(hourly)
        ]


class Arrival(msgspec.Struct, frozen=True):
    """`at` in seconds from the day's beginning; `patience_s`: how long this customer would wait.

    `handle_s`: of the call with its wrap-up, which is `WRAP_UP_SHARE` of it.
    """

    at: float
    handle_s: float
    patience_s: float
    queue: QueueId = QueueId("calls")
    language: str = ""
    priorities: tuple[Priority, ...] = ()

    def handled_s(self, wrap_up_s: float | None) -> float:
        """Return how long the call takes with a wrap-up of so many seconds at most."""
        usual_s = self.handle_s * WRAP_UP_SHARE
        return self.handle_s - max(0.0, usual_s - (usual_s if wrap_up_s is None else wrap_up_s))


class Habits(msgspec.Struct, frozen=True):
    """Means of exponential times: of a call with its wrap-up, and of a customer's patience."""

    handle_s: float = 300.0
    patience_s: float = 600.0


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at: float
    queue: QueueId = QueueId("calls")
    language: str = ""
    priority: Priority | None = None


def at_random(hourly: Iterable[float], habits: Habits, chance: random.Random) -> Iterator[Arrival]:
    """Yield so many calls an hour, hour after hour, each at its own moment (Poisson)."""
    for hour, rate in enumerate(hourly):
        at = hour * 3600.0
        while rate > 0:
            at += chance.expovariate(rate / 3600)
            if at >= (hour + 1) * 3600:
                break
            yield _arrival(_Row(at), habits, chance)


def from_list(lines: Iterable[str], habits: Habits, chance: random.Random) -> list[Arrival]:
    """Return the calls of a CSV text, its first line `at,queue,language,priority`.

    Raise ValueError for what cannot be read; `at` is needed, in seconds, the others are not.
    """
    rows = (
        msgspec.convert({key: value for key, value in row.items() if value}, _Row, strict=False)
        for row in csv.DictReader(lines)
    )
    return sorted((_arrival(row, habits, chance) for row in rows), key=lambda each: each.at)


def _arrival(row: _Row, habits: Habits, chance: random.Random) -> Arrival:
    return Arrival(
        row.at,
        chance.expovariate(1 / habits.handle_s),
        chance.expovariate(1 / habits.patience_s),
        row.queue,
        row.language,
        () if row.priority is None else (row.priority,),
    )
