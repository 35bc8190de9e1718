"""Every message on the WebSockets, defined once; the window's TypeScript is generated from here.

A page says `hello` first. Each later frame from the server is a `Numbered` envelope: `seq` counts
per participant from 1 without holes within one `epoch`; a page that reconnects says the last one
it saw and gets the rest. `seq` 0 marks answers that belong to this connection alone (`welcome`,
`refused`, `pong`, `place_changed`, `agent_state_changed`, `floor_changed`,
`quality_changed`, `notice_changed`, `challenge_guided`, an `offer_made` that is sent again, and
what `floor_messages` has for supervisors).
"""

from typing import Annotated

import msgspec

from signaling.asked import Asked as _Asked
from signaling.floor_messages import (
    AgentsChanged,
    BoardChanged,
    ChangeAgentState,
    ChooseEmergency,
    TrendChanged,
)
from signaling.handing_on_messages import HandingOnMessage
from video_bank.ids import CheckId, OfferId, PictureId, SessionId
from video_bank.media.commands import SupervisorMode
from video_bank.media.quality import Quality
from video_bank.queues.ticket import AgentState, BreakReason, Place
from video_bank.scripts.script import Answer
from video_bank.sessions.outgoing import OutgoingMessage
from video_bank.sessions.session import AgentCard, Check, Stage
from video_bank.sessions.views import (
    AgentView,
    CustomerView,
    GuestView,
    OfferView,
    SupervisorView,
)
from video_bank.verification.document.values import DocumentKind, DocumentValues
from video_bank.verification.evidence import Decision
from video_bank.verification.liveness.guidance import Guidance
from video_bank.verification.location.location import Position, PositionAnswer

# From a page, first of all.


class Hello(msgspec.Struct, frozen=True, tag="hello", forbid_unknown_fields=True):
    """`epoch` and `last_seq` of the last frame seen, or empty and 0 on a fresh page."""

    epoch: str = ""
    last_seq: int = 0


class Ping(msgspec.Struct, frozen=True, tag="ping", forbid_unknown_fields=True):
    pass


# From either page.


class ConfirmValues(_Asked, frozen=True, tag="confirm_values"):
    """This is what stands on the document, says who reads it: the customer, or the agent."""

    values: DocumentValues


class SendMediaOffer(_Asked, frozen=True, tag="send_media_offer"):
    """`connection` is the page's name for the RTCPeerConnection that the answer belongs to."""

    connection: str
    sdp: str


class HangUpCall(_Asked, frozen=True, tag="hang_up_call"):
    pass


class ShowScreen(_Asked, frozen=True, tag="show_screen"):
    """Asked before the screen is sent: it is passed on when the view says whose it is."""


class HideScreen(_Asked, frozen=True, tag="hide_screen"):
    pass


# From the customer's page.


_ConsentText = Annotated[str, msgspec.Meta(pattern="^[0-9A-Za-z.-]{0,40}$")]


class SendConsents(_Asked, frozen=True, tag="send_consents"):
    """`text`: version and language of what the customer read."""

    recording: bool
    face: bool
    text: _ConsentText = ""


class SendLocationConsent(_Asked, frozen=True, tag="send_location_consent"):
    """`text`: as of the other consents."""

    is_given: bool
    text: _ConsentText = ""


class SendPosition(_Asked, frozen=True, tag="send_position"):
    """What the browser answered; with a position, no finer than 0.01 degrees, when it was sent."""

    answer: PositionAnswer
    position: Position | None = None


class JoinQueue(_Asked, frozen=True, tag="join_queue"):
    pass


class AskForCallback(_Asked, frozen=True, tag="ask_for_callback"):
    """Instead of waiting: an agent has the customer invited again when it is their turn."""


class CancelCallback(_Asked, frozen=True, tag="cancel_callback"):
    """Also an appointment: nothing of the visit is left."""


class ResumeVisit(_Asked, frozen=True, tag="resume_visit"):
    """The time has come; or the customer waits here rather than for a callback."""


class AnswerScriptStep(_Asked, frozen=True, tag="answer_script_step"):
    step: str
    answer: Answer


class DescribeCamera(_Asked, frozen=True, tag="describe_camera"):
    """The camera's label is looked at and not kept; `abilities` counts what it says that it can.

    `is_slow`: elder mode. `has_flash`: the screen may change its colour.
    """

    label: Annotated[str, msgspec.Meta(max_length=256)]
    abilities: int
    is_slow: bool
    has_flash: bool


