"""What the endpoints of callbacks, appointments and video messages take and give."""

import msgspec

from video_bank.ids import MessageId, QueueId, SessionId
from video_bank.sessions.session import AgentCard, Customer


class OpenSlot(msgspec.Struct, frozen=True):
    """Seconds, UTC."""

    begins_at: float
    ends_at: float


class SlotDay(msgspec.Struct, frozen=True):
    """A day of the bank's calendar ("2026-03-06") and its slots; full ones are left out."""

    day: str
    slots: tuple[OpenSlot, ...]


class Exits(msgspec.Struct, frozen=True, kw_only=True):
    """GET /api/v1/seat/exits: what may be left instead of waiting, and when the queue opens.

    `opens_at` is None while it is open; `zone` is the bank's, for the page to write times in.
    """

    callback: bool
    message: bool
    days: tuple[SlotDay, ...]
    opens_at: float | None
    zone: str


class SlotList(msgspec.Struct, frozen=True):
    """GET /api/v1/queues/{queue}/slots, for the bank's systems."""

    days: tuple[SlotDay, ...]
    zone: str


class BookAppointment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """PUT /api/v1/seat/appointment and /api/v1/sessions/{session_id}/appointment."""

    begins_at: float


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """`join_url` leads to the appointment, once, until it is over: to begin, move or cancel it."""

    session_id: SessionId
    begins_at: float
    ends_at: float
    join_url: str
    expires_at: float


class MessageBegun(msgspec.Struct, frozen=True):
    """POST /api/v1/seat/messages: where the pieces go."""

    message_id: MessageId
    piece_bytes: int
    most_pieces: int


class MessagePieces(msgspec.Struct, frozen=True):
    """GET /api/v1/seat/messages/{message_id}: which pieces are here."""

    pieces: tuple[int, ...]


class EndMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/seat/messages/{message_id}/end: all pieces, from 0, are here."""

    pieces: int


class CallbackRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer left and nobody has answered yet.

    `kind` is "callback", "appointment" or "message"; `tries` are invitations that came to nothing.
    `called_at`: the customer is invited since then, by the agent `called_by`, until `closes_at`.
    """

    session_id: SessionId
    kind: str
    customer: Customer
    business: str
    queue: QueueId
    left_at: float
    begins_at: float | None
    ends_at: float | None
    called_at: float | None
    called_by: AgentCard | None
    closes_at: float | None
    tries: int


class CallbackList(msgspec.Struct, frozen=True):
    """GET /api/v1/callbacks: the longest left first, appointments by their time."""

    rows: tuple[CallbackRow, ...]


class SettleCallback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/callbacks/{session_id}: done, or try again; why, goes on the trail."""

    is_done: bool
    reason: str
