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


class Ticket(msgspec.Struct, frozen=True):
    """A customer's place. `arrived_at` (seconds, UTC) is the order; SQL holds its truth.

    `re_entered_at`: of somebody who had an agent already and waits again, at the old place.
    `kept_s`: how long only `wishes.agent` counts; None: as the policy says. `came_back_at`: of
    somebody who left a callback or had an appointment, and waits now at the place of then.
    `is_callback`: nobody waits at the page; an offer asks the agent to have the customer invited.
    `customer` names the person, who has one place at a time; "" is nobody in particular.
    """

    session_id: SessionId
    queue: QueueId
    arrived_at: float
    wishes: Wishes = Wishes()
    re_entered_at: float | None = None
    kept_s: float | None = None
    came_back_at: float | None = None
    is_callback: bool = False
    customer: str = ""

    @property
    def since(self) -> float:
        """Return when this wait began."""
        begun = (self.arrived_at, self.came_back_at, self.re_entered_at)
        return max(each for each in begun if each is not None)

    @property
    def priorities(self) -> tuple[Priority, ...]:
        found = self.wishes.priorities
        if self.came_back_at is not None:
            found = (*found, Priority.SCHEDULED)
        if self.re_entered_at is not None:
            found = (*found, Priority.RETURNING)
        return found


class Presence(StrEnum):
    OFFLINE = "offline"
    READY = "ready"
    RINGING = "ringing"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
    BREAK = "break"


class BreakReason(StrEnum):
    CHOSEN = "chosen"
    NO_ANSWER = "no_answer"  # the agent let an offer ring out (RONA)


class ChangeReason(StrEnum):
    """Why a supervisor changes an agent's state."""

    LEFT_THE_DESK = "left_the_desk"
    NEEDED = "needed"
    BREAK_DUE = "break_due"
    TRAINING = "training"
    MEETING = "meeting"
    TECHNICAL = "technical"


class Word(msgspec.Struct, frozen=True):
    """Why an agent is in a state that somebody else chose."""

    by: str  # display name of the supervisor
    reason: ChangeReason


class AgentState(msgspec.Struct, frozen=True):
    """`session_id` while ringing, busy or in wrap-up; `since` in seconds, UTC."""

    staff_id: StaffId
    presence: Presence
    since: float
    break_reason: BreakReason | None = None
    session_id: SessionId | None = None
    offer_id: OfferId | None = None
    word: Word | None = None


class Place(msgspec.Struct, frozen=True):
    """What a waiting customer is told: `position` from 1; `wait_s` is None when nobody serves."""

    position: int
    wait_s: float | None
