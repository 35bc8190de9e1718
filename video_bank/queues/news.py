"""What the queue's scripts report into a session's inbox (`session:{session_id}:inbox`)."""

from enum import StrEnum

import msgspec

from video_bank.ids import OfferId, SessionId, StaffId


class OfferEnd(StrEnum):
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    AGENT_GONE = "agent_gone"
    WITHDRAWN = "withdrawn"  # the customer left or went away


class OfferMade(msgspec.Struct, frozen=True, tag="offer_made"):
    session_id: SessionId
    offer_id: OfferId
    staff_id: StaffId
    expires_at: float


class OfferAccepted(msgspec.Struct, frozen=True, tag="offer_accepted"):
    """`is_audio_first`: the emergency level of that moment asks for it."""

    session_id: SessionId
    offer_id: OfferId
    staff_id: StaffId
    is_audio_first: bool = False


class OfferEnded(msgspec.Struct, frozen=True, tag="offer_ended"):
    """The ticket is back at the front of its queue, unless it was withdrawn."""

    session_id: SessionId
    offer_id: OfferId
    staff_id: StaffId
    end: OfferEnd


class AgentGone(msgspec.Struct, frozen=True, tag="agent_gone"):
    """The lease of a busy agent ran out: no page of theirs is connected."""

    session_id: SessionId
    staff_id: StaffId


class AgentBack(msgspec.Struct, frozen=True, tag="agent_back"):
    session_id: SessionId
    staff_id: StaffId


class AgentPaused(msgspec.Struct, frozen=True, tag="agent_paused"):
    """An agent let too many offers ring out, this session's last, and is rung no more."""

    session_id: SessionId
    staff_id: StaffId


class WrapUpOver(msgspec.Struct, frozen=True, tag="wrap_up_over"):
    """An agent who had handed the customer on is free again: the time for the note is over."""

    session_id: SessionId
    staff_id: StaffId


class WrapUpShortened(msgspec.Struct, frozen=True, tag="wrap_up_shortened"):
    """The emergency level lets the agent's wrap-up last until `ends_at` (seconds, UTC) at most."""

    session_id: SessionId
    staff_id: StaffId
    ends_at: float
    level: int


class ColleagueRung(msgspec.Struct, frozen=True, tag="colleague_rung"):
    """Somebody was asked into the call: the offer is answered, or ends, as any other."""

    session_id: SessionId
    offer_id: OfferId
    staff_id: StaffId
    expires_at: float


class NobodyFree(msgspec.Struct, frozen=True, tag="nobody_free"):
    session_id: SessionId


class NoPlace(StrEnum):
    """Why a customer cannot wait, or no longer."""

    QUEUE_CLOSED = "queue_closed"
    QUEUE_FULL = "queue_full"
    WAITED_TOO_LONG = "waited_too_long"
    ALREADY_WAITING = "already_waiting"  # the same customer, by another invitation
    CAME_TOO_OFTEN = "came_too_often"
    APPOINTMENTS_ONLY = "appointments_only"  # in a wave: what can wait for another day


class PlaceRefused(msgspec.Struct, frozen=True, tag="place_refused"):
    session_id: SessionId
    reason: NoPlace


QueueNews = (
    OfferMade
    | OfferAccepted
    | OfferEnded
    | AgentGone
    | AgentBack
    | AgentPaused
    | ColleagueRung
    | NobodyFree
    | WrapUpOver
    | WrapUpShortened
    | PlaceRefused
)
