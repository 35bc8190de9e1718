"""The nouns: a customer's place, an agent's presence, an offer between the two."""

from enum import StrEnum

import msgspec

from video_bank.ids import OfferId, QueueId, SessionId, StaffId
from video_bank.queues.policy import Priority


class Wishes(msgspec.Struct, frozen=True):
    """What the bank's system asks for a customer; `language` "" is any.

    `agent`: who served the customer last time, or manages the account.
    """

    language: str = ""
    priorities: tuple[Priority, ...] = ()
    agent: StaffId | None = None


class TargetKind(StrEnum):
    AGENT = "agent"
    SKILL = "skill"
    QUEUE = "queue"


class Target(msgspec.Struct, frozen=True):
    """To whom a customer is handed on, or who is asked into a call; `name`: an id, or a skill."""

    kind: TargetKind
    name: str


class Ticket(msgspec.Struct, frozen=True):
    """A customer's place. `arrived_at` (seconds, UTC) is the order; SQL holds its truth.

    `re_entered_at`: of somebody who had an agent already and waits again, at the old place.
    `kept_s`: how long only `wishes.agent` or whoever has `skill` counts; None: as the policy says.
    """

    session_id: SessionId
    queue: QueueId
    arrived_at: float
    wishes: Wishes = Wishes()
    re_entered_at: float | None = None
    kept_s: float | None = None
    skill: str | None = None

    @property
    def since(self) -> float:
        """Return when this wait began."""
        return self.arrived_at if self.re_entered_at is None else self.re_entered_at

    @property
    def priorities(self) -> tuple[Priority, ...]:
        if self.re_entered_at is None:
            return self.wishes.priorities
        return (*self.wishes.priorities, Priority.RETURNING)


class Presence(StrEnum):
    OFFLINE = "offline"
    READY = "ready"
    RINGING = "ringing"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
    BREAK = "break"


class BreakReason(StrEnum):
    """Why somebody who is here is not ready."""

    REST = "rest"
    TRAINING = "training"
    MEETING = "meeting"
    BACK_OFFICE = "back_office"
    NO_ANSWER = "no_answer"  # never chosen: the agent let offers ring out (RONA)


class AgentState(msgspec.Struct, frozen=True):
    """`session_id` while ringing, busy or in wrap-up; `since` in seconds, UTC."""

    staff_id: StaffId
    presence: Presence
    since: float
    break_reason: BreakReason | None = None
    session_id: SessionId | None = None
    offer_id: OfferId | None = None


class Place(msgspec.Struct, frozen=True):
    """What a waiting customer is told: `position` from 1; `wait_s` is None when nobody serves."""

    position: int
    wait_s: float | None
