"""What follows from each event, from the link to the rating."""

import pytest

from tests.video_bank.sessions.stories import (
    AMIR,
    CUSTOMER,
    NODE,
    OFFER,
    OTHER_NODE,
    PAIR,
    PICTURE,
    QUEUE,
    SESSION,
    START,
    Story,
    check_id_of,
    effects_of,
    evidence,
    told,
)
from video_bank.errors import ErrorCode
from video_bank.ids import CheckId, OfferId, PictureId
from video_bank.media.commands import AttachLeg, CloseCall, DetachLeg, LegName, OpenCall, StartCheck
from video_bank.media.news import (
    CallClosed,
    LegAnswered,
    LegLost,
    LegRefused,
    RecordingAlive,
    RecordingStalled,
    UnknownCall,
)
from video_bank.queues.news import (
    AgentBack,
    AgentGone,
    NoPlace,
    OfferEnd,
    OfferEnded,
    OfferMade,
    PlaceRefused,
    WrapUpShortened,
)
from video_bank.queues.policy import Priority
from video_bank.queues.ticket import Ticket
from video_bank.sessions import requests
from video_bank.sessions.deadlines import Due, next_due
from video_bank.sessions.draft import HOUSE, Step
from video_bank.sessions.effects import (
    AskForSeal,
    BeginWrapUp,
    FreeAgent,
    GiveUpPlace,
    HoldAgent,
    MarkAway,
    TakePlace,
    TellAgent,
    TellNode,
)
from video_bank.sessions.inbox import (
    AgentJoined,
    CustomerPageLost,
    LiveStateLost,
    MediaMoved,
    MediaPlaced,
    NodeLost,
    TimeRanOut,
)
from video_bank.sessions.outgoing import (
    AgentViewChanged,
    CustomerViewChanged,
    MediaAnswered,
    MediaRefused,
    OfferGone,
    Refused,
)
from video_bank.sessions.outgoing import OfferMade as OfferShown
from video_bank.sessions.session import CheckState, CloseReason, Consents, Stage
from video_bank.sessions.views import agent_view
from video_bank.verification.evidence import CheckFailed, CheckFinished, Decision, Verdict


def test_the_main_job_goes_its_way_and_the_trail_tells_it() -> None:
    story = Story().until_talking()
    story.ask(requests.AskForPicture)
    story.ask(requests.NotePicture, picture_id=PICTURE, taken_by=LegName.CUSTOMER)
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    story.tell(CheckFinished(SESSION, check_id_of(story.session), evidence()))
    check_id = check_id_of(story.session)
    story.ask(requests.DecideCheck, check_id=check_id, decision=Decision.PASSED, reason="")
    story.ask(requests.HangUp, leg=LegName.CUSTOMER)
    story.tell(CallClosed(SESSION, NODE))
    story.ask(requests.Rate, score=5)
    story.ask(requests.FinishWrapUp, result="granted", note="", staff_id=AMIR.staff_id)

    assert story.session.stage is Stage.CLOSED
    assert story.session.close_reason is CloseReason.CUSTOMER_HUNG_UP
    assert story.kinds == [
        "customer_arrived",
        "consents_given",
        "queue_entered",
        "offer_made",
        "offer_accepted",
        "media_placed",
        "leg_flowing",
        "leg_flowing",
        "talking_began",
        "picture_requested",
        "picture_received",
        "check_begun",
        "check_finished",
        "check_decided",
        "hung_up",
        "session_ended",
        "seal_asked",
        "customer_rated",
        "wrap_up_finished",
    ]


def test_the_trail_never_holds_the_agents_own_words() -> None:
    story = _checked()
    story.ask(
        requests.DecideCheck,
        check_id=check_id_of(story.session),
        decision=Decision.REFUSED,
        reason="a name and a number",
    )
    story.ask(requests.HangUp, leg=LegName.AGENT)
    story.ask(requests.FinishWrapUp, result="refused", note="another name", staff_id=AMIR.staff_id)
    facts = str([each.facts for step in story.steps for each in step.happenings])
    assert "name" not in facts
    assert story.session.checks[-1].decision_reason == "a name and a number"


