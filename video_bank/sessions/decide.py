"""What follows from an event: the session's whole behaviour as one pure function."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from video_bank.errors import BankError, ErrorCode
from video_bank.media.commands import LegName
from video_bank.media.news import (
    CallClosed,
    LegAnswered,
    LegConnected,
    LegFlowing,
    LegLost,
    LegRefused,
    RecordingAlive,
    RecordingStalled,
    UnknownCall,
)
from video_bank.queues.news import (
    AgentBack,
    AgentGone,
    AgentPaused,
    ColleagueRung,
    NobodyFree,
    OfferEnded,
    OfferMade,
    PlaceRefused,
    WrapUpOver,
    WrapUpShortened,
)
from video_bank.sessions import requests
from video_bank.sessions.desk_views import desk_view
from video_bank.sessions.draft import Draft, Step
from video_bank.sessions.effects import Effect, TellAgent, TellCustomer, TellGuest, TellSupervisor
from video_bank.sessions.inbox import (
    AgentJoined,
    CustomerPageLost,
    LiveStateLost,
    MediaMoved,
    MediaPlaced,
    NodeLost,
    SessionEvent,
    TimeRanOut,
)
from video_bank.sessions.outgoing import (
    AgentViewChanged,
    CustomerViewChanged,
    GuestViewChanged,
    Refused,
    SupervisorViewChanged,
)
from video_bank.sessions.requests import ParticipantRequest
from video_bank.sessions.rules import (
    arrival,
    calling,
    challenging,
    checking,
    consulting,
    deferring,
    documents,
    due,
    ending,
    handed_on,
    locating,
    other_way,
    parties,
    scripting,
    second_look,
    transferring,
    waiting,
)
from video_bank.sessions.seats import staff_at_hand
from video_bank.sessions.session import Session
from video_bank.sessions.views import customer_view, guest_view, supervisor_view
from video_bank.verification.evidence import CheckFailed, CheckFinished, InquiryAnswered
from video_bank.verification.liveness.progress import ChallengeMoved, PresenceChanged

_Rule = Callable[[Draft, Any], None]

# Each event's rule. Not here: an accepted offer, of which the host makes an `AgentJoined`.
_RULES: Final[dict[type, _Rule]] = {
    requests.NoteArrival: arrival.note_arrival,
    requests.NoteHandover: calling.change_device,
    requests.NotePresence: arrival.note_presence,
    requests.GiveConsents: arrival.give_consents,
    requests.GiveLocationConsent: locating.give_location_consent,
    requests.NotePosition: locating.note_position,
    requests.NoteAddress: locating.note_address,
    requests.EnterQueue: arrival.enter_queue,
    requests.LeaveCallback: deferring.leave_callback,
    requests.BookSlot: deferring.book_slot,
    requests.CancelDeferral: deferring.cancel_deferral,
    requests.ComeBack: deferring.come_back,
    requests.SettleDeferral: deferring.settle_deferral,
    requests.NoteMessage: deferring.note_message,
    requests.OfferMedia: calling.offer_media,
    requests.HangUp: ending.hang_up,
    requests.AskForPicture: checking.ask_for_picture,
    requests.NotePicture: checking.note_picture,
    requests.AskForDocument: documents.ask_for_document,
    requests.NoteDocumentSide: documents.note_document_side,
    requests.ConfirmDocument: documents.confirm_document,
    requests.BeginCheck: checking.begin_check,
    requests.DecideCheck: checking.decide_check,
    requests.AskSecondLook: second_look.ask_second_look,
    requests.GiveSecondLook: second_look.give_second_look,
    requests.BeginOtherWay: other_way.begin_other_way,
    requests.NoteAnswer: other_way.note_answer,
    requests.NoteCodeSent: other_way.note_code_sent,
    requests.TypeCode: other_way.type_code,
    requests.PrepareChallenge: challenging.prepare,
    requests.EasePrompt: challenging.ease,
    requests.JudgePrompt: challenging.judge,
    requests.BeginStep: scripting.begin_step,
    requests.AnswerStep: scripting.answer_step,
    requests.FinishStep: scripting.finish_step,
    requests.FinishWrapUp: ending.finish_wrap_up,
    requests.InviteGuest: parties.invite_guest,
    requests.GiveGuestConsent: parties.give_guest_consent,
    requests.DismissGuest: parties.dismiss_guest,
    requests.HoldCustomer: consulting.hold_customer,
    requests.AskColleague: consulting.ask_colleague,
    requests.TakeBack: consulting.take_back,
    requests.HandOver: transferring.hand_over,
    requests.Transfer: transferring.transfer,
    requests.AskForHelp: transferring.ask_for_help,
    requests.Supervise: parties.supervise,
    requests.StopSupervising: parties.stop_supervising,
    requests.ShareScreen: parties.share_screen,
    requests.Rate: ending.rate,
    OfferMade: waiting.note_offer,
    OfferEnded: waiting.note_offer_end,
    AgentGone: waiting.note_agent_lease,
    AgentBack: waiting.note_agent_lease,
    AgentPaused: waiting.note_pause,
    ColleagueRung: consulting.note_rung,
    NobodyFree: consulting.note_nobody_free,
    WrapUpOver: handed_on.skip_part,
    WrapUpShortened: ending.shorten_wrap_up,
    PlaceRefused: ending.refuse_place,
    AgentJoined: waiting.join_agent,
    LiveStateLost: waiting.restore,
    MediaPlaced: calling.place_media,
    MediaMoved: calling.move_media,
    LegAnswered: calling.note_leg,
    LegRefused: calling.note_leg,
    LegConnected: calling.note_leg,
    LegFlowing: calling.note_leg,
    LegLost: calling.note_leg,
    RecordingStalled: calling.note_recording,
    RecordingAlive: calling.note_recording,
    NodeLost: ending.lose_node,
    UnknownCall: ending.lose_node,
    CallClosed: ending.note_call_closed,
    ChallengeMoved: challenging.note_progress,
    PresenceChanged: challenging.note_presence,
    CheckFinished: checking.note_check,
    CheckFailed: checking.note_check,
    InquiryAnswered: other_way.note_inquiry,
    CustomerPageLost: arrival.note_page_lost,
    TimeRanOut: due.run_out,
}
_OF_THE_AGENT: Final = (
    requests.AskForPicture,
    requests.AskForDocument,
    requests.BeginCheck,
    requests.DecideCheck,
    requests.AskSecondLook,
    requests.BeginOtherWay,
    requests.NoteAnswer,
    requests.NoteCodeSent,
    requests.JudgePrompt,
    requests.BeginStep,
    requests.FinishStep,
    requests.FinishWrapUp,
    requests.InviteGuest,
    requests.DismissGuest,
    requests.HoldCustomer,
    requests.AskColleague,
    requests.TakeBack,
    requests.HandOver,
    requests.Transfer,
    requests.AskForHelp,
)


def decide(session: Session, event: SessionEvent, now: float) -> Step:
    """Return the step; a request that is refused changes nothing and says so to its page."""
    draft = Draft(session, now)
    try:
        if rule := _RULES.get(type(event)):
            rule(draft, event)
    except BankError as error:
        draft = Draft(session, now)
        if isinstance(event, ParticipantRequest):
            _refuse(draft, event, error.code)
    return draft.step(list(_changed_views(session, draft.session)))


def _refuse(draft: Draft, asked: ParticipantRequest, code: ErrorCode) -> None:
    refused = Refused(request_id=asked.request_id, code=code)
    match asked:
        case requests.Supervise(card=card) | requests.GiveSecondLook(card=card):
            draft.do(TellSupervisor(card.staff_id, refused))
        case requests.StopSupervising(staff_id=staff_id):
            draft.do(TellSupervisor(staff_id, refused))
        case requests.GiveGuestConsent(guest_id=guest_id):
            draft.do(TellGuest(guest_id, refused))
        case requests.OfferMedia(guest_id=guest_id) if guest_id is not None:
            draft.do(TellGuest(guest_id, refused))
        case _:
            draft.tell(_leg_of(asked, draft.session), refused)


def _leg_of(asked: ParticipantRequest, session: Session) -> LegName:
    """Return where a request came from."""
    match asked:
        case requests.NotePicture(taken_by=leg) | requests.NoteDocumentSide(taken_by=leg):
            return leg
        case requests.OfferMedia(leg=leg) | requests.HangUp(leg=leg):
            return leg
        case requests.NotePresence(leg=leg) | requests.ShareScreen(leg=leg):
            return leg
        case (
            requests.AnswerStep(leg=leg)
            | requests.ConfirmDocument(leg=leg)
            | requests.EasePrompt(leg=leg)
        ):
            return leg
        case _:
            return session.lead if isinstance(asked, _OF_THE_AGENT) else LegName.CUSTOMER


def _changed_views(before: Session, after: Session) -> Iterator[Effect]:
    """Yield what each page has to know: a view is sent whole, and only when it differs."""
    if customer_view(before) != customer_view(after):
        yield TellCustomer(CustomerViewChanged(customer_view(after)))
    for staff_id in sorted(staff_at_hand(before) | staff_at_hand(after)):
        view = desk_view(after, staff_id)
        if desk_view(before, staff_id) != view:
            yield TellAgent(staff_id, AgentViewChanged(view))
    yield from _guest_views(before, after)
    yield from _supervisor_views(before, after)


def _guest_views(before: Session, after: Session) -> Iterator[Effect]:
    had, has = before.guest, after.guest
    if had is not None and (has is None or has.guest_id != had.guest_id):
        yield TellGuest(had.guest_id, GuestViewChanged(None))
    if has is not None and guest_view(before) != guest_view(after):
        yield TellGuest(has.guest_id, GuestViewChanged(guest_view(after)))


def _supervisor_views(before: Session, after: Session) -> Iterator[Effect]:
    had = before.supervision.card.staff_id if before.supervision else None
    has = after.supervision.card.staff_id if after.supervision else None
    if had is not None and had != has:
        yield TellSupervisor(had, SupervisorViewChanged(None))
    if has is not None and (had != has or supervisor_view(before) != supervisor_view(after)):
        yield TellSupervisor(has, SupervisorViewChanged(supervisor_view(after)))
