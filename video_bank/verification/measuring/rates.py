"""Rates with the uncertainty that they deserve (pure)."""

import math
from collections.abc import Callable
from typing import Final

import msgspec

_TAIL: Final = 0.025  # on either side: intervals are of 95 %


class Rate(msgspec.Struct, frozen=True):
    """A share and the interval that holds the true one in 95 of 100 such measurements."""

    value: float
    lowest: float
    highest: float


def clopper_pearson(events: int, trials: int) -> Rate:
    """Return the exact interval of a share, for trials that are independent of each other.

    Without any event its upper end is near 3.7 / trials: nothing seen proves little.
    """
    if trials == 0:
        return Rate(math.nan, 0.0, 1.0)
    lowest = 0.0
    if events > 0:
        lowest = _solve(lambda share: 1 - _at_most(events - 1, trials, share), _TAIL)
    highest = 1.0
    if events < trials:
        highest = _solve(lambda share: 1 - _at_most(events, trials, share), 1 - _TAIL)
    return Rate(events / trials, lowest, highest)


def _at_most(events: int, trials: int, share: float) -> float:
    """Return how probable at most so many events are."""
    if share in (0.0, 1.0):
        return float(share == 0.0)
    logs = (
        math.lgamma(trials + 1)
        - math.lgamma(each + 1)
        - math.lgamma(trials - each + 1)
        + each * math.log(share)
        + (trials - each) * math.log1p(-share)
        for each in range(events + 1)
    )
    return math.fsum(map(math.exp, logs))


def _solve(rising: Callable[[float], float], value: float) -> float:
    """Return where a function that rises from 0 to 1 passes the value."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < value else (low, middle)
    return (low + high) / 2