# Arriving and waiting.


def test_refusing_to_be_recorded_ends_the_session() -> None:
    story = Story()
    story.ask(requests.NoteArrival)
    story.ask(requests.GiveConsents, recording=False, face=False)
    assert story.session.stage is Stage.REFUSED
    assert story.session.close_reason is CloseReason.CONSENT_REFUSED


def test_nobody_waits_without_consent() -> None:
    story = Story()
    story.ask(requests.NoteArrival)
    refused = story.ask(requests.EnterQueue)
    assert told(refused) == [Refused(request_id="r2", code=ErrorCode.CONSENT_MISSING)]
    assert story.session.stage is Stage.ARRIVING


def test_the_place_in_the_queue_is_the_first_arrivals_for_good() -> None:
    story = Story().until_offered()
    arrived_at = story.session.arrived_at
    story.tell(OfferEnded(SESSION, OFFER, AMIR.staff_id, OfferEnd.NO_ANSWER))
    story.ask(requests.EnterQueue)
    assert story.session.stage is Stage.WAITING
    assert story.session.arrived_at == arrived_at
    restored = story.tell(LiveStateLost(SESSION))
    assert arrived_at is not None
    ticket = Ticket(SESSION, QUEUE, arrived_at, customer=CUSTOMER)
    assert effects_of(restored, TakePlace) == [TakePlace(ticket)]


def test_a_customer_who_goes_away_is_offered_to_nobody_and_then_forgotten() -> None:
    story = Story().until_waiting()
    assert effects_of(story.tell(CustomerPageLost(SESSION)), MarkAway) == [MarkAway(is_away=True)]
    assert next_due(story.session) == (story.now + 120, Due.ABANDON)
    story.tell(TimeRanOut(SESSION, Due.ABANDON), after_s=119)
    assert story.session.stage is Stage.WAITING, "not due yet"
    left = story.tell(TimeRanOut(SESSION, Due.ABANDON))
    assert story.session.close_reason is CloseReason.CUSTOMER_VANISHED
    assert effects_of(left, GiveUpPlace)


def test_a_customer_who_comes_back_keeps_the_place() -> None:
    story = Story().until_waiting()
    story.ask(requests.NotePresence, leg=LegName.CUSTOMER, is_here=False)
    back = story.ask(requests.NotePresence, leg=LegName.CUSTOMER, is_here=True)
    assert effects_of(back, MarkAway) == [MarkAway(is_away=False)]
    assert next_due(story.session) is None


def test_an_offer_rings_at_the_desk_and_goes_when_it_ends() -> None:
    story = Story().until_offered()
    shown = next(each for each in told(story.steps[-1]) if isinstance(each, OfferShown))
    assert shown.offer.offer_id == OFFER
    assert shown.offer.waited_s == 1.0
    ended = story.tell(OfferEnded(SESSION, OFFER, AMIR.staff_id, OfferEnd.DECLINED))
    assert TellAgent(AMIR.staff_id, OfferGone(OFFER, "declined")) in ended.effects


def test_an_offer_for_a_customer_who_just_left_is_taken_back() -> None:
    story = Story().until_waiting()
    story.ask(requests.HangUp, leg=LegName.CUSTOMER)
    late = story.tell(OfferMade(SESSION, OFFER, AMIR.staff_id, story.now + 20))
    assert effects_of(late, GiveUpPlace)
    assert story.session.stage is Stage.ABANDONED


def test_an_agent_who_accepts_too_late_is_free_again() -> None:
    story = Story().until_offered()
    story.ask(requests.HangUp, leg=LegName.CUSTOMER)
    late = story.tell(AgentJoined(SESSION, OFFER, AMIR))
    assert effects_of(late, FreeAgent) == [FreeAgent(AMIR.staff_id)]


