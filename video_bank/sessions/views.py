"""What each participant may see of a session, whole and self-contained.

A page renders from its view alone: a reload, a lost message or another node costs nothing,
because the next view says everything again.
"""

import msgspec

from video_bank.errors import ErrorCode
from video_bank.ids import OfferId, SessionId
from video_bank.sessions.deadlines import kept_until
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.session import (
    AgentCard,
    Check,
    CloseReason,
    Consents,
    Customer,
    LegState,
    Picture,
    Session,
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


def customer_view(session: Session) -> CustomerView:
    return CustomerView(
        session_id=session.session_id,
        reference=session.customer.reference,
        business=session.business,
        stage=session.stage,
        consents=session.consents,
        agent=session.agent,
        media_epoch=session.media_epoch if session.media_node else None,
        is_agent_here=_is_there(session, session.agent_leg),
        is_recording=_is_recording(session),
        is_picture_requested=session.is_picture_requested,
        kept_until=kept_until(session),
        close_reason=session.close_reason,
        rating=session.rating,
    )


def agent_view(session: Session) -> AgentView:
    return AgentView(
        session_id=session.session_id,
        customer=session.customer,
        business=session.business,
        stage=session.stage,
        consents=session.consents,
        media_epoch=session.media_epoch if session.media_node else None,
        is_customer_here=_is_there(session, session.customer_leg),
        is_recording=_is_recording(session),
        recording_problem=session.recording_stalled,
        talking_since=session.talking_since,
        kept_until=kept_until(session),
        is_picture_requested=session.is_picture_requested,
        pictures=session.pictures,
        checks=session.checks,
        close_reason=session.close_reason,
        ended_at=session.ended_at,
    )


def offer_view(session: Session) -> OfferView | None:
    """Return what rings; None when nothing does."""
    offer = session.offer
    if offer is None or session.arrived_at is None:
        return None
    return OfferView(
        offer_id=offer.offer_id,
        session_id=session.session_id,
        customer=session.customer,
        business=session.business,
        waited_s=max(0.0, session.stage_since - session.arrived_at),
        expires_at=offer.expires_at,
    )


def _is_there(session: Session, leg: LegState) -> bool:
    """Say whether there is somebody to talk to; before the first picture the page is enough."""
    if session.stage not in IN_CALL:
        return False
    return leg.is_flowing or (session.talking_since is None and leg.away_since is None)


def _is_recording(session: Session) -> bool:
    is_flowing = session.customer_leg.is_flowing or session.agent_leg.is_flowing
    return session.stage in IN_CALL and is_flowing and session.recording_stalled is None
