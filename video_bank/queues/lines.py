"""Where people stand (pure): a line is everybody of one queue who asks for one language.

All who stand in a line can be served by the same agents, so only its first one ever has to be
looked at. Somebody who is kept for one agent, or for a skill, stands in a line of that one's own.
`serves` is worked out here, once when an agent signs on or the policy changes, and never while
customers are matched.
"""

from typing import Final, NewType

import msgspec

from video_bank.ids import QueueId, StaffId
from video_bank.queues.policy import Profile, QueueRule, RoutingPolicy
from video_bank.queues.ticket import Target, TargetKind, Ticket

LineId = NewType("LineId", str)
_SKILL: Final = "+"  # what a skill's line begins with; an agent's with "@"
Serves = dict[LineId, int]  # after how many seconds of waiting the agent counts for this line


class Standing(msgspec.Struct, frozen=True):
    """A ticket's place. The least `key` (seconds) is first; `kept_until` is of `keeper`, the line
    of an agent or a skill.

    `late_at`: when the customer is told that it takes too long.
    """

    line: LineId
    key: float
    keeper: LineId | None = None
    kept_until: float = 0.0
    late_at: float | None = None


def line_of(queue: QueueId, language: str) -> LineId:
    return LineId(f"{queue}/{language}")


def own_line(staff_id: StaffId) -> LineId:
    """Return the line of those who are kept for this agent."""
    return LineId(f"@{staff_id}")


def skill_line(skill: str, language: str) -> LineId:
    """Return the line of those who are kept for whoever has this skill."""
    return LineId(f"{_SKILL}{skill}/{language}")


def skills_in(serves: Serves) -> list[str]:
    """Return the skills for whose sake customers may be kept for an agent who serves these."""
    return [line[1:-1] for line in serves if line.startswith(_SKILL) and line.endswith("/")]


def line_to(target: Target) -> LineId:
    """Return the line whose agents are meant."""
    match target.kind:
        case TargetKind.AGENT:
            return own_line(StaffId(target.name))
        case TargetKind.SKILL:
            return skill_line(target.name, "")
        case TargetKind.QUEUE:
            return line_of(QueueId(target.name), "")


def stand(policy: RoutingPolicy, ticket: Ticket) -> Standing:
    """Return where a ticket stands under this policy."""
    wishes, rule = ticket.wishes, policy.rule(ticket.queue)
    kept_s = ticket.kept_s
    if kept_s is None:
        kept_s = policy.affinity.wait_s if policy.affinity else 0
    keeper = _keeper(ticket) if kept_s > 0 else None
    late_s = rule.longest_wait_s
    return Standing(
        line=line_of(ticket.queue, wishes.language),
        key=ticket.arrived_at - policy.head_start(ticket.priorities),
        keeper=keeper,
        kept_until=0.0 if keeper is None else ticket.since + kept_s,
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
    for skill in profile.skills:
        for language in ("", *policy.languages):
            if _speaks(profile, language):
                found[skill_line(skill, language)] = 0
    return found


def _keeper(ticket: Ticket) -> LineId | None:
    if ticket.skill is not None:
        return skill_line(ticket.skill, ticket.wishes.language)
    return None if ticket.wishes.agent is None else own_line(ticket.wishes.agent)


def _counts_after_s(rule: QueueRule, profile: Profile, language: str) -> int | None:
    speaks = _speaks(profile, language)
    if speaks and _has(profile, rule.skills):
        return 0
    steps = (
        step.after_s
        for step in rule.overflow
        if (speaks or step.is_any_language) and _has(profile, step.skills)
    )
    return next(steps, None)


def _speaks(profile: Profile, language: str) -> bool:
    return not language or language in profile.languages


def _has(profile: Profile, skills: dict[str, int]) -> bool:
    return all(profile.skills.get(skill, 0) >= level for skill, level in skills.items())