def test_an_accepted_customer_who_still_waits_here_gets_the_place_back() -> None:
    story = Story().until_waiting()
    late = story.tell(AgentJoined(SESSION, OfferId("offer_" + "9" * 24), AMIR))
    assert effects_of(late, FreeAgent)
    assert effects_of(late, TakePlace)


# The call.


def test_media_is_placed_once_and_both_pages_are_told() -> None:
    story = Story().until_connecting()
    placed = story.tell(MediaPlaced(SESSION, NODE))
    opening = OpenCall(SESSION, b"wrapped", story.now)
    assert effects_of(placed, TellNode) == [TellNode(NODE, opening)]
    views = [each.view for each in told(placed) if isinstance(each, CustomerViewChanged)]
    assert [view.media_epoch for view in views] == [1]
    assert not story.tell(MediaPlaced(SESSION, OTHER_NODE)).effects


def test_each_connection_of_a_page_is_a_take_and_the_same_one_is_not_offered_twice() -> None:
    story = Story().until_placed()
    fields = {"leg": LegName.AGENT, "connection": "c1", "sdp": "v=0"}
    first = story.ask(requests.OfferMedia, **fields)
    assert effects_of(first, TellNode) == [
        TellNode(NODE, AttachLeg(SESSION, LegName.AGENT, 1, "v=0"))
    ]
    assert not story.ask(requests.OfferMedia, **fields).effects
    answered = story.tell(LegAnswered(SESSION, LegName.AGENT, 1, "answer"))
    assert told(answered) == [MediaAnswered("c1", "answer")]
    again = story.ask(requests.OfferMedia, leg=LegName.AGENT, connection="c2", sdp="v=0")
    assert effects_of(again, TellNode)[0].command.take == 2  # type: ignore[union-attr]
    assert not told(story.tell(LegAnswered(SESSION, LegName.AGENT, 1, "late"))), "an older take"


def test_a_refused_offer_is_told_with_its_code() -> None:
    story = Story().until_placed()
    story.ask(requests.OfferMedia, leg=LegName.CUSTOMER, connection="c1", sdp="nonsense")
    refused = story.tell(LegRefused(SESSION, LegName.CUSTOMER, 1, ErrorCode.OFFER_REFUSED))
    assert told(refused) == [MediaRefused("c1", ErrorCode.OFFER_REFUSED)]


def test_media_before_there_is_a_node_is_not_now() -> None:
    story = Story().until_waiting()
    refused = story.ask(requests.OfferMedia, leg=LegName.CUSTOMER, connection="c", sdp="v=0")
    assert told(refused) == [Refused(request_id="r4", code=ErrorCode.NOT_NOW)]


def test_a_vanished_customer_is_parked_and_comes_back() -> None:
    story = Story().until_talking()
    parked = story.tell(LegLost(SESSION, LegName.CUSTOMER, 1)).session
    assert parked.stage is Stage.PARKED
    assert next_due(parked) == (story.now + 120, Due.GIVE_UP_PARKED)
    story.connect(LegName.CUSTOMER)
    assert story.session.stage is Stage.TALKING
    assert story.kinds[-1] == "customer_returned"


@pytest.mark.parametrize("reason", NoPlace)
def test_a_queue_that_takes_nobody_is_an_honest_end(reason: NoPlace) -> None:
    story = Story().until_waiting()
    refused = story.tell(PlaceRefused(SESSION, reason))
    assert story.session.stage is Stage.TURNED_AWAY
    assert effects_of(refused, GiveUpPlace)
    story.tell(TimeRanOut(SESSION, Due.TURN_AWAY), after_s=1800)
    assert (story.session.stage, story.session.close_reason) == (Stage.REFUSED, CloseReason(reason))


def test_who_is_offered_by_now_is_refused_no_more() -> None:
    story = Story().until_offered()
    assert not story.tell(PlaceRefused(SESSION, NoPlace.WAITED_TOO_LONG)).effects
    assert story.session.stage is Stage.OFFERED


