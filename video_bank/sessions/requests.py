"""What participants ask of a session: commands, in the imperative, for its inbox.

`request_id` makes a repeated request harmless and names it in an answer.
"""

import msgspec

from video_bank.ids import CheckId, GuestId, MessageId, PictureId, SessionId, StaffId
from video_bank.media.commands import LegName, SupervisorMode
from video_bank.queues.ticket import Target
from video_bank.scripts.progress import Seen
from video_bank.scripts.script import Answer
from video_bank.sessions.session import AgentCard, Relation
from video_bank.verification.document.values import (
    CardSide,
    DocumentKind,
    DocumentValues,
    Field,
)
from video_bank.verification.evidence import Decision
from video_bank.verification.liveness.camera import CameraHints
from video_bank.verification.location.location import AddressSeen, Position, PositionAnswer


class _Request(msgspec.Struct, frozen=True, kw_only=True):
    session_id: SessionId
    request_id: str


class NoteArrival(_Request, frozen=True, tag="note_arrival"):
    """The customer's join link was redeemed."""


class NoteHandover(_Request, frozen=True, tag="note_handover"):
    """Another device of the customer's has taken over the seat."""


class NotePresence(_Request, frozen=True, tag="note_presence"):
    """A participant's page connected or its last one vanished.

    `network`: of the customer's page that connected, the network that it came from as a keyed
    digest, which is the same for the same session and network; empty for others.
    """

    leg: LegName
    is_here: bool
    network: str = ""


class GiveConsents(_Request, frozen=True, tag="give_consents"):
    recording: bool
    face: bool
    text: str = ""  # version and language of what was read; empty where the page did not say


class GiveLocationConsent(_Request, frozen=True, tag="give_location_consent"):
    is_given: bool
    text: str = ""  # as of the other consents


class NotePosition(_Request, frozen=True, tag="note_position"):
    """What the customer's browser answered; `position` counts with the answer that it was sent."""

    answer: PositionAnswer
    position: Position | None = None


class NoteAddress(_Request, frozen=True, tag="note_address"):
    """What is known of the address that the customer's page came from."""

    address: AddressSeen


class EnterQueue(_Request, frozen=True, tag="enter_queue"):
    pass


class LeaveCallback(_Request, frozen=True, tag="leave_callback"):
    """The customer goes, and keeps the place in the queue for a callback."""

    is_for_the_bank: bool = False  # its own system asks, for somebody who was not here yet


class BookSlot(_Request, frozen=True, tag="book_slot"):
    """A slot is held for the session: an appointment, or another time for the one there is.

    `booked_by` None: the customer.
    """

    begins_at: float
    ends_at: float
    booked_by: str | None = None


class CancelDeferral(_Request, frozen=True, tag="cancel_deferral"):
    """The customer wants no callback, or does not come to the appointment."""


class ComeBack(_Request, frozen=True, tag="come_back"):
    """The customer begins what was deferred, or waits at the page after all."""


class SettleDeferral(_Request, frozen=True, tag="settle_deferral"):
    """An agent says what came of a callback, an appointment or a message."""

    staff_id: StaffId
    is_done: bool  # False: try again
    reason: str


class NoteMessage(_Request, frozen=True, tag="note_message"):
    """The customer's video message is in the vault, whole."""

    message_id: MessageId
    pieces: int


class OfferMedia(_Request, frozen=True, tag="offer_media"):
    """A page made a new RTCPeerConnection; `connection` is the page's own name for it."""

    leg: LegName
    connection: str
    sdp: str
    guest_id: GuestId | None = None  # of a guest's page


class HangUp(_Request, frozen=True, tag="hang_up"):
    leg: LegName


class AskForPicture(_Request, frozen=True, tag="ask_for_picture"):
    """The agent asks the customer to photograph the document."""


class NotePicture(_Request, frozen=True, tag="note_picture"):
    picture_id: PictureId
    taken_by: LegName


class AskForDocument(_Request, frozen=True, tag="ask_for_document"):
    """The agent asks the customer for a document, side by side."""

    kind: DocumentKind


class NoteDocumentSide(_Request, frozen=True, tag="note_document_side"):
    """A side was photographed and read. `salt`: random, for the digests on the trail."""

    side: CardSide
    picture: PictureId
    card: PictureId | None
    taken_by: LegName
    values: DocumentValues
    unsure: tuple[Field, ...]
    salt: str


class ConfirmDocument(_Request, frozen=True, tag="confirm_document"):
    """The customer or whoever leads the meeting says that this stands on the document."""

    leg: LegName
    values: DocumentValues


class BeginCheck(_Request, frozen=True, tag="begin_check"):
    picture_id: PictureId
    has_challenge: bool = True


class PrepareChallenge(_Request, frozen=True, tag="prepare_challenge"):
    """What the customer's page says of its camera, and in which way its person is to be asked."""

    camera: CameraHints
    is_slow: bool
    has_flash: bool


class EasePrompt(_Request, frozen=True, tag="ease_prompt"):
    """The customer cannot do what prompt number `prompt` asks for."""

    leg: LegName
    prompt: int


