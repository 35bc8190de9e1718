"""The nouns of a meeting. Everything here is a value; `host.py` is the only writer."""

from enum import StrEnum
from typing import Any

import msgspec

from video_bank.errors import ErrorCode
from video_bank.ids import (
    CheckId,
    GuestId,
    MessageId,
    NodeId,
    OfferId,
    PictureId,
    QueueId,
    SessionId,
    StaffId,
)
from video_bank.media.commands import Arrangement, LegName, SupervisorMode
from video_bank.queues.news import NoPlace
from video_bank.queues.ticket import Target, Wishes
from video_bank.scripts.progress import StepRun
from video_bank.scripts.script import LoadedScript
from video_bank.verification.document.document import Document
from video_bank.verification.evidence import Decision, Evidence
from video_bank.verification.liveness.camera import CameraHints
from video_bank.verification.liveness.progress import ChallengeProgress, Sitter
from video_bank.verification.location.location import Location
from video_bank.verification.other_way import OtherWay


class Stage(StrEnum):
    INVITED = "invited"
    ARRIVING = "arriving"  # consents, device check
    WAITING = "waiting"
    TURNED_AWAY = "turned_away"  # the queue has no place; something may be left instead
    DEFERRED = "deferred"  # comes back at a slot, or by the link of a callback
    OFFERED = "offered"
    CONNECTING = "connecting"
    TALKING = "talking"
    PARKED = "parked"  # the customer vanished in the call; agent and recording are kept
    WRAPPING_UP = "wrapping_up"
    CLOSED = "closed"
    ABANDONED = "abandoned"
    REFUSED = "refused"
    EXPIRED = "expired"


class CloseReason(StrEnum):
    CUSTOMER_HUNG_UP = "customer_hung_up"
    AGENT_HUNG_UP = "agent_hung_up"
    CUSTOMER_LEFT_THE_QUEUE = "customer_left_the_queue"
    CUSTOMER_VANISHED = "customer_vanished"
    CONSENT_REFUSED = "consent_refused"
    LINK_EXPIRED = "link_expired"
    MEDIA_FAILED = "media_failed"
    QUEUE_CLOSED = "queue_closed"
    QUEUE_FULL = "queue_full"
    WAITED_TOO_LONG = "waited_too_long"
    ALREADY_WAITING = "already_waiting"
    CAME_TOO_OFTEN = "came_too_often"
    APPOINTMENTS_ONLY = "appointments_only"
    DEFERRAL_CANCELLED = "deferral_cancelled"
    APPOINTMENT_MISSED = "appointment_missed"
    CALLBACK_DONE = "callback_done"  # settled by the agent without a meeting
    CALLBACK_UNREACHED = "callback_unreached"
    MESSAGE_LEFT = "message_left"


class Detail(msgspec.Struct, frozen=True):
    """One line of the customer's details as the bank's system gave it, for the agent's page."""

    label: str
    value: str


class Customer(msgspec.Struct, frozen=True):
    """Who was invited. `reference` is the bank's own number for the case."""

    name: str
    reference: str
    details: tuple[Detail, ...] = ()


class AgentCard(msgspec.Struct, frozen=True):
    """What a customer may know of the agent."""

    staff_id: StaffId
    display_name: str
    staff_number: str


class Consents(msgspec.Struct, frozen=True):
    """`face` may be refused: the meeting goes on by another way, without a face comparison."""

    recording: bool
    face: bool
    at: float
    text: str = ""  # version and language of what the customer read


class LocationConsent(msgspec.Struct, frozen=True):
    """Whether device and network may be looked at for where they are; a no changes nothing."""

    is_given: bool
    at: float
    text: str = ""  # version and language of what the customer read


