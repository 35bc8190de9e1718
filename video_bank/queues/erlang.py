"""Erlang's formulas (pure): what the simulator is checked by, and where a search for staff begins.

M/M/c and M/M/c+M of the books (Gans, Koole, Mandelbaum 2003, "Telephone call centers"): calls at
random, handling and patience exponential.
"""

import math
from itertools import count
from typing import Final

_NOTHING: Final = 1e-12


def wait_share(load: float, agents: int) -> float:
    """Erlang C: return the share of calls that wait at all; `load` in erlang, all who wait stay."""
    if load >= agents:
        return 1.0
    blocked = 1.0  # Erlang B, by its recursion
    for each in range(1, agents + 1):
        blocked = load * blocked / (each + load * blocked)
    return blocked / (1 - load / agents * (1 - blocked))


def service_level(load: float, agents: int, handle_s: float, within_s: float) -> float:
    """Erlang C: return the share of calls answered within so many seconds."""
    if load >= agents:
        return 0.0
    faded = math.exp(-(agents - load) * within_s / handle_s)
    return 1 - wait_share(load, agents) * faded


def mean_wait_s(load: float, agents: int, handle_s: float) -> float:
    """Erlang C: return the mean wait over all calls."""
    return wait_share(load, agents) * handle_s / (agents - load) if load < agents else math.inf


def abandon_share(load: float, agents: int, handle_s: float, patience_s: float) -> float:
    """Erlang A: return the share of calls whose customers give up; `patience_s` is the mean."""
    weight = total = 1.0
    abandons = 0.0
    for calls in count(1):
        leaving = min(calls, agents) / handle_s + max(0, calls - agents) / patience_s
        weight *= load / handle_s / leaving
        total += weight
        abandons += weight * max(0, calls - agents) / patience_s
        if calls > agents and weight < _NOTHING * total:
            break
    return abandons / total / (load / handle_s)


def agents_for(load: float, handle_s: float, within_s: float, target: float) -> int:
    """Return the least number of agents whose service level is the target, by Erlang C."""
    return next(
        agents
        for agents in count(max(1, math.ceil(load)))
        if service_level(load, agents, handle_s, within_s) >= target
    )