class JudgePrompt(_Request, frozen=True, tag="judge_prompt"):
    """The agent heard what was read aloud: the digits that were asked for, or not."""

    prompt: int
    is_right: bool


class DecideCheck(_Request, frozen=True, tag="decide_check"):
    check_id: CheckId
    decision: Decision
    reason: str


class AskSecondLook(_Request, frozen=True, tag="ask_second_look"):
    """The agent wants to pass the check, and asks a supervisor to agree."""

    check_id: CheckId
    reason: str


class GiveSecondLook(_Request, frozen=True, tag="give_second_look"):
    check_id: CheckId
    card: AgentCard
    agrees: bool
    reason: str


class BeginOtherWay(_Request, frozen=True, tag="begin_other_way"):
    """The customer is identified without a face, by this picture of the document and questions."""

    picture_id: PictureId


class NoteAnswer(_Request, frozen=True, tag="note_answer"):
    """`question` is a line of the customer's details, from 0."""

    check_id: CheckId
    question: int
    is_right: bool


class NoteCodeSent(_Request, frozen=True, tag="note_code_sent"):
    """A one-time code is on its way to the customer; nothing but its digest goes in here."""

    check_id: CheckId
    digest: str


class TypeCode(_Request, frozen=True, tag="type_code"):
    """The digest of what the customer typed."""

    check_id: CheckId
    digest: str


class BeginStep(_Request, frozen=True, tag="begin_step"):
    """The agent begins a step of the script, or begins it anew."""

    step: str


class AnswerStep(_Request, frozen=True, tag="answer_step"):
    """The customer's answer: tapped (`leg` is the customer's), or heard by the agent."""

    leg: LegName
    step: str
    answer: Answer


class FinishStep(_Request, frozen=True, tag="finish_step"):
    step: str
    seen: Seen


class FinishWrapUp(_Request, frozen=True, tag="finish_wrap_up"):
    result: str
    note: str
    staff_id: StaffId


class InviteGuest(_Request, frozen=True, tag="invite_guest"):
    guest_id: GuestId
    name: str
    relation: Relation


class GiveGuestConsent(_Request, frozen=True, tag="give_guest_consent"):
    """A guest agrees to be recorded, or does not and goes."""

    guest_id: GuestId
    recording: bool


class DismissGuest(_Request, frozen=True, tag="dismiss_guest"):
    """The agent lets the guest go, or takes the invitation back."""


class HoldCustomer(_Request, frozen=True, tag="hold_customer"):
    """The agent draws the curtain before the customer, or opens it again."""

    is_held: bool


class AskColleague(_Request, frozen=True, tag="ask_colleague"):
    """Somebody free is to come into the call; meanwhile the customer is on hold."""

    target: Target
    note: str


class TakeBack(_Request, frozen=True, tag="take_back"):
    """The colleague goes, or rings no more, and the agent goes on with the customer."""


class HandOver(_Request, frozen=True, tag="hand_over"):
    """The colleague who is in the call leads it from now on."""


class Transfer(_Request, frozen=True, tag="transfer"):
    """The customer goes on to others by way of the queue, before all who wait."""

    target: Target
    note: str


class AskForHelp(_Request, frozen=True, tag="ask_for_help"):
    """The agent wants a supervisor in the call, or does not any more."""

    is_wanted: bool


class Supervise(_Request, frozen=True, tag="supervise"):
    """A supervisor comes into the call, or is there in another way from now on."""

    card: AgentCard
    mode: SupervisorMode


class StopSupervising(_Request, frozen=True, tag="stop_supervising"):
    staff_id: StaffId


class ShareScreen(_Request, frozen=True, tag="share_screen"):
    """A participant begins to show a screen, or ends it."""

    leg: LegName
    is_shown: bool


class Rate(_Request, frozen=True, tag="rate"):
    score: int


ParticipantRequest = (
    NoteArrival
    | NoteHandover
    | NotePresence
    | GiveConsents
    | GiveLocationConsent
    | NotePosition
    | NoteAddress
    | EnterQueue
    | LeaveCallback
    | BookSlot
    | CancelDeferral
    | ComeBack
    | SettleDeferral
    | NoteMessage
    | OfferMedia
    | HangUp
    | AskForPicture
    | NotePicture
    | AskForDocument
    | NoteDocumentSide
    | ConfirmDocument
    | BeginCheck
    | PrepareChallenge
    | EasePrompt
    | JudgePrompt
    | DecideCheck
    | AskSecondLook
    | GiveSecondLook
    | BeginOtherWay
    | NoteAnswer
    | NoteCodeSent
    | TypeCode
    | BeginStep
    | AnswerStep
    | FinishStep
    | FinishWrapUp
    | InviteGuest
    | GiveGuestConsent
    | DismissGuest
    | HoldCustomer
    | AskColleague
    | TakeBack
    | HandOver
    | Transfer
    | AskForHelp
    | Supervise
    | StopSupervising
    | ShareScreen
    | Rate
)
