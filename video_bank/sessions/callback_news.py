"""What the bank's system is told of callbacks and appointments: ids, codes and times."""

from enum import StrEnum

import msgspec

from video_bank.ids import SessionId
from video_bank.sessions.session import CloseReason, DeferralKind


class CallbackEvent(StrEnum):
    BOOKED = "callback.booked"  # also another time of an appointment
    DUE = "callback.due"  # an agent has taken it: the customer's link can be sent
    DONE = "callback.done"


class CallbackNews(msgspec.Struct, frozen=True):
    """`outcome` of what is done: why it is, or None where the customer came to it.

    `begins_at` (seconds, UTC) of an appointment.
    """

    event: CallbackEvent
    kind: DeferralKind
    at: float
    begins_at: float | None = None
    outcome: CloseReason | None = None


class CallbackLetter(msgspec.Struct, frozen=True):
    """The body of the webhook. It may come twice: `event_id` says that it is the same."""

    event_id: str
    session_id: SessionId
    event: CallbackEvent
    kind: DeferralKind
    at: float
    begins_at: float | None
    outcome: CloseReason | None


def write_letter(session_id: SessionId, number: int, news: CallbackNews) -> CallbackLetter:
    """`number` is that of the session's effect."""
    return CallbackLetter(f"{session_id}.{number}", session_id, **msgspec.structs.asdict(news))
