"""Every kind of event that a session may meet, in any of its forms that can matter."""

from typing import Any, Final

from hypothesis import strategies as st

from tests.video_bank.sessions.stories import (
    AMIR,
    NODE,
    OFFER,
    OTHER_NODE,
    PICTURE,
    SESSION,
    START,
    evidence,
)
from video_bank.errors import ErrorCode
from video_bank.ids import CheckId, GuestId, MessageId, OfferId, PictureId, StaffId
from video_bank.media import news as media
from video_bank.media.commands import LegName, SupervisorMode
from video_bank.queues import news as queue
from video_bank.queues.ticket import Target, TargetKind
from video_bank.scripts.progress import Seen
from video_bank.scripts.script import Answer
from video_bank.sessions import inbox, requests
from video_bank.sessions.deadlines import Due
from video_bank.sessions.rules.checks import check_id_of
from video_bank.sessions.session import AgentCard, Relation
from video_bank.verification.evidence import CheckFailed, CheckFinished, Decision, Verdict
from video_bank.verification.location.location import AddressSeen, Position, PositionAnswer

ADA: Final = AgentCard(StaffId("staff_" + "7" * 24), "Ada", "A1002")
OTHER_OFFER: Final = OfferId("offer_" + "8" * 24)
OTHER_PICTURE: Final = PictureId("pic_" + "9" * 24)

GUEST: Final = GuestId("guest_" + "a" * 24)
OTHER_GUEST: Final = GuestId("guest_" + "b" * 24)

_REQUEST_IDS: Final = ("r1", "r2")
CHECKS: Final[list[CheckId]] = [
    check_id_of(requests.BeginCheck(session_id=SESSION, request_id=each, picture_id=PICTURE))
    for each in _REQUEST_IDS
]

_legs = st.sampled_from(LegName)
_guests = st.sampled_from([GUEST, OTHER_GUEST])
_offers = st.sampled_from([OFFER, OTHER_OFFER])
_cards = st.sampled_from([AMIR, ADA])
_staff = _cards.map(lambda card: card.staff_id)
_nodes = st.sampled_from([NODE, OTHER_NODE])
_takes = st.integers(1, 3)
_pictures = st.sampled_from([PICTURE, OTHER_PICTURE])
_checks = st.sampled_from(CHECKS)
_reasons = st.sampled_from(["", "because", "x" * 501])
_digests = st.sampled_from(["one", "other"])
_script_steps = st.sampled_from(["first", "tapped", "said", "seen", "nothing"])
_answers = st.sampled_from(Answer)
_words = st.sampled_from(["", "about the deed", "x" * 1001])
_targets = st.sampled_from(
    [
        Target(TargetKind.AGENT, ADA.staff_id),
        Target(TargetKind.AGENT, AMIR.staff_id),
        Target(TargetKind.SKILL, "deeds"),
        Target(TargetKind.QUEUE, "cards"),
    ]
)
_slots = st.sampled_from([START + 60, START + 120])
_codes = st.sampled_from([ErrorCode.NO_FACE, ErrorCode.DISK_FULL])

_positions = st.sampled_from([None, Position(31.22, 121.46), Position(52.5, 13.4)])
_addresses = st.builds(
    AddressSeen,
    country=st.sampled_from(["CN", "DE"]),
    is_home=st.booleans(),
    is_hosting=st.booleans(),
    position=_positions,
)