def test_a_customer_who_stays_away_ends_the_call() -> None:
    story = Story().until_talking()
    story.tell(LegLost(SESSION, LegName.CUSTOMER, 1))
    ended = story.tell(TimeRanOut(SESSION, Due.GIVE_UP_PARKED), after_s=120)
    assert story.session.close_reason is CloseReason.CUSTOMER_VANISHED
    assert TellNode(NODE, CloseCall(SESSION)) in ended.effects


def test_a_vanished_agents_customer_goes_back_to_the_front() -> None:
    story = Story().until_talking()
    arrived_at = story.session.arrived_at
    story.tell(AgentGone(SESSION, AMIR.staff_id))
    assert next_due(story.session) == (story.now + 30, Due.RETURN_TO_QUEUE)
    back = story.tell(TimeRanOut(SESSION, Due.RETURN_TO_QUEUE), after_s=30)
    assert story.session.stage is Stage.WAITING
    assert arrived_at is not None
    again = Ticket(SESSION, QUEUE, arrived_at, re_entered_at=story.now, customer=CUSTOMER)
    assert TakePlace(again) in back.effects
    assert again.priorities == (Priority.RETURNING,)
    assert FreeAgent(AMIR.staff_id) in back.effects
    assert TellNode(NODE, CloseCall(SESSION)) in back.effects
    assert TellAgent(AMIR.staff_id, AgentViewChanged(None)) in back.effects


def test_the_next_agents_call_is_a_new_epoch_on_the_same_clock() -> None:
    story = Story().until_talking()
    clock_zero = story.session.clock_zero
    story.tell(AgentGone(SESSION, AMIR.staff_id))
    story.tell(TimeRanOut(SESSION, Due.RETURN_TO_QUEUE), after_s=30)
    story.tell(OfferMade(SESSION, OFFER, AMIR.staff_id, story.now + 20))
    story.tell(AgentJoined(SESSION, OFFER, AMIR))
    story.tell(MediaPlaced(SESSION, NODE))
    story.connect(LegName.AGENT)
    assert story.session.media_epoch == 2
    assert story.session.clock_zero == clock_zero
    assert story.session.agent_leg.take == 2, "takes go on counting: each has its own journal"


def test_an_agent_who_is_back_in_time_goes_on() -> None:
    story = Story().until_talking()
    story.tell(AgentGone(SESSION, AMIR.staff_id))
    story.tell(AgentBack(SESSION, AMIR.staff_id))
    assert story.session.stage is Stage.TALKING
    assert next_due(story.session) is None


@pytest.mark.parametrize("lost", [NodeLost(SESSION, NODE), UnknownCall(SESSION, NODE)])
def test_a_lost_node_is_replaced_and_pages_connect_anew(lost: NodeLost | UnknownCall) -> None:
    story = Story().until_talking()
    story.tell(lost)
    assert story.session.stage is Stage.CONNECTING
    story.tell(MediaPlaced(SESSION, OTHER_NODE))
    assert story.session.media_epoch == 2
    for leg in PAIR:
        story.connect(leg)
    assert story.kinds[-1] == "talking_resumed"


def test_a_call_moves_from_a_node_that_leaves_in_the_same_recording() -> None:
    story = Story().until_talking()
    zero = story.session.clock_zero
    moved = story.tell(MediaMoved(SESSION, NODE, OTHER_NODE))
    opened, closed = effects_of(moved, TellNode)
    assert zero is not None
    assert opened == TellNode(OTHER_NODE, OpenCall(SESSION, b"wrapped", zero))
    assert closed == TellNode(NODE, CloseCall(SESSION))
    assert (moved.session.media_node, moved.session.media_epoch) == (OTHER_NODE, 2)
    for leg in PAIR:
        story.connect(leg)
    assert story.kinds[-1] == "talking_resumed"
    assert story.tell(MediaMoved(SESSION, NODE, OTHER_NODE)) == Step(story.session), "too late"


def test_without_any_node_the_call_ends_with_a_reason() -> None:
    story = Story().until_talking()
    story.tell(NodeLost(SESSION, NODE))
    ended = story.tell(TimeRanOut(SESSION, Due.MEDIA_FAILED), after_s=60)
    assert story.session.close_reason is CloseReason.MEDIA_FAILED
    assert effects_of(ended, AskForSeal), "what was recorded until then"