class SkipPrompt(_Asked, frozen=True, tag="skip_prompt"):
    """The customer cannot do what prompt number `prompt` of the challenge asks for."""

    prompt: int


class SendRating(_Asked, frozen=True, tag="send_rating"):
    score: int


# From the desk.


class SetReady(_Asked, frozen=True, tag="set_ready"):
    pass


class TakeBreak(_Asked, frozen=True, tag="take_break"):
    reason: BreakReason = BreakReason.REST


class AcceptOffer(_Asked, frozen=True, tag="accept_offer"):
    offer_id: OfferId


class AcknowledgeOffer(_Asked, frozen=True, tag="acknowledge_offer"):
    """The page rings; an offer that is not acknowledged is sent again and again."""

    offer_id: OfferId


class DeclineOffer(_Asked, frozen=True, tag="decline_offer"):
    offer_id: OfferId


class RequestPicture(_Asked, frozen=True, tag="request_picture"):
    pass


class RequestDocument(_Asked, frozen=True, tag="request_document"):
    """Photographed side by side, read, and confirmed by both."""

    kind: DocumentKind


class StartFaceCheck(_Asked, frozen=True, tag="start_face_check"):
    """Without a challenge the machine alone never passes it."""

    picture_id: PictureId
    has_challenge: bool = True


class SkipCustomerPrompt(_Asked, frozen=True, tag="skip_customer_prompt"):
    """As `skip_prompt`, by the agent, who sees that the customer cannot."""

    prompt: int


class ConfirmDigits(_Asked, frozen=True, tag="confirm_digits"):
    """The agent heard the digits of prompt number `prompt`, or something else."""

    prompt: int
    is_right: bool


class DecideFaceCheck(_Asked, frozen=True, tag="decide_face_check"):
    check_id: CheckId
    decision: Decision
    reason: str = ""


class AskSupervisor(_Asked, frozen=True, tag="ask_supervisor"):
    """The agent wants to pass the check; a supervisor who agrees passes it."""

    check_id: CheckId
    reason: str


class StartOtherWay(_Asked, frozen=True, tag="start_other_way"):
    """The way without a face, with this picture of the document."""

    picture_id: PictureId


class NoteControlAnswer(_Asked, frozen=True, tag="note_control_answer"):
    """`question` is a line of the customer's details, from 0."""

    check_id: CheckId
    question: int
    is_right: bool


class BeginScriptStep(_Asked, frozen=True, tag="begin_script_step"):
    """Also of a step that is open or done: it is gone through again."""

    step: str


class NoteSpokenAnswer(_Asked, frozen=True, tag="note_spoken_answer"):
    """The agent heard the customer say it."""

    step: str
    answer: Answer


class FinishScriptStep(_Asked, frozen=True, tag="finish_script_step"):
    """What the step asks to be seen, the agent confirms."""

    step: str
    both_faces: bool = False
    document: bool = False


class LetGuestGo(_Asked, frozen=True, tag="let_guest_go"):
    """Also takes back an invitation that nobody has followed yet."""


class CompleteWrapUp(_Asked, frozen=True, tag="complete_wrap_up"):
    result: str
    note: str = ""


# From a guest's page.


class SendGuestConsent(_Asked, frozen=True, tag="send_guest_consent"):
    recording: bool


# From a supervisor's page.


class SuperviseCall(_Asked, frozen=True, tag="supervise_call"):
    session_id: SessionId
    mode: SupervisorMode


class AnswerSecondLook(_Asked, frozen=True, tag="answer_second_look"):
    """The second person's word on a check that waits for it."""

    session_id: SessionId
    check_id: CheckId
    agrees: bool
    reason: str


class LeaveCall(_Asked, frozen=True, tag="leave_call"):
    pass


