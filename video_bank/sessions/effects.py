"""What a decision sets going outside the session.

Each is written down with the decision and carried out after it; a host that dies in between
leaves it to the next one, so every effect bears being carried out twice.
"""

import msgspec

from video_bank.ids import GuestId, NodeId, OfferId, QueueId, StaffId
from video_bank.media.commands import MediaCommand
from video_bank.queues.ticket import Target, Ticket
from video_bank.sessions.callback_news import CallbackNews
from video_bank.sessions.outgoing import OutgoingMessage
from video_bank.sessions.session import Session


class TellCustomer(msgspec.Struct, frozen=True, tag="tell_customer"):
    message: OutgoingMessage


class TellAgent(msgspec.Struct, frozen=True, tag="tell_agent"):
    staff_id: StaffId
    message: OutgoingMessage


class TellGuest(msgspec.Struct, frozen=True, tag="tell_guest"):
    guest_id: GuestId
    message: OutgoingMessage


class TellSupervisor(msgspec.Struct, frozen=True, tag="tell_supervisor"):
    staff_id: StaffId
    message: OutgoingMessage


class TellNode(msgspec.Struct, frozen=True, tag="tell_node"):
    node_id: NodeId
    command: MediaCommand


class TakePlace(msgspec.Struct, frozen=True, tag="take_place"):
    """Enter the queue, or go back to the front of it; only the first time it may be refused."""

    ticket: Ticket
    is_first: bool = False


class GiveUpPlace(msgspec.Struct, frozen=True, tag="give_up_place"):
    pass


class MarkAway(msgspec.Struct, frozen=True, tag="mark_away"):
    is_away: bool


class HoldAgent(msgspec.Struct, frozen=True, tag="hold_agent"):
    """`queue` is whose customer it is, for the mean length of its calls."""

    staff_id: StaffId
    queue: QueueId


class BeginWrapUp(msgspec.Struct, frozen=True, tag="begin_wrap_up"):
    """`until` (seconds, UTC): of somebody who has handed the customer on, free then by itself."""

    staff_id: StaffId
    until: float | None = None


class RingColleague(msgspec.Struct, frozen=True, tag="ring_colleague"):
    queue: QueueId
    target: Target


class StopRinging(msgspec.Struct, frozen=True, tag="stop_ringing"):
    """The colleague is not needed any more; who has answered is not touched by it."""

    offer_id: OfferId


class FreeAgent(msgspec.Struct, frozen=True, tag="free_agent"):
    """`is_leaving`: no agent by trade, who takes no other customer."""

    staff_id: StaffId
    is_leaving: bool = False


class AskForSeal(msgspec.Struct, frozen=True, tag="ask_for_seal"):
    wrapped_key: bytes
    clock_zero: float
    ended_at: float


class TellBank(msgspec.Struct, frozen=True, tag="tell_bank"):
    news: CallbackNews


Effect = (
    TellCustomer
    | TellAgent
    | TellGuest
    | TellSupervisor
    | TellNode
    | TakePlace
    | GiveUpPlace
    | MarkAway
    | HoldAgent
    | BeginWrapUp
    | RingColleague
    | StopRinging
    | FreeAgent
    | AskForSeal
    | TellBank
)


class PendingEffect(msgspec.Struct, frozen=True):
    """`number` counts per session without end: who did it once knows it again."""

    number: int
    effect: Effect


def ask_for_seal(session: Session, ended_at: float) -> list[Effect]:
    """Return the order to seal the session's recording, if anything was ever recorded."""
    if session.clock_zero is None:
        return []
    return [AskForSeal(session.wrapped_key, session.clock_zero, ended_at)]