def test_a_customer_who_changes_devices_in_a_call_is_waited_for_and_heard_from_there_alone() -> (
    None
):
    story = Story().until_talking()
    changed = story.ask(requests.NoteHandover)
    assert story.kinds[-1] == "handed_over"
    assert changed.session.stage is Stage.PARKED
    commands = [each.command for each in effects_of(changed, TellNode)]
    assert commands == [DetachLeg(SESSION, LegName.CUSTOMER)]
    views = [each.view for each in told(changed) if isinstance(each, AgentViewChanged)]
    assert views[0] is not None
    assert views[0].device_changed_at == story.now
    story.tell(LegLost(SESSION, LegName.CUSTOMER, 1))
    assert "customer_vanished" not in story.kinds
    story.connect(LegName.CUSTOMER)
    assert story.session.stage is Stage.TALKING
    assert story.session.customer_leg.take == 2
    assert story.kinds[-1] == "customer_returned"


def test_a_customer_who_changes_devices_in_the_queue_keeps_the_place() -> None:
    story = Story().until_offered()
    arrived_at = story.session.arrived_at
    changed = story.ask(requests.NoteHandover)
    assert story.kinds[-1] == "handed_over"
    assert not changed.effects
    assert (story.session.stage, story.session.arrived_at) == (Stage.OFFERED, arrived_at)


def test_a_device_may_change_before_any_picture_came() -> None:
    story = Story().until_connecting()
    assert not effects_of(story.ask(requests.NoteHandover), TellNode)
    story.tell(MediaPlaced(SESSION, NODE))
    for leg in LegName:
        story.connect(leg)
    assert story.session.stage is Stage.TALKING


def test_a_stalled_recording_is_told_to_both_sides() -> None:
    story = Story().until_talking()
    stalled = story.tell(RecordingStalled(SESSION, ErrorCode.DISK_FULL))
    told_customer = [each for each in told(stalled) if isinstance(each, CustomerViewChanged)]
    told_agent = [each for each in told(stalled) if isinstance(each, AgentViewChanged)]
    assert not told_customer[0].view.is_recording
    assert told_agent[0].view is not None
    assert told_agent[0].view.recording_problem is ErrorCode.DISK_FULL
    alive = story.tell(RecordingAlive(SESSION, lost_packets=12))
    assert alive.happenings[0].kind == "recording_alive"
    assert alive.happenings[0].facts == {"lost_packets": 12}


def test_a_regulated_step_is_refused_while_the_recording_is_not_alive() -> None:
    story = Story().until_picture()
    story.tell(RecordingStalled(SESSION, ErrorCode.DISK_FULL))
    refused = story.ask(requests.BeginCheck, picture_id=PICTURE)
    assert [each.code for each in told(refused) if isinstance(each, Refused)] == [
        ErrorCode.RECORDING_DOWN
    ]
    assert not story.session.checks
    story.tell(RecordingAlive(SESSION))
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    assert story.session.checks


# Checks.


def test_a_check_is_begun_once_however_often_it_is_asked_for() -> None:
    story = Story().until_picture()
    asked = {"picture_id": PICTURE, "request_id": "same"}
    first = story.ask(requests.BeginCheck, **asked)
    second = story.ask(requests.BeginCheck, **asked)
    assert isinstance(effects_of(first, TellNode)[0].command, StartCheck)
    assert not second.effects
    other = story.ask(requests.BeginCheck, picture_id=PICTURE)
    assert [each.code for each in told(other) if isinstance(each, Refused)] == [
        ErrorCode.CHECK_RUNNING
    ]


