"""What the REST endpoints take and give.

The window's TypeScript and the OpenAPI document are made from here.
"""

from typing import Annotated

import msgspec

from signaling.recorded_document import RecordedDocument
from video_bank.audit.checkpoint import TroubleKind
from video_bank.caller import Role
from video_bank.errors import ErrorCode
from video_bank.ids import CheckId, CommentId, GuestId, PictureId, QueueId, SessionId, StaffId
from video_bank.media.commands import LegName
from video_bank.media.turn import IceServer
from video_bank.queues.policy import Priority
from video_bank.queues.ticket import Presence
from video_bank.recording.deletion import Receipt
from video_bank.recording.manifest import Gap, SealState
from video_bank.recording.quality_series import QualitySeries
from video_bank.retention.hold import Hold
from video_bank.sessions.location_views import LocationCard
from video_bank.sessions.session import (
    AgentCard,
    Check,
    CloseReason,
    Customer,
    Picture,
    Relation,
    Stage,
)
from video_bank.verification.evidence import Decision, Verdict


class ErrorBody(msgspec.Struct, frozen=True):
    """The body of every answer that is not 2xx."""

    code: ErrorCode
    is_retryable: bool


class House(msgspec.Struct, frozen=True):
    """GET /api/v1/house: what a page needs before anybody signs in."""

    bank_name: str
    server_time: float


class RedeemLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/join: the one-time token of a join link for a seat in its session (a cookie)."""

    token: str


class RedeemCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/join/code: the digits that another device of the customer's shows."""

    code: str


class Handover(msgspec.Struct, frozen=True, kw_only=True):
    """POST /api/v1/seat/handover: by which one other device takes over the seat, once.

    `url` holds a token behind `#`; at `address` the digits of `code` do the same.
    """

    url: str
    address: str
    code: str
    expires_at: float


class Seat(msgspec.Struct, frozen=True):
    """POST /api/v1/join…, GET /api/v1/seat: the session that this browser's cookie belongs to."""

    session_id: SessionId
    reference: str


class InviteThirdParty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/sessions/{session_id}/guests, by the agent who has the session at hand."""

    name: str
    relation: Relation


class GuestInvitation(msgspec.Struct, frozen=True):
    """`join_url` holds the token behind `#`; it can be opened once."""

    guest_id: GuestId
    join_url: str
    expires_at: float


class GuestSeat(msgspec.Struct, frozen=True):
    """POST /api/v1/guest/join: a cookie comes with it."""

    guest_id: GuestId


class Colleague(msgspec.Struct, frozen=True):
    """Somebody who is signed on; only who is ready can be rung."""

    card: AgentCard
    presence: Presence
    since: float


class ReachableSkill(msgspec.Struct, frozen=True):
    skill: str
    free: int


class ReachableQueue(msgspec.Struct, frozen=True):
    queue: QueueId
    name: str
    free: int
    waiting: int


class Colleagues(msgspec.Struct, frozen=True):
    """GET /api/v1/colleagues: to whom a customer can be handed on; who is free comes first."""

    agents: tuple[Colleague, ...]
    skills: tuple[ReachableSkill, ...]
    queues: tuple[ReachableQueue, ...]


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/staff/sign-in."""

    username: str
    password: str


class StaffProfile(msgspec.Struct, frozen=True):
    """POST /api/v1/staff/sign-in and GET /api/v1/staff/me."""

    staff_id: StaffId
    display_name: str
    staff_number: str
    role: Role


class IceServers(msgspec.Struct, frozen=True):
    """GET /api/v1/ice-servers: for the next RTCPeerConnection; the credentials last `life_s`."""

    servers: tuple[IceServer, ...]
    life_s: float


class CreateSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/sessions, with the bank system's API key as bearer token.

    The header `Idempotency-Key` makes a repeated request return the same session. `product` is the
    bank's word for what is sold: its script leads the meeting, its rules say how long it is kept.
    `language` is one of the routing policy's, or "" for any; what each priority is worth, the
    policy says.
    """

    queue: QueueId
    business: str
    customer: Customer
    product: str | None = None
    language: str = ""
    priorities: tuple[Priority, ...] = ()


class Invitation(msgspec.Struct, frozen=True):
    """`join_url` holds the token behind `#`, so that no server or referrer ever sees it."""

    session_id: SessionId
    join_url: str
    expires_at: float


class SessionReport(msgspec.Struct, frozen=True, kw_only=True):
    """GET /api/v1/sessions/{session_id} for the bank's systems."""

    session_id: SessionId
    reference: str
    queue: QueueId
    business: str
    stage: Stage
    close_reason: CloseReason | None
    created_at: float
    ended_at: float | None
    agent: AgentCard | None
    verdict: Verdict | None
    decision: Decision | None
    rating: int | None
    recording: SealState | None


