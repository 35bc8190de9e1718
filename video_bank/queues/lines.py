"""Where people stand (pure): a line is everybody of one queue who asks for one language.

All who stand in a line can be served by the same agents, so only its first one ever has to be
looked at. Somebody who is kept for one agent stands in that agent's own line. `serves` is worked
out here, once when an agent signs on or the policy changes, and never while customers are matched.
"""

from typing import NewType

import msgspec

from video_bank.ids import QueueId, StaffId
from video_bank.queues.policy import Profile, QueueRule, RoutingPolicy
from video_bank.queues.ticket import Ticket

LineId = NewType("LineId", str)
Serves = dict[LineId, int]  # after how many seconds of waiting the agent counts for this line


class Standing(msgspec.Struct, frozen=True):
    """A ticket's place. The least `key` (seconds) is first; `kept_until` is of the agent's line.

    `late_at`: when the customer is told that it takes too long.
    """

    line: LineId
    key: float
    keeper: StaffId | None = None
    kept_until: float = 0.0
    late_at: float | None = None


def line_of(queue: QueueId, language: str) -> LineId:
    return LineId(f"{queue}/{language}")


def own_line(staff_id: StaffId) -> LineId:
    """Return the line of those who are kept for this agent."""
    return LineId(f"@{staff_id}")


def stand(policy: RoutingPolicy, ticket: Ticket) -> Standing:
    """Return where a ticket stands under this policy."""
    wishes, rule = ticket.wishes, policy.rule(ticket.queue)
    kept_s = ticket.kept_s
    if kept_s is None:
        kept_s = policy.affinity.wait_s if policy.affinity else 0
    is_kept = wishes.agent is not None and kept_s > 0
    late_s = rule.longest_wait_s
    return Standing(
        line=line_of(ticket.queue, wishes.language),
        key=ticket.arrived_at - policy.head_start(ticket.priorities),
        keeper=wishes.agent if is_kept else None,
        kept_until=ticket.since + kept_s if is_kept else 0.0,
        late_at=None if late_s is None or ticket.is_callback else ticket.since + late_s,
    )


def serves(policy: RoutingPolicy, profile: Profile) -> Serves:
    """Return every line that an agent may serve."""
    found: Serves = {}
    if profile.is_reserve and not policy.calls_reserve:
        return found
    for queue, rule in policy.queues.items():
        for language in ("", *policy.languages):
            after_s = _counts_after_s(rule, profile, language)
            if after_s is not None:
                found[line_of(queue, language)] = after_s
    return found


def _counts_after_s(rule: QueueRule, profile: Profile, language: str) -> int | None:
    speaks = not language or language in profile.languages
    if speaks and _has(profile, rule.skills):
        return 0
    steps = (
        step.after_s
        for step in rule.overflow
        if (speaks or step.is_any_language) and _has(profile, step.skills)
    )
    return next(steps, None)


def _has(profile: Profile, skills: dict[str, int]) -> bool:
    return all(profile.skills.get(skill, 0) >= level for skill, level in skills.items())