def test_no_face_is_compared_without_consent() -> None:
    story = Story()
    story.ask(requests.NoteArrival)
    story.ask(requests.GiveConsents, recording=True, face=False)
    story.ask(requests.EnterQueue)
    story.tell(OfferMade(SESSION, OFFER, AMIR.staff_id, story.now + 20))
    story.tell(AgentJoined(SESSION, OFFER, AMIR))
    story.tell(MediaPlaced(SESSION, NODE))
    for leg in PAIR:
        story.connect(leg)
    story.ask(requests.NotePicture, picture_id=PICTURE, taken_by=LegName.AGENT)
    refused = story.ask(requests.BeginCheck, picture_id=PICTURE)
    assert told(refused) == [Refused(request_id="r7", code=ErrorCode.CONSENT_MISSING)]
    assert not story.session.checks


def test_which_text_was_agreed_to_and_when_is_on_the_trail() -> None:
    story = Story()
    story.ask(requests.NoteArrival)
    given = story.ask(requests.GiveConsents, recording=True, face=True, text="2026-11-27.zh-CN")
    [noted] = given.happenings
    assert (noted.kind, noted.at) == ("consents_given", story.now)
    assert noted.facts == {"recording": True, "face": True, "text": "2026-11-27.zh-CN"}
    assert given.session.consents == Consents(True, True, story.now, "2026-11-27.zh-CN")


def test_a_foreign_picture_is_not_found() -> None:
    story = Story().until_picture()
    refused = story.ask(requests.BeginCheck, picture_id=PictureId("pic_" + "f" * 24))
    assert [each.code for each in told(refused) if isinstance(each, Refused)] == [
        ErrorCode.NOT_FOUND
    ]


def test_a_check_that_fails_or_takes_too_long_says_so() -> None:
    story = Story().until_picture()
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    failed = story.tell(CheckFailed(SESSION, check_id_of(story.session), ErrorCode.NO_FACE))
    assert failed.session.checks[-1].failure is ErrorCode.NO_FACE
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    story.tell(TimeRanOut(SESSION, Due.FAIL_CHECK), after_s=15)
    assert story.session.checks[-1].state is CheckState.FAILED
    assert story.session.checks[-1].failure is ErrorCode.UNAVAILABLE


@pytest.mark.parametrize(
    ("verdict", "decision", "reason", "is_accepted"),
    [
        (Verdict.PASSED, Decision.PASSED, "", True),
        (Verdict.PASSED, Decision.REFUSED, " ", False),
        (Verdict.PASSED, Decision.REFUSED, "another person", True),
        (Verdict.REVIEW, Decision.PASSED, "", True),
    ],
)
def test_refusing_takes_a_reason(
    verdict: Verdict, decision: Decision, reason: str, *, is_accepted: bool
) -> None:
    story = _checked(verdict)
    check_id = check_id_of(story.session)
    story.ask(requests.DecideCheck, check_id=check_id, decision=decision, reason=reason)
    assert (story.session.checks[-1].decision is decision) == is_accepted


def test_an_unknown_check_cannot_be_decided() -> None:
    story = _checked()
    refused = story.ask(
        requests.DecideCheck,
        check_id=CheckId("check_" + "0" * 24),
        decision=Decision.PASSED,
        reason="",
    )
    assert [each.code for each in told(refused) if isinstance(each, Refused)] == [
        ErrorCode.NOT_FOUND
    ]


# Ending.


def test_the_seal_waits_for_the_journals_or_three_seconds() -> None:
    story = Story().until_talking()
    ended = story.ask(requests.HangUp, leg=LegName.AGENT)
    assert BeginWrapUp(AMIR.staff_id) in ended.effects
    assert not effects_of(ended, AskForSeal)
    assert next_due(story.session) == (story.now + 3, Due.SEAL)
    sealed = story.tell(TimeRanOut(SESSION, Due.SEAL), after_s=3)
    assert [each.ended_at for each in effects_of(sealed, AskForSeal)] == [story.now - 3]
    assert not effects_of(story.tell(CallClosed(SESSION, NODE)), AskForSeal)


