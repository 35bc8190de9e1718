"""What a session tells its participants' pages; each arrives once and in order."""

from enum import StrEnum

import msgspec

from video_bank.errors import ErrorCode
from video_bank.ids import OfferId
from video_bank.sessions.views import AgentView, CustomerView, GuestView, OfferView, SupervisorView


class CustomerViewChanged(msgspec.Struct, frozen=True, tag="customer_view_changed"):
    view: CustomerView


class AgentViewChanged(msgspec.Struct, frozen=True, tag="agent_view_changed"):
    """`view` is None when the agent has no session at hand any more."""

    view: AgentView | None


class GuestViewChanged(msgspec.Struct, frozen=True, tag="guest_view_changed"):
    """`view` is None when the guest is in the meeting no more."""

    view: GuestView | None


class SupervisorViewChanged(msgspec.Struct, frozen=True, tag="supervisor_view_changed"):
    """`view` is None when the supervisor is in no call any more."""

    view: SupervisorView | None


class MediaAnswered(msgspec.Struct, frozen=True, tag="media_answered"):
    """The node's answer to the offer of `connection`."""

    connection: str
    sdp: str


class MediaRefused(msgspec.Struct, frozen=True, tag="media_refused"):
    connection: str
    code: ErrorCode


class OfferMade(msgspec.Struct, frozen=True, tag="offer_made"):
    offer: OfferView


class OfferGone(msgspec.Struct, frozen=True, tag="offer_gone"):
    """`ended` is the reason of `queues.news.OfferEnd`, or "accepted"."""

    offer_id: OfferId
    ended: str


class ConsultEnd(StrEnum):
    """Why no colleague comes into the call, or is there no more."""

    NOBODY_FREE = "nobody_free"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    GONE = "gone"


class ConsultEnded(msgspec.Struct, frozen=True, tag="consult_ended"):
    """Told to the agent who asked; the customer is still on hold."""

    end: ConsultEnd


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused"):
    """A request was not carried out; the connection lives. No `request_id`: it was unreadable."""

    request_id: str
    code: ErrorCode


OutgoingMessage = (
    CustomerViewChanged
    | AgentViewChanged
    | GuestViewChanged
    | SupervisorViewChanged
    | MediaAnswered
    | MediaRefused
    | OfferMade
    | OfferGone
    | ConsultEnded
    | Refused
)