CustomerMessage = (
    Hello
    | Ping
    | SendMediaOffer
    | HangUpCall
    | ShowScreen
    | HideScreen
    | SendConsents
    | SendLocationConsent
    | SendPosition
    | JoinQueue
    | AskForCallback
    | CancelCallback
    | ResumeVisit
    | AnswerScriptStep
    | ConfirmValues
    | DescribeCamera
    | SkipPrompt
    | SendRating
)
GuestMessage = (
    Hello | Ping | SendMediaOffer | HangUpCall | ShowScreen | HideScreen | SendGuestConsent
)
FloorMessage = (
    Hello
    | Ping
    | SendMediaOffer
    | SuperviseCall
    | AnswerSecondLook
    | LeaveCall
    | ChangeAgentState
    | ChooseEmergency
)
DeskMessage = (
    Hello
    | Ping
    | SendMediaOffer
    | HangUpCall
    | ShowScreen
    | HideScreen
    | SetReady
    | TakeBreak
    | AcceptOffer
    | AcknowledgeOffer
    | DeclineOffer
    | RequestPicture
    | RequestDocument
    | ConfirmValues
    | StartFaceCheck
    | SkipCustomerPrompt
    | ConfirmDigits
    | DecideFaceCheck
    | AskSupervisor
    | StartOtherWay
    | NoteControlAnswer
    | BeginScriptStep
    | NoteSpokenAnswer
    | FinishScriptStep
    | LetGuestGo
    | CompleteWrapUp
    | HandingOnMessage
)

# From the server, unnumbered.


class WelcomeCustomer(msgspec.Struct, frozen=True, kw_only=True, tag="welcome_customer"):
    """The whole state; frames after `seq` of `epoch` follow.

    `is_location_asked`: the bank asks customers where they are.
    """

    epoch: str
    seq: int
    view: CustomerView
    server_time: float
    is_location_asked: bool


class WelcomeDesk(msgspec.Struct, frozen=True, kw_only=True, tag="welcome_desk"):
    epoch: str
    seq: int
    state: AgentState
    offer: OfferView | None
    view: AgentView | None
    server_time: float


class WelcomeGuest(msgspec.Struct, frozen=True, kw_only=True, tag="welcome_guest"):
    """`view` is None when there is no meeting to come to, or not any more."""

    epoch: str
    seq: int
    view: GuestView | None
    server_time: float


class FloorMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that goes on, in a supervisor's list. `customer_name` is masked."""

    session_id: SessionId
    agent: AgentCard | None
    customer_name: str
    business: str
    stage: Stage
    since: float
    has_guest: bool
    supervisor: AgentCard | None
    help_asked_at: float | None


class PausedAgent(msgspec.Struct, frozen=True):
    """An agent who let too many calls ring out, and is rung no more since then."""

    card: AgentCard
    since: float


class LookAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A check that waits for a second person. `customer_name` is masked."""

    session_id: SessionId
    agent: AgentCard | None
    customer_name: str
    business: str
    check: Check


class WelcomeFloor(msgspec.Struct, frozen=True, kw_only=True, tag="welcome_floor"):
    epoch: str
    seq: int
    view: SupervisorView | None
    meetings: tuple[FloorMeeting, ...]
    looks: tuple[LookAsked, ...]
    paused: tuple[PausedAgent, ...]
    server_time: float


class FloorChanged(msgspec.Struct, frozen=True, tag="floor_changed"):
    meetings: tuple[FloorMeeting, ...]
    looks: tuple[LookAsked, ...]
    paused: tuple[PausedAgent, ...]


class Pong(msgspec.Struct, frozen=True, tag="pong"):
    pass


class PlaceChanged(msgspec.Struct, frozen=True, tag="place_changed"):
    place: Place


class NoticeChanged(msgspec.Struct, frozen=True, tag="notice_changed"):
    """What an emergency level asks of the waiting page. `announcement` by language."""

    announcement: dict[str, str]
    callbacks_first: bool


class AgentStateChanged(msgspec.Struct, frozen=True, tag="agent_state_changed"):
    state: AgentState


class QualityChanged(msgspec.Struct, frozen=True, tag="quality_changed"):
    """How the links to the media node are just now; None where nothing is measured.

    `behind_s`: what came in the last so many seconds is not yet proven to be recorded.
    """

    own: Quality | None
    other: Quality | None
    behind_s: float | None


class ChallengeGuided(Guidance, frozen=True, tag="challenge_guided"):
    """The hint to show in a challenge, and the colour (`#rrggbb`) of the whole screen.

    The media node writes it, this page's desk passes it on as it is.
    """


# From the server, numbered: what the session says (`sessions.outgoing`).

ServerMessage = (
    WelcomeCustomer
    | WelcomeDesk
    | WelcomeGuest
    | WelcomeFloor
    | Pong
    | PlaceChanged
    | NoticeChanged
    | AgentStateChanged
    | FloorChanged
    | BoardChanged
    | AgentsChanged
    | TrendChanged
    | QualityChanged
    | ChallengeGuided
    | OutgoingMessage
)


class Numbered(msgspec.Struct, frozen=True):
    """The envelope of every frame from the server."""

    seq: int
    message: msgspec.Raw
