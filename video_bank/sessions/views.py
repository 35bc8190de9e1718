"""What each participant may see of a session, whole and self-contained.

A page renders from its view alone: a reload, a lost message or another node costs nothing,
because the next view says everything again.
"""

from collections.abc import Container
from typing import Final

import msgspec

from video_bank.errors import ErrorCode
from video_bank.ids import CheckId, OfferId, SessionId
from video_bank.media.commands import LegName, SupervisorMode
from video_bank.queues.news import NoPlace
from video_bank.sessions.challenge_views import ChallengeSheet, challenge_sheet
from video_bank.sessions.deadlines import kept_until, window_of, wrap_up_ends_at
from video_bank.sessions.document_views import (
    DocumentCard,
    DocumentSheet,
    document_card,
    document_sheet,
)
from video_bank.sessions.lifecycle import AT_HAND, IN_CALL
from video_bank.sessions.location_views import LocationCard, location_card
from video_bank.sessions.script_views import ScriptGuide, StepSheet, script_guide, step_sheet
from video_bank.sessions.seats import (
    ColleagueWord,
    ConsultView,
    DeskSeat,
    consult_view,
    word_of_last,
)
from video_bank.sessions.second_person import lacks_second_person
from video_bank.sessions.session import (
    AgentCard,
    Check,
    CloseReason,
    Consents,
    Customer,
    DeferralKind,
    LegState,
    Picture,
    Relation,
    Session,
    Stage,
)
from video_bank.verification.liveness.progress import Sitter

_HEARD_BY_ALL: Final = frozenset({SupervisorMode.BARGE})
_HEARD_BY_THE_AGENT: Final = frozenset({SupervisorMode.WHISPER, SupervisorMode.BARGE})


class GuestCard(msgspec.Struct, frozen=True):
    """A third party. `is_here`: agreed to be recorded, and sends sound or picture."""

    name: str
    relation: Relation
    has_agreed: bool
    is_here: bool


class CodeSheet(msgspec.Struct, frozen=True):
    """The customer may type a one-time code; `expires_at` in seconds UTC."""

    check_id: CheckId
    number: int  # a new one counts on
    expires_at: float
    tries_left: int


class DeferralView(msgspec.Struct, frozen=True, kw_only=True):
    """What was left instead of waiting. `opens_at` to `closes_at`: when the customer may begin."""

    kind: DeferralKind
    begins_at: float | None
    ends_at: float | None
    opens_at: float | None
    closes_at: float | None


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """`media_epoch` is None while there is nothing to connect to; when it rises, connect anew.

    `is_agent_here` is False while the agent's page or media is away; `kept_until` (seconds, UTC)
    says how long the place is kept for whoever is missing. `is_recording_down`: the recording began
    and is interrupted. `is_audio_first`: the camera is off until a step asks for it.
    `has_agreed_to_location`: None before the answer; `is_position_wanted`: after it, until sent.
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
    is_recording_down: bool
    is_picture_requested: bool
    document: DocumentSheet | None
    challenge: ChallengeSheet | None
    guest: GuestCard | None
    supervisor: AgentCard | None  # who came in for the customer to hear and see
    colleague: AgentCard | None  # another agent, for all to hear and see
    held_since: float | None
    is_handed_on: bool  # an agent has passed the customer on, to the next or into the queue
    screen: LegName | None
    script: StepSheet | None
    code: CodeSheet | None
    kept_until: float | None
    deferral: DeferralView | None
    turned_away: NoPlace | None
    close_reason: CloseReason | None
    rating: int | None
    is_audio_first: bool
    has_agreed_to_location: bool | None
    is_position_wanted: bool


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
    device_changed_at: float | None
    talking_since: float | None
    kept_until: float | None
    is_picture_requested: bool
    guest: GuestCard | None
    supervisor: AgentCard | None  # who whispers or came in; not who listens
    is_whispered: bool  # only the agent hears the supervisor
    screen: LegName | None
    is_leading_over: bool  # this is the supervisor who took over
    pictures: tuple[Picture, ...]
    document: DocumentCard | None
    checks: tuple[Check, ...]
    for_two: tuple[CheckId, ...]  # the checks that do not pass without a second person
    presence: Sitter
    script: ScriptGuide | None
    close_reason: CloseReason | None
    ended_at: float | None
    wrap_up_until: float | None  # by when the agent is free again at the latest
    seat: DeskSeat = DeskSeat.LEAD
    word: ColleagueWord | None = None
    held_since: float | None = None
    consult: ConsultView | None = None
    help_asked_at: float | None = None
    location: LocationCard | None = None


class GuestView(msgspec.Struct, frozen=True, kw_only=True):
    """A third party's side. `media_epoch` is None before the consent."""

    name: str
    relation: Relation
    business: str
    stage: Stage
    has_agreed: bool
    agent: AgentCard | None
    media_epoch: int | None
    is_customer_here: bool
    is_agent_here: bool
    is_recording: bool
    is_recording_down: bool
    supervisor: AgentCard | None
    colleague: AgentCard | None
    held_since: float | None
    screen: LegName | None


