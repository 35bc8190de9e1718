"""A contact centre's figures (pure), each with its definition beside it."""

import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

import msgspec

WITHIN_S: Final = 20.0


class Outcome(StrEnum):
    CONNECTED = "connected"
    ABANDONED = "abandoned"
    REFUSED = "refused"  # the queue was full
    CLOSED = "closed"  # outside opening hours: counts nowhere


class Call(msgspec.Struct, frozen=True):
    """`wait_s` from joining the queue to the agent, or to giving up."""

    at: float
    outcome: Outcome
    wait_s: float


class Figures(msgspec.Struct, frozen=True):
    offered: int
    connected: int
    connection_rate: float
    service_level: float
    abandon_rate: float
    wait_mean_s: float
    wait_p50_s: float
    wait_p95_s: float
    occupancy: float


DEFINITIONS: Final = {
    "offered": "customers who came while the queue was open",
    "connected": "of those, how many met an agent",
    "connection_rate": "connected / offered",
    "service_level": f"met an agent within {WITHIN_S:.0f} s / offered",
    "abandon_rate": "gave up while waiting / offered",
    "wait_mean_s": "seconds from joining to the agent, mean of the connected",
    "wait_p50_s": "the same, median",
    "wait_p95_s": "the same, 95th percentile",
    "occupancy": "time in calls and wrap-up / time signed on",
}


class Run(msgspec.Struct, frozen=True):
    """What a simulation saw: every call, the agents signed on, until when, how long all worked."""

    calls: tuple[Call, ...]
    agents: int
    lasted_s: float
    busy_s: float

    def figures(self, within_s: float = WITHIN_S) -> Figures:
        staffed_s = self.agents * self.lasted_s
        return measure(self.calls, self.busy_s / staffed_s if staffed_s else 0.0, within_s)

    def intervals(self, length_s: float) -> Iterator[tuple[float, Figures]]:
        """Yield the figures of each stretch of the day, by when customers came."""
        stretches: dict[int, list[Call]] = {}
        for call in self.calls:
            stretches.setdefault(int(call.at // length_s), []).append(call)
        for number in range(max(stretches, default=-1) + 1):
            yield number * length_s, measure(stretches.get(number, []), 0.0)


def measure(calls: Sequence[Call], occupancy: float, within_s: float = WITHIN_S) -> Figures:
    came = [call for call in calls if call.outcome is not Outcome.CLOSED]
    waits = sorted(call.wait_s for call in came if call.outcome is Outcome.CONNECTED)
    gave_up = sum(call.outcome is Outcome.ABANDONED for call in came)
    offered = len(came)
    return Figures(
        offered=offered,
        connected=len(waits),
        connection_rate=len(waits) / offered if offered else 1.0,
        service_level=sum(wait <= within_s for wait in waits) / offered if offered else 1.0,
        abandon_rate=gave_up / offered if offered else 0.0,
        wait_mean_s=sum(waits) / len(waits) if waits else 0.0,
        wait_p50_s=quantile(waits, 0.5),
        wait_p95_s=quantile(waits, 0.95),
        occupancy=occupancy,
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the nearest-rank quantile; nothing has quantiles of 0."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
