"""The stages of a meeting and the steps between them: one table, and nothing steps outside it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from video_bank.sessions.session import Session, Stage

NEXT: Final[Mapping[Stage, frozenset[Stage]]] = MappingProxyType(
    {
        Stage.INVITED: frozenset({Stage.ARRIVING, Stage.WAITING, Stage.DEFERRED, Stage.EXPIRED}),
        Stage.ARRIVING: frozenset({Stage.WAITING, Stage.REFUSED, Stage.ABANDONED}),
        Stage.WAITING: frozenset(
            {Stage.OFFERED, Stage.TURNED_AWAY, Stage.DEFERRED, Stage.ABANDONED}
        ),
        Stage.TURNED_AWAY: frozenset(
            {Stage.WAITING, Stage.DEFERRED, Stage.REFUSED, Stage.ABANDONED}
        ),
        Stage.DEFERRED: frozenset({Stage.ARRIVING, Stage.WAITING, Stage.ABANDONED}),
        Stage.OFFERED: frozenset(
            {Stage.CONNECTING, Stage.WAITING, Stage.DEFERRED, Stage.ABANDONED}
        ),
        Stage.CONNECTING: frozenset(
            {Stage.TALKING, Stage.PARKED, Stage.WAITING, Stage.WRAPPING_UP}
        ),
        Stage.TALKING: frozenset(
            {Stage.PARKED, Stage.CONNECTING, Stage.WAITING, Stage.WRAPPING_UP}
        ),
        Stage.PARKED: frozenset(
            {Stage.TALKING, Stage.CONNECTING, Stage.WAITING, Stage.WRAPPING_UP}
        ),
        Stage.WRAPPING_UP: frozenset({Stage.CLOSED}),
        Stage.CLOSED: frozenset(),
        Stage.ABANDONED: frozenset(),
        Stage.REFUSED: frozenset(),
        Stage.EXPIRED: frozenset(),
    }
)
ENDS: Final = frozenset(stage for stage, after in NEXT.items() if not after)
IN_CALL: Final = frozenset({Stage.CONNECTING, Stage.TALKING, Stage.PARKED})
AT_HAND: Final = IN_CALL | {Stage.WRAPPING_UP}  # of an agent
AT_REST: Final = ENDS | {Stage.INVITED, Stage.DEFERRED}  # needs no host before something comes
IN_QUEUE: Final = frozenset({Stage.WAITING, Stage.OFFERED})


class NoSuchStepError(RuntimeError):
    """A bug: some rule wanted a step that the table does not have."""


def advance(session: Session, stage: Stage, now: float) -> Session:
    """Return the session in `stage`; raise NoSuchStepError when the table has no such step."""
    if stage not in NEXT[session.stage]:
        raise NoSuchStepError(session.stage, stage)
    return msgspec.structs.replace(session, stage=stage, stage_since=now)


def diagram() -> str:
    """Return the table as a Mermaid state diagram; the README shows it."""
    steps = [
        f"    {stage} --> {after}" for stage, afters in NEXT.items() for after in sorted(afters)
    ]
    ends = [f"    {stage} --> [*]" for stage in NEXT if stage in ENDS]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Stage.INVITED}", *steps, *ends])