class SupervisorView(msgspec.Struct, frozen=True, kw_only=True):
    """The call that a supervisor is in."""

    session_id: SessionId
    mode: SupervisorMode
    agent: AgentCard | None
    customer_name: str
    business: str
    stage: Stage
    media_epoch: int | None
    is_customer_here: bool
    is_agent_here: bool
    is_recording: bool
    talking_since: float | None
    guest: GuestCard | None
    colleague: AgentCard | None
    held_since: float | None
    screen: LegName | None


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """What rings at the desk. `waited_s` is counted when the offer is made.

    `word` is of the agent who hands the customer on, or asks for a colleague (`is_consultation`).
    `is_callback`: nobody waits; who accepts has the customer invited again, and is free at once.
    """

    offer_id: OfferId
    session_id: SessionId
    customer: Customer
    business: str
    waited_s: float
    expires_at: float
    word: ColleagueWord | None = None
    is_consultation: bool = False
    is_callback: bool


def customer_view(session: Session) -> CustomerView:
    return CustomerView(
        session_id=session.session_id,
        reference=session.customer.reference,
        business=session.business,
        stage=session.stage,
        consents=session.consents,
        agent=session.agent,
        media_epoch=session.media_epoch if session.media_node else None,
        is_agent_here=_is_there(session, session.lead_leg),
        is_recording=_is_recording(session),
        is_recording_down=session.recording_stalled is not None,
        is_picture_requested=session.is_picture_requested,
        document=document_sheet(session),
        challenge=challenge_sheet(session),
        guest=_guest_card(session),
        supervisor=_supervisor_card(session, _HEARD_BY_ALL),
        colleague=_heard_colleague(session),
        held_since=session.held_since,
        is_handed_on=bool(session.handed_on),
        screen=session.screen,
        script=step_sheet(session),
        code=_code_sheet(session),
        kept_until=kept_until(session),
        deferral=_deferral_view(session),
        turned_away=session.turned_away if session.stage is Stage.TURNED_AWAY else None,
        close_reason=session.close_reason,
        rating=session.rating,
        is_audio_first=session.is_audio_first,
        has_agreed_to_location=(
            session.location_consent.is_given if session.location_consent else None
        ),
        is_position_wanted=session.location is not None and session.location.answer is None,
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
        device_changed_at=session.device_changed_at,
        talking_since=session.talking_since,
        kept_until=kept_until(session),
        is_picture_requested=session.is_picture_requested,
        guest=_guest_card(session),
        supervisor=_supervisor_card(session, _HEARD_BY_THE_AGENT),
        is_whispered=_supervisor_card(session, {SupervisorMode.WHISPER}) is not None,
        screen=session.screen,
        is_leading_over=session.lead is LegName.SUPERVISOR,
        pictures=session.pictures,
        document=document_card(session),
        checks=session.checks,
        for_two=tuple(
            check.check_id
            for check in session.checks
            if lacks_second_person(check, session.document)
        ),
        presence=session.presence,
        script=script_guide(session),
        close_reason=session.close_reason,
        ended_at=session.ended_at,
        wrap_up_until=wrap_up_ends_at(session) if session.stage is Stage.WRAPPING_UP else None,
        word=word_of_last(session),
        held_since=session.held_since,
        consult=consult_view(session),
        help_asked_at=session.help_asked_at,
        location=location_card(session),
    )