def _asked(
    kind: type[requests.ParticipantRequest], **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    request_ids = st.sampled_from(_REQUEST_IDS)
    return st.builds(kind, session_id=st.just(SESSION), request_id=request_ids, **fields)


def _told(kind: type[Any], *fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, st.just(SESSION), *fields)


OF_THE_CUSTOMER: Final = [
    _asked(requests.NoteArrival),
    _asked(requests.NoteHandover),
    _asked(requests.NotePresence, leg=_legs, is_here=st.booleans()),
    _asked(
        requests.GiveConsents, recording=st.sampled_from([True, True, False]), face=st.booleans()
    ),
    _asked(requests.GiveLocationConsent, is_given=st.booleans()),
    _asked(requests.NotePosition, answer=st.sampled_from(PositionAnswer), position=_positions),
    _asked(requests.NoteAddress, address=_addresses),
    _asked(requests.EnterQueue),
    _asked(requests.LeaveCallback),
    _asked(requests.BookSlot, begins_at=_slots, ends_at=st.just(START + 200)),
    _asked(requests.CancelDeferral),
    _asked(requests.ComeBack),
    _asked(
        requests.NoteMessage,
        message_id=st.just(MessageId("msg_" + "c" * 24)),
        pieces=st.just(3),
    ),
    _asked(requests.OfferMedia, leg=_legs, connection=st.sampled_from("abc"), sdp=st.just("v=0")),
    _asked(requests.HangUp, leg=_legs),
    _asked(requests.NotePicture, picture_id=_pictures, taken_by=_legs),
    _asked(requests.TypeCode, check_id=_checks, digest=_digests),
    _asked(requests.Rate, score=st.integers(0, 6)),
    _asked(requests.AnswerStep, leg=st.just(LegName.CUSTOMER), step=_script_steps, answer=_answers),
]
OF_THE_AGENT: Final = [
    _asked(requests.AskForPicture),
    _asked(
        requests.SettleDeferral,
        staff_id=_staff,
        is_done=st.booleans(),
        reason=st.sampled_from(["", "no answer", "x" * 201]),
    ),
    _asked(requests.BeginStep, step=_script_steps),
    _asked(requests.AnswerStep, leg=st.just(LegName.AGENT), step=_script_steps, answer=_answers),
    _asked(
        requests.FinishStep,
        step=_script_steps,
        seen=st.builds(Seen, both_faces=st.booleans(), document=st.booleans()),
    ),
    _asked(requests.BeginCheck, picture_id=_pictures),
    _asked(
        requests.DecideCheck,
        check_id=_checks,
        decision=st.sampled_from(Decision),
        reason=_reasons,
    ),
    _asked(requests.AskSecondLook, check_id=_checks, reason=_reasons),
    _asked(requests.BeginOtherWay, picture_id=_pictures),
    _asked(
        requests.NoteAnswer,
        check_id=_checks,
        question=st.integers(-1, 1),
        is_right=st.booleans(),
    ),
    _asked(requests.NoteCodeSent, check_id=_checks, digest=_digests),
    _asked(
        requests.FinishWrapUp,
        result=st.sampled_from(["", "granted", "x" * 65]),
        note=st.just(""),
        staff_id=_staff,
    ),
]
OF_THE_QUEUE: Final = [
    _told(queue.OfferMade, _offers, _staff, st.just(START + 20)),
    _told(queue.OfferEnded, _offers, _staff, st.sampled_from(queue.OfferEnd)),
    _told(queue.AgentPaused, _staff),
    _told(queue.ColleagueRung, _offers, _staff, st.just(START + 20)),
    _told(queue.NobodyFree),
    _told(queue.WrapUpOver, _staff),
    _told(queue.WrapUpShortened, _staff, st.just(START + 30)),
    _told(queue.PlaceRefused, st.sampled_from(queue.NoPlace)),
    _told(queue.AgentGone, _staff),
    _told(queue.AgentBack, _staff),
    _told(inbox.AgentJoined, _offers, _cards),
]
OF_THE_NODE: Final = [
    _told(media.LegAnswered, _legs, _takes, st.just("answer")),
    _told(media.LegRefused, _legs, _takes, st.just(ErrorCode.OFFER_REFUSED)),
    _told(media.LegConnected, _legs, _takes),
    _told(media.LegFlowing, _legs, _takes),
    _told(media.LegLost, _legs, _takes),
    _told(media.RecordingStalled, _codes),
    _told(media.RecordingAlive),
    _told(media.CallClosed, _nodes),
    _told(media.UnknownCall, _nodes),
    _told(CheckFinished, _checks, st.sampled_from(Verdict).map(evidence)),
    _told(CheckFailed, _checks, _codes),
]
OF_THE_HOST: Final = [
    _told(inbox.MediaPlaced, _nodes),
    _told(inbox.MediaMoved, _nodes, _nodes).filter(lambda moved: moved.from_node != moved.to_node),
    _told(inbox.NodeLost, _nodes),
    _told(inbox.CustomerPageLost),
    _told(inbox.LiveStateLost),
    _told(inbox.TimeRanOut, st.sampled_from(Due)),
]
OF_THIRD_PARTIES: Final = [
    _asked(
        requests.InviteGuest,
        guest_id=_guests,
        name=st.sampled_from(["Wen", "", "x" * 65]),
        relation=st.sampled_from(Relation),
    ),
    _asked(
        requests.GiveGuestConsent, guest_id=_guests, recording=st.sampled_from([True, True, False])
    ),
    _asked(requests.DismissGuest),
    _asked(requests.Supervise, card=_cards, mode=st.sampled_from(SupervisorMode)),
    _asked(requests.StopSupervising, staff_id=_staff),
    _asked(
        requests.GiveSecondLook,
        check_id=_checks,
        card=_cards,
        agrees=st.booleans(),
        reason=_reasons,
    ),
    _asked(requests.ShareScreen, leg=_legs, is_shown=st.booleans()),
]
OF_COLLEAGUES: Final = [
    _asked(requests.HoldCustomer, is_held=st.booleans()),
    _asked(requests.AskColleague, target=_targets, note=_words),
    _told(queue.ColleagueRung, _offers, _staff, st.just(START + 20)),
    _told(inbox.AgentJoined, _offers, _cards),
    _asked(requests.TakeBack),
    _asked(requests.HandOver),
    _asked(requests.Transfer, target=_targets, note=_words),
    _asked(requests.AskForHelp, is_wanted=st.booleans()),
]
EVENTS: Final[st.SearchStrategy[inbox.SessionEvent]] = st.one_of(
    *OF_THE_CUSTOMER,
    *OF_THE_AGENT,
    *OF_THE_QUEUE,
    *OF_THE_NODE,
    *OF_THE_HOST,
    *OF_THIRD_PARTIES,
    *OF_COLLEAGUES,
)
