"""A dry run of the emergency plan (pure): who would be rung within seconds, what else follows."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from video_bank.ids import StaffId
from video_bank.queues.emergency import Level
from video_bank.queues.lines import serves, stand
from video_bank.queues.matching import Floor, Free
from video_bank.queues.policy import Profile, RoutingPolicy
from video_bank.queues.response import Measures, measures, respond
from video_bank.queues.ticket import AgentState, Presence, Ticket

WITHIN_S: Final = 5.0  # by then a circle counts that the first level brings forward


class Rehearsal(msgspec.Struct, frozen=True):
    """`served_now`, `would_be_served`: how many of those who wait find a free agent, with the rules
    of now and with the level's. `reserve`: supervisors and back office who are ready.
    """

    served_now: int
    would_be_served: int
    reserve: int
    measures: Measures


def rehearse(
    policy: RoutingPolicy,
    level: Level,
    tickets: Sequence[Ticket],
    agents: Mapping[StaffId, tuple[AgentState, Profile]],
    now: float,
) -> Rehearsal:
    """Return what a level would do; `policy` is the one of quiet times."""
    then = respond(policy, level)
    ready = {
        staff_id: able
        for staff_id, (state, able) in agents.items()
        if state.presence is Presence.READY
    }
    return Rehearsal(
        served_now=_served(policy, tickets, ready, now),
        would_be_served=_served(then, tickets, ready, now),
        reserve=sum(able.is_reserve for able in ready.values()) if then.calls_reserve else 0,
        measures=measures(then),
    )


def _served(
    policy: RoutingPolicy, tickets: Sequence[Ticket], ready: Mapping[StaffId, Profile], now: float
) -> int:
    """Run the real matching until nobody is left who fits."""
    floor = Floor()
    for ticket in tickets:
        standing = stand(policy, ticket)
        floor.show(ticket.session_id, standing.line, standing.key)
    for staff_id, able in ready.items():
        floor.set_free(Free(0.0, staff_id, serves(policy, able)))
    served = 0
    while found := floor.next(now + WITHIN_S):
        floor.forget(found.session_id)
        floor.set_taken(found.staff_id)
        served += 1
    return served