def guest_view(session: Session) -> GuestView | None:
    """Return what the guest may see; None without one, and when the call is over."""
    guest = session.guest
    if guest is None or session.stage not in IN_CALL:
        return None
    has_agreed = guest.consented_at is not None
    has_media = has_agreed and session.media_node is not None
    return GuestView(
        name=guest.name,
        relation=guest.relation,
        business=session.business,
        stage=session.stage,
        has_agreed=has_agreed,
        agent=session.agent,
        media_epoch=session.media_epoch if has_media else None,
        is_customer_here=_is_there(session, session.customer_leg),
        is_agent_here=_is_there(session, session.lead_leg),
        is_recording=_is_recording(session),
        is_recording_down=session.recording_stalled is not None,
        supervisor=_supervisor_card(session, _HEARD_BY_ALL),
        colleague=_heard_colleague(session),
        held_since=session.held_since,
        screen=session.screen,
    )


def supervisor_view(session: Session) -> SupervisorView | None:
    """Return what the supervisor may see; None without one, and when the call is over."""
    supervision = session.supervision
    if supervision is None or session.stage not in AT_HAND:
        return None
    if session.stage is Stage.WRAPPING_UP and session.lead is not LegName.SUPERVISOR:
        return None
    return SupervisorView(
        session_id=session.session_id,
        mode=supervision.mode,
        agent=session.agent,
        customer_name=session.customer.name,
        business=session.business,
        stage=session.stage,
        media_epoch=session.media_epoch if session.media_node else None,
        is_customer_here=_is_there(session, session.customer_leg),
        is_agent_here=_is_there(session, session.lead_leg),
        is_recording=_is_recording(session),
        talking_since=session.talking_since,
        guest=_guest_card(session),
        colleague=session.colleague,
        held_since=session.held_since,
        screen=session.screen,
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
        word=word_of_last(session),
        is_callback=session.is_callback,
    )


def _deferral_view(session: Session) -> DeferralView | None:
    deferral, window = session.deferral, window_of(session)
    if deferral is None:
        return None
    return DeferralView(
        kind=deferral.kind,
        begins_at=deferral.begins_at,
        ends_at=deferral.ends_at,
        opens_at=window[0] if window else None,
        closes_at=window[1] if window else None,
    )


def _code_sheet(session: Session) -> CodeSheet | None:
    if session.stage not in IN_CALL or session.code_digest is None:
        return None
    check = session.checks[-1]
    code = check.other_way.code if check.other_way else None
    if code is None:
        return None
    return CodeSheet(check.check_id, code.number, code.expires_at, code.tries_left)


def _guest_card(session: Session) -> GuestCard | None:
    guest = session.guest
    if guest is None or session.stage not in IN_CALL:
        return None
    has_agreed = guest.consented_at is not None
    return GuestCard(guest.name, guest.relation, has_agreed, session.guest_leg.is_flowing)


def _supervisor_card(session: Session, modes: Container[SupervisorMode]) -> AgentCard | None:
    supervision = session.supervision
    is_to_be_seen = supervision is not None and supervision.mode in modes
    return supervision.card if supervision is not None and is_to_be_seen else None


def _heard_colleague(session: Session) -> AgentCard | None:
    """Return the colleague as the customer's side may know: from when all talk together."""
    return session.colleague if session.held_since is None else None


def _is_there(session: Session, leg: LegState) -> bool:
    """Say whether there is somebody to talk to; before the first picture the page is enough."""
    if session.stage not in IN_CALL:
        return False
    return leg.is_flowing or (session.talking_since is None and leg.away_since is None)


def _is_recording(session: Session) -> bool:
    is_flowing = session.customer_leg.is_flowing or session.lead_leg.is_flowing
    return session.stage in IN_CALL and is_flowing and session.recording_stalled is None
