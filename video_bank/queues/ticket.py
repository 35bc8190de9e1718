"""The nouns: a customer's place, an agent's presence, an offer between the two."""

from enum import StrEnum

import msgspec

from video_bank.ids import OfferId, QueueId, SessionId, StaffId


class Ticket(msgspec.Struct, frozen=True):
    """A customer's place. `arrived_at` (seconds, UTC) is the order; SQL holds its truth."""

    session_id: SessionId
    queue: QueueId
    arrived_at: float


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