def test_a_wrap_up_that_is_quicker_than_the_journals_asks_for_the_seal_itself() -> None:
    story = Story().until_talking()
    story.ask(requests.HangUp, leg=LegName.AGENT)
    closed = story.ask(requests.FinishWrapUp, result="ok", note="", staff_id=AMIR.staff_id)
    assert effects_of(closed, AskForSeal)
    assert FreeAgent(AMIR.staff_id) in closed.effects
    assert TellAgent(AMIR.staff_id, AgentViewChanged(None)) in closed.effects


def test_hanging_up_twice_is_hanging_up_once() -> None:
    story = Story().until_talking()
    story.ask(requests.HangUp, leg=LegName.AGENT)
    assert not story.ask(requests.HangUp, leg=LegName.CUSTOMER).effects
    assert story.session.close_reason is CloseReason.AGENT_HUNG_UP


def test_only_the_agent_of_the_session_wraps_it_up() -> None:
    story = Story().until_talking()
    story.ask(requests.HangUp, leg=LegName.AGENT)
    story.ask(requests.FinishWrapUp, result="ok", note="", staff_id="staff_" + "0" * 24)
    assert story.session.stage is Stage.WRAPPING_UP


def test_a_wrap_up_that_nobody_finishes_frees_the_agent_in_the_end() -> None:
    story = Story().until_talking()
    story.ask(requests.HangUp, leg=LegName.AGENT)
    story.tell(CallClosed(SESSION, NODE))
    story.tell(TimeRanOut(SESSION, Due.SKIP_WRAP_UP), after_s=900)
    assert story.session.stage is Stage.CLOSED
    assert story.kinds[-1] == "wrap_up_skipped"


def test_in_a_wave_the_wrap_up_is_over_when_the_queues_say() -> None:
    story = Story().until_talking()
    story.ask(requests.HangUp, leg=LegName.AGENT)
    assert agent_view(story.session).wrap_up_until == story.now + 900
    story.tell(CallClosed(SESSION, NODE))
    ends_at = story.now + 30
    shortened = story.tell(WrapUpShortened(SESSION, AMIR.staff_id, ends_at, level=1))
    story.tell(WrapUpShortened(SESSION, AMIR.staff_id, ends_at + 60, level=1))
    [noted] = shortened.happenings
    assert (noted.kind, noted.actor) == ("wrap_up_shortened", HOUSE)
    assert noted.facts == {"agent": AMIR.staff_id, "level": 1, "most_s": 29}
    assert story.kinds.count("wrap_up_shortened") == 1
    assert next_due(story.session) == (ends_at, Due.SKIP_WRAP_UP)
    assert agent_view(story.session).wrap_up_until == ends_at


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_rating_is_from_one_to_five(score: int) -> None:
    story = Story().until_talking()
    story.ask(requests.HangUp, leg=LegName.AGENT)
    story.ask(requests.Rate, score=score)
    assert story.session.rating is None


def test_an_invitation_that_nobody_follows_runs_out() -> None:
    story = Story()
    assert next_due(story.session) == (START + 86_400, Due.EXPIRE)
    story.tell(TimeRanOut(SESSION, Due.EXPIRE), after_s=86_400)
    assert story.session.stage is Stage.EXPIRED


def test_what_redis_forgot_is_made_anew_from_the_row() -> None:
    story = Story().until_talking()
    restored = story.tell(LiveStateLost(SESSION))
    assert effects_of(restored, HoldAgent) == [HoldAgent(AMIR.staff_id, QUEUE)]
    story.ask(requests.HangUp, leg=LegName.AGENT)
    assert BeginWrapUp(AMIR.staff_id) in story.tell(LiveStateLost(SESSION)).effects


def test_a_view_is_sent_only_when_it_differs() -> None:
    story = Story().until_talking()
    assert not story.ask(requests.NotePresence, leg=LegName.CUSTOMER, is_here=True).effects


def _checked(verdict: Verdict = Verdict.PASSED) -> Story:
    story = Story().until_picture()
    story.ask(requests.BeginCheck, picture_id=PICTURE)
    story.tell(CheckFinished(SESSION, check_id_of(story.session), evidence(verdict)))
    return story