class CheckState(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    BY_PEOPLE = "by_people"  # the way without a face: no machine is at work


class SecondLook(msgspec.Struct, frozen=True):
    """The agent wants to pass a check, and a supervisor agrees or does not; each gives a reason."""

    asked_by: StaffId
    reason: str
    asked_at: float
    by: AgentCard | None = None
    agrees: bool | None = None
    answer: str = ""
    answered_at: float | None = None


class Check(msgspec.Struct, frozen=True):
    """One identity check: what was compared or asked, what came out, what people decided."""

    check_id: CheckId
    picture_id: PictureId
    state: CheckState
    started_at: float
    evidence: Evidence | None = None
    failure: ErrorCode | None = None
    decision: Decision | None = None
    decision_reason: str = ""
    other_way: OtherWay | None = None
    second_look: SecondLook | None = None
    progress: ChallengeProgress | None = None  # of its challenge, the newest
    progressed_at: float | None = None


class Picture(msgspec.Struct, frozen=True):
    """An ID picture in the vault (`pictures/{session_id}/{picture_id}`)."""

    picture_id: PictureId
    taken_by: LegName
    taken_at: float


class LegState(msgspec.Struct, frozen=True):
    """One participant's connection.

    `take` counts connects, `connection` is the page's own name for the newest. `away_since`
    (seconds, UTC) is when the participant's last page vanished, None while one is here;
    `lost_since` when the last connection was lost, None while there is one and before the first.
    """

    take: int = 0
    connection: str = ""
    is_flowing: bool = False
    away_since: float | None = None
    lost_since: float | None = None


class Relation(StrEnum):
    """Why a third party is in the meeting."""

    EXPERT = "expert"  # of the bank, or an interpreter
    GUARANTOR = "guarantor"
    FAMILY = "family"


class Guest(msgspec.Struct, frozen=True):
    """A third party: invited by the agent, there since it agreed to be recorded."""

    guest_id: GuestId
    name: str
    relation: Relation
    consented_at: float | None = None


class Supervision(msgspec.Struct, frozen=True):
    """The supervisor who is in the call, and how."""

    card: AgentCard
    mode: SupervisorMode


class Offer(msgspec.Struct, frozen=True):
    """The customer rings at this agent's desk until `expires_at`."""

    offer_id: OfferId
    staff_id: StaffId
    expires_at: float


class Consultation(msgspec.Struct, frozen=True):
    """A colleague who was asked into the call: rings by `offer`, then is there, as `card` says."""

    target: Target
    note: str
    offer: Offer | None = None
    card: AgentCard | None = None


class DeferralKind(StrEnum):
    CALLBACK = "callback"
    APPOINTMENT = "appointment"


class Deferral(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer left instead of waiting at the page.

    An appointment lies from `begins_at` to `ends_at` (seconds, UTC). A callback keeps its place in
    the queue; when an agent takes it the customer is invited again, since `called_at`. `tries`
    counts the invitations that came to nothing.
    """

    kind: DeferralKind
    left_at: float
    begins_at: float | None = None
    ends_at: float | None = None
    called_at: float | None = None
    called_by: StaffId | None = None
    tries: int = 0


class VideoMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer recorded, as the browser made it, in pieces in the vault."""

    message_id: MessageId
    pieces: int
    left_at: float
    settled_at: float | None = None


class WrapUp(msgspec.Struct, frozen=True):
    result: str
    note: str
    finished_at: float


class HandedOn(msgspec.Struct, frozen=True, kw_only=True):
    """An agent passed the customer on: to whom, with what word, and what was noted afterwards.

    `is_wrapping_up` until the note is written, or Redis has forgotten that it was to be.
    """

    by: AgentCard
    target: Target
    note: str
    at: float
    talking_since: float | None
    is_wrapping_up: bool = True
    wrap_up_until: float | None = None
    wrap_up: WrapUp | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """`clock_zero`: wall clock of the recording's time zero, set when media is first placed.

    `media_epoch` rises whenever pages must connect anew, to another node or the same one.
    `script` is the product's as it was when the session was created: it does not change under way.
    """

    session_id: SessionId
    queue: QueueId
    business: str
    customer: Customer
    created_at: float
    wrapped_key: bytes
    product: str | None = None  # the bank's word for it
    script: LoadedScript | None = None
    script_runs: tuple[StepRun, ...] = ()
    stage: Stage = Stage.INVITED
    stage_since: float = 0.0
    consents: Consents | None = None
    location_consent: LocationConsent | None = None  # None: not asked, or not answered yet
    location: Location | None = None  # None: not agreed to, withdrawn, or deleted
    wishes: Wishes = Wishes()
    arrived_at: float | None = None  # of the ticket: the place in the queue survives everything
    re_entered_at: float | None = None  # an agent was there already, and the customer waits again
    answered_at: float | None = None  # by the first agent
    is_audio_first: bool = False  # the customer's camera is off until a step asks for it
    came_back_at: float | None = None  # from a deferral: this wait began then
    deferral: Deferral | None = None
    turned_away: NoPlace | None = None
    message: VideoMessage | None = None
    offer: Offer | None = None
    agent: AgentCard | None = None
    media_node: NodeId | None = None
    media_epoch: int = 0
    media_missing_since: float | None = None  # a call is on, and no node has it
    clock_zero: float | None = None
    customer_leg: LegState = LegState()
    agent_leg: LegState = LegState()
    guest_leg: LegState = LegState()
    supervisor_leg: LegState = LegState()
    colleague_leg: LegState = LegState()
    guest: Guest | None = None
    supervision: Supervision | None = None
    screen: LegName | None = None  # whose screen is shown
    held_since: float | None = None
    consultation: Consultation | None = None
    wanted: Target | None = None  # to whom the customer is on the way, back in the queue
    handed_on: tuple[HandedOn, ...] = ()
    help_asked_at: float | None = None
    device_changed_at: float | None = None  # the customer went on at another one in the call
    talking_since: float | None = None
    recording_stalled: ErrorCode | None = None
    is_picture_requested: bool = False
    pictures: tuple[Picture, ...] = ()
    document: Document | None = None
    checks: tuple[Check, ...] = ()
    code_digest: str | None = None  # of the one-time code that the customer may type
    camera: CameraHints = CameraHints()
    network: str = ""  # that the customer's page came from last, as a keyed digest
    network_changed_at: float | None = None
    is_challenge_slow: bool = False
    is_flash_allowed: bool = False
    presence: Sitter = Sitter.SAME  # of the face that was checked last
    close_reason: CloseReason | None = None
    ended_at: float | None = None  # when the call or the waiting ended, before wrap-up
    is_seal_asked: bool = False
    wrap_up_until: float | None = None  # in a wave: sooner than else
    wrap_up: WrapUp | None = None
    rating: int | None = None

    @property
    def is_callback(self) -> bool:
        """Say whether nobody waits at the page: the place in the queue is a callback's."""
        return (
            self.deferral is not None
            and self.deferral.kind is DeferralKind.CALLBACK
            and self.deferral.called_at is None
        )

    @property
    def lead(self) -> LegName:
        """Return the leg of whoever leads the meeting: the agent's, until one takes over."""
        has_taken_over = self.supervision and self.supervision.mode is SupervisorMode.LEAD
        return LegName.SUPERVISOR if has_taken_over else LegName.AGENT

    @property
    def lead_leg(self) -> LegState:
        return self.leg(self.lead)

    @property
    def arrangement(self) -> Arrangement:
        """Return who is to hear and see whom."""
        mode = self.supervision.mode if self.supervision else SupervisorMode.LISTEN
        return Arrangement(mode, self.screen, self.held_since is not None)

    @property
    def colleague(self) -> AgentCard | None:
        """Return the colleague who is in the call."""
        return self.consultation.card if self.consultation else None

    def leg(self, name: LegName) -> LegState:
        match name:
            case LegName.CUSTOMER:
                return self.customer_leg
            case LegName.AGENT:
                return self.agent_leg
            case LegName.GUEST:
                return self.guest_leg
            case LegName.SUPERVISOR:
                return self.supervisor_leg
            case LegName.COLLEAGUE:
                return self.colleague_leg

    def with_leg(self, name: LegName, **changes: Any) -> "Session":
        """Return the session with fields of one leg replaced."""
        leg = msgspec.structs.replace(self.leg(name), **changes)
        return msgspec.structs.replace(self, **{f"{name}_leg": leg})
