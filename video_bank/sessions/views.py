"""What each participant may see of a session, whole and self-contained.

A page renders from its view alone: a reload, a lost message or another node costs nothing,
because the next view says everything again.
"""

import msgspec

from video_bank.errors import ErrorCode
from video_bank.ids import OfferId, SessionId
from video_bank.sessions.session import (
    AgentCard,
    Check,
    CloseReason,
    Consents,
    Customer,
    Picture,
    Stage,
)


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """`media_epoch` is None while there is nothing to connect to; when it rises, connect anew.

    `is_agent_here` is False while the agent's page or media is away; `kept_until` (seconds, UTC)
    says how long the place is kept for whoever is missing.
    """

    session_id: SessionId
    reference: str
    business: str
    stage: Stage
    consents: Consents | None
    agent: AgentCard | None
    media_epoch: int | None
    is_agent_here: bool
    is_recording: bool
    is_picture_requested: bool
    kept_until: float | None
    close_reason: CloseReason | None
    rating: int | None


class AgentView(msgspec.Struct, frozen=True, kw_only=True):
    """The desk's side of the session at hand."""

    session_id: SessionId
    customer: Customer
    business: str
    stage: Stage
    consents: Consents | None
    media_epoch: int | None
    is_customer_here: bool
    is_recording: bool
    recording_problem: ErrorCode | None
    talking_since: float | None
    kept_until: float | None
    is_picture_requested: bool
    pictures: tuple[Picture, ...]
    checks: tuple[Check, ...]
    close_reason: CloseReason | None
    ended_at: float | None


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """What rings at the desk. `waited_s` is counted when the offer is made."""

    offer_id: OfferId
    session_id: SessionId
    customer: Customer
    business: str
    waited_s: float
    expires_at: float
