"""A contact centre's figures (pure); what each means stands in `definitions.py`."""

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
    CLOSED = "closed"  # no place outside opening hours or without an appointment: counts nowhere
    WAITING = "waiting"  # not decided yet: counts nowhere


class Call(msgspec.Struct, frozen=True):
    """`wait_s` from joining the queue to the agent, or to giving up.

    `handle_s` from the agent to the end of the wrap-up, None while that is not over.
    """

    at: float
    outcome: Outcome
    wait_s: float
    handle_s: float | None = None
    rating: int | None = None


class Figures(msgspec.Struct, frozen=True):
    """`satisfaction` and `occupancy` are None where nobody rated, and where it is not known."""

    offered: int
    connected: int
    connection_rate: float
    service_level: float
    abandon_rate: float
    wait_mean_s: float
    wait_p50_s: float
    wait_p95_s: float
    wait_longest_s: float
    aht_s: float
    satisfaction: float | None
    occupancy: float | None


class Run(msgspec.Struct, frozen=True):
    """What a simulation saw: every call, the agents signed on, until when, how long all worked.

    `levels`: from when on which emergency level counted. `estimate_off_s`: of each customer who
    waited, how many seconds the estimate at joining was off.
    """

    calls: tuple[Call, ...]
    agents: int
    lasted_s: float
    busy_s: float
    levels: tuple[tuple[float, int], ...] = ()
    estimate_off_s: tuple[float, ...] = ()

    def figures(self, within_s: float = WITHIN_S) -> Figures:
        staffed_s = self.agents * self.lasted_s
        return measure(self.calls, self.busy_s / staffed_s if staffed_s else 0.0, within_s)

    def intervals(self, length_s: float) -> Iterator[tuple[float, Figures]]:
        """Yield the figures of each stretch of the day, by when customers came."""
        stretches: dict[int, list[Call]] = {}
        for call in self.calls:
            stretches.setdefault(int(call.at // length_s), []).append(call)
        for number in range(max(stretches, default=-1) + 1):
            yield number * length_s, measure(stretches.get(number, []))


def measure(
    calls: Sequence[Call], occupancy: float | None = None, within_s: float = WITHIN_S
) -> Figures:
    came = [call for call in calls if call.outcome not in {Outcome.CLOSED, Outcome.WAITING}]
    connected = [call for call in came if call.outcome is Outcome.CONNECTED]
    waits = sorted(call.wait_s for call in connected)
    gave_up = sum(call.outcome is Outcome.ABANDONED for call in came)
    offered = len(came)
    return Figures(
        offered=offered,
        connected=len(waits),
        connection_rate=len(waits) / offered if offered else 1.0,
        service_level=sum(wait <= within_s for wait in waits) / offered if offered else 1.0,
        abandon_rate=gave_up / offered if offered else 0.0,
        wait_mean_s=_mean(waits),
        wait_p50_s=quantile(waits, 0.5),
        wait_p95_s=quantile(waits, 0.95),
        wait_longest_s=max((call.wait_s for call in came), default=0.0),
        aht_s=_mean([call.handle_s for call in connected if call.handle_s is not None]),
        satisfaction=_mean([call.rating for call in calls if call.rating is not None]) or None,
        occupancy=occupancy,
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the nearest-rank quantile; nothing has quantiles of 0."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