class PictureReceipt(msgspec.Struct, frozen=True):
    """POST /api/v1/sessions/{session_id}/pictures (the body is a JPEG or PNG of at most 10 MB)."""

    picture_id: PictureId


class RetentionNote(msgspec.Struct, frozen=True):
    """`keep_until` is None while no end is in sight; `rule` is the schedule's, or "legal_hold"."""

    rule: str
    keep_until: float | None
    holds: int


class RecordingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the auditor's list. `customer_name` is masked."""

    session_id: SessionId
    customer_name: str
    reference: str
    business: str
    agent: AgentCard | None
    stage: Stage
    close_reason: CloseReason | None
    created_at: float
    ended_at: float | None
    duration_s: float | None
    seal: SealState | None
    seal_progress: float | None  # 0 to 1 while it is being sealed
    verdict: Verdict | None
    decision: Decision | None
    rating: int | None
    product: str | None
    missed_steps: int  # of its script
    retention: RetentionNote | None


class TrailAlarm(msgspec.Struct, frozen=True):
    """The trail does not agree with its checkpoints, since `at`."""

    finding: TroubleKind
    at: float


class RecordingList(msgspec.Struct, frozen=True):
    """GET /api/v1/recordings; `next_before` is None on the last page."""

    rows: tuple[RecordingRow, ...]
    next_before: str | None
    alarms: tuple[TrailAlarm, ...]


class RetentionReport(msgspec.Struct, frozen=True, kw_only=True):
    """GET /api/v1/sessions/{session_id}/retention; `rule` is None while the session goes on."""

    session_id: SessionId
    rule: str | None
    keep_until: float | None
    product_ended_at: float | None
    holds: tuple[Hold, ...]
    receipt: Receipt | None


class NoteProductEnd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """PUT /api/v1/sessions/{session_id}/product-end: maturity, redemption, or no sale at all."""

    ended_at: float


class WithdrawConsent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/sessions/{session_id}/consent-withdrawal: which consents are taken back."""

    recording: bool = False
    face: bool = False
    location: bool = False


class SendCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    check_id: CheckId


class TypeCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the customer read on the own phone."""

    check_id: CheckId
    code: Annotated[str, msgspec.Meta(pattern="^[0-9]{6}$")]


class GiveReason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/recordings/{session_id}/holds…: why."""

    reason: str


class HoldPlaced(msgspec.Struct, frozen=True):
    number: int


class LegTrack(msgspec.Struct, frozen=True, kw_only=True):
    """One leg, or its screen, to play.

    `url` answers HTTP ranges; `starts_at_s` is on the recording's clock.
    """

    leg: LegName
    is_screen: bool
    url: str
    starts_at_s: float
    duration_s: float
    takes: int
    gaps: tuple[Gap, ...]
    is_cut_short: bool


class TrailLine(msgspec.Struct, frozen=True, kw_only=True):
    """`offset_s` is on the recording's clock, None without a recording; negative before media."""

    number: int
    at: float
    offset_s: float | None
    kind: str
    actor: str
    facts: dict[str, str | int | float | bool | None]


class Integrity(msgspec.Struct, frozen=True, kw_only=True):
    """What was verified just now: the trail's chain, the manifest's signature."""

    is_trail_whole: bool
    is_signature_valid: bool | None
    checked_at: float


class CommentView(msgspec.Struct, frozen=True, kw_only=True):
    """A comment on the time line; a bookmark where `text` is empty."""

    comment_id: CommentId
    written_by: str  # the display name
    written_at: float
    position_s: float
    text: str


class RecordingDetail(msgspec.Struct, frozen=True, kw_only=True):
    """GET /api/v1/recordings/{session_id}; reading it is itself an entry on the trail."""

    row: RecordingRow
    seal_error: str | None
    clock_zero: float | None
    legs: tuple[LegTrack, ...]
    checks: tuple[Check, ...]
    pictures: tuple[Picture, ...]
    document: RecordedDocument | None
    location: LocationCard | None
    comments: tuple[CommentView, ...]
    trail: tuple[TrailLine, ...]
    integrity: Integrity


class LegQuality(msgspec.Struct, frozen=True):
    leg: LegName
    series: QualitySeries


class RecordedQuality(msgspec.Struct, frozen=True):
    """GET /api/v1/recordings/{session_id}/quality: the legs whose link was measured."""

    legs: tuple[LegQuality, ...]


class NotePlayback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/recordings/{session_id}/playback: play, pause and seek go on the trail."""

    action: str  # "play", "pause" or "seek"
    position_s: float
