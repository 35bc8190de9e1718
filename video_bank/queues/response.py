"""What an emergency level changes in the rules (pure): the policy of now goes in and comes out.

The matching, in Python and in Lua, goes by the policy that comes out; its version names the level,
so that each offer of the log says under which it was made.
"""

import msgspec

from video_bank.ids import QueueId
from video_bank.queues.emergency import Level
from video_bank.queues.policy import QueueRule, RoutingPolicy


class Measures(msgspec.Struct, frozen=True):
    """What others than the matching have to do now. `wrap_up_s` None: as ever."""

    callbacks_first: bool = False
    wrap_up_s: int | None = None
    audio_first: bool = False
    appointments_only: tuple[QueueId, ...] = ()
    announcement: dict[str, str] = {}


def respond(policy: RoutingPolicy, level: Level) -> RoutingPolicy:
    """Return the rules that count at this level; `policy` is the one of quiet times."""
    if level is Level.NORMAL:
        return policy
    first = policy.plan.first
    return msgspec.structs.replace(
        policy,
        level=level,
        queues={
            queue: _widened(rule, first.overflow_after_s) for queue, rule in policy.queues.items()
        },
        pause_s=min(policy.pause_s, first.pause_s),
        occupancy=None,
    )


def measures(policy: RoutingPolicy) -> Measures:
    """Return what the level of a policy asks of everybody else."""
    if policy.level is Level.NORMAL:
        return Measures()
    first, second = policy.plan.first, policy.plan.second
    called = Measures(first.callbacks_first, first.wrap_up_s)
    if policy.level is Level.FIRST:
        return called
    return msgspec.structs.replace(
        called,
        audio_first=second.audio_first,
        appointments_only=second.appointments_only,
        announcement=second.announcement,
    )


def _widened(rule: QueueRule, after_s: int) -> QueueRule:
    """Each circle of agents counts earlier, and still one after another."""
    overflow = tuple(
        msgspec.structs.replace(step, after_s=min(step.after_s, after_s + place))
        for place, step in enumerate(rule.overflow)
    )
    return msgspec.structs.replace(rule, overflow=overflow)
