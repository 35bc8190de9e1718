"""Callbacks, appointments and messages, event by event."""

from collections.abc import Callable

import pytest

from tests.video_bank.sessions.stories import (
    AMIR,
    CUSTOMER,
    OFFER,
    QUEUE,
    SESSION,
    Story,
    effects_of,
    told,
)
from video_bank.errors import ErrorCode
from video_bank.ids import MessageId
from video_bank.media.commands import LegName
from video_bank.queues.news import NoPlace, OfferMade, PlaceRefused
from video_bank.queues.policy import Priority
from video_bank.queues.ticket import Ticket
from video_bank.sessions import requests
from video_bank.sessions.deadlines import (
    AGENT_AWAY_S,
    CALLED_S,
    CUSTOMER_AWAY_S,
    EARLY_S,
    Due,
    next_due,
)
from video_bank.sessions.effects import FreeAgent, GiveUpPlace, MarkAway, TakePlace, TellAgent
from video_bank.sessions.inbox import AgentJoined, LiveStateLost, TimeRanOut
from video_bank.sessions.outgoing import OfferMade as ShowOffer
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.session import CloseReason, DeferralKind, Stage

MESSAGE = {"message_id": MessageId("msg_" + "c" * 24), "pieces": 3}


def until_callback() -> Story:
    story = Story().until_waiting()
    story.ask(requests.LeaveCallback)
    return story


def until_called() -> Story:
    story = until_callback()
    story.tell(OfferMade(SESSION, OFFER, AMIR.staff_id, story.now + 20))
    story.tell(AgentJoined(SESSION, OFFER, AMIR))
    return story


def test_a_callback_keeps_the_place_of_the_first_arrival() -> None:
    story = Story().until_waiting()
    arrived_at = story.session.arrived_at
    left = story.ask(requests.LeaveCallback)
    assert arrived_at is not None
    ticket = Ticket(SESSION, QUEUE, arrived_at, is_callback=True, customer=CUSTOMER)
    assert left.effects[:2] == (GiveUpPlace(), TakePlace(ticket, is_first=True))
    assert story.kinds[-1] == "callback_left"
    restored = story.tell(LiveStateLost(SESSION))
    assert effects_of(restored, TakePlace) == [TakePlace(ticket)]


def test_nobody_has_to_stay_at_the_page_for_a_callback() -> None:
    story = until_callback()
    gone = story.ask(requests.NotePresence, leg=LegName.CUSTOMER, is_here=False)
    assert not effects_of(gone, MarkAway)
    story.tell(TimeRanOut(SESSION, Due.ABANDON), after_s=CUSTOMER_AWAY_S)
    assert story.session.stage is Stage.WAITING


def test_its_turn_is_a_card_at_a_desk_and_whoever_takes_it_is_free_again() -> None:
    story = until_callback()
    offered = story.tell(OfferMade(SESSION, OFFER, AMIR.staff_id, story.now + 20))
    (shown,) = [each for each in told(offered) if isinstance(each, ShowOffer)]
    assert shown.offer.is_callback
    called = story.tell(AgentJoined(SESSION, OFFER, AMIR))
    assert story.session.stage is Stage.DEFERRED
    assert FreeAgent(AMIR.staff_id) in called.effects
    assert effects_of(called, TellAgent)
    assert next_due(story.session) == (story.now + CALLED_S, Due.MISS)


def test_who_comes_back_stands_at_the_place_of_then_before_all_of_equal_priority() -> None:
    story = until_called()
    arrived_at = story.session.arrived_at
    story.ask(requests.ComeBack)
    assert story.session.stage is Stage.ARRIVING
    entered = story.ask(requests.EnterQueue)
    (taken,) = effects_of(entered, TakePlace)
    assert not taken.is_first  # neither a full nor a closed queue turns them away again
    assert taken.ticket.arrived_at == arrived_at
    assert taken.ticket.priorities == (Priority.SCHEDULED,)
    assert taken.ticket.since > taken.ticket.arrived_at
    assert taken.ticket.wishes.agent == AMIR.staff_id


def test_who_had_an_agent_already_goes_first_and_leaves_nothing_instead() -> None:
    story = Story().until_talking()
    story.ask(requests.NotePresence, leg=LegName.AGENT, is_here=False)
    story.tell(TimeRanOut(SESSION, Due.RETURN_TO_QUEUE), after_s=AGENT_AWAY_S)
    refused = story.ask(requests.LeaveCallback)
    assert story.session.stage is Stage.WAITING
    assert [each.code for each in told(refused) if isinstance(each, Refused)] == [ErrorCode.NOT_NOW]


def test_a_callback_is_tried_three_times() -> None:
    story = until_called()
    for tries in (1, 2):
        story.tell(TimeRanOut(SESSION, Due.MISS), after_s=CALLED_S)
        assert story.session.stage is Stage.WAITING
        assert story.session.deferral is not None
        assert story.session.deferral.tries == tries
        story.tell(OfferMade(SESSION, OFFER, AMIR.staff_id, story.now + 20))
        story.tell(AgentJoined(SESSION, OFFER, AMIR))
    story.ask(requests.SettleDeferral, staff_id=AMIR.staff_id, is_done=False, reason="no answer")
    assert story.session.close_reason is CloseReason.CALLBACK_UNREACHED
    assert "callback_retried" in story.kinds


def test_an_agent_settles_a_callback_without_a_meeting() -> None:
    story = until_called()
    bare = story.ask(requests.SettleDeferral, staff_id=AMIR.staff_id, is_done=True, reason=" ")
    assert isinstance(told(bare)[0], Refused)
    story.ask(requests.SettleDeferral, staff_id=AMIR.staff_id, is_done=True, reason="by phone")
    assert story.session.close_reason is CloseReason.CALLBACK_DONE


def test_who_left_a_callback_may_wait_at_the_page_after_all() -> None:
    story = until_callback()
    back = story.ask(requests.ComeBack)
    (taken,) = effects_of(back, TakePlace)
    assert (taken.is_first, taken.ticket.is_callback) == (True, False)
    assert story.session.deferral is None


def test_an_appointment_is_kept_moved_and_begun_at_its_time() -> None:
    story = Story().until_waiting()
    begins_at = story.now + 7200
    story.ask(requests.BookSlot, begins_at=begins_at, ends_at=begins_at + 900)
    assert story.session.stage is Stage.DEFERRED
    early = story.ask(requests.ComeBack)
    assert told(early) == [Refused(request_id="r5", code=ErrorCode.NOT_NOW)]
    later = begins_at + 900
    story.ask(requests.BookSlot, begins_at=later, ends_at=later + 900)
    assert story.kinds[-2:] == ["appointment_booked", "appointment_moved"]
    story.now = later - EARLY_S
    story.ask(requests.ComeBack)
    entered = story.ask(requests.EnterQueue)
    (taken,) = effects_of(entered, TakePlace)
    assert Priority.SCHEDULED in taken.ticket.priorities


def test_an_appointment_that_nobody_keeps_ends_by_itself() -> None:
    story = Story()
    begins_at = story.now + 7200
    story.ask(requests.BookSlot, begins_at=begins_at, ends_at=begins_at + 900, booked_by="bank")
    assert story.session.deferral is not None
    assert story.session.deferral.kind is DeferralKind.APPOINTMENT
    story.tell(TimeRanOut(SESSION, Due.MISS), after_s=7200 + 1800)
    assert story.session.close_reason is CloseReason.APPOINTMENT_MISSED


@pytest.mark.parametrize("until", [until_callback, until_called])
def test_what_was_left_can_be_cancelled(until: Callable[[], Story]) -> None:
    story = until()
    story.ask(requests.CancelDeferral)
    assert story.session.close_reason is CloseReason.DEFERRAL_CANCELLED


def until_turned_away() -> Story:
    story = Story().until_waiting()
    story.tell(PlaceRefused(SESSION, NoPlace.QUEUE_FULL))
    return story


def test_a_full_queue_takes_a_callback() -> None:
    story = until_turned_away()
    story.ask(requests.LeaveCallback)
    assert story.session.stage is Stage.WAITING
    assert story.session.is_callback


def test_a_full_queue_takes_a_message_that_an_agent_answers() -> None:
    story = until_turned_away()
    story.ask(requests.NoteMessage, **MESSAGE)
    assert story.session.close_reason is CloseReason.MESSAGE_LEFT
    story.ask(requests.SettleDeferral, staff_id=AMIR.staff_id, is_done=True, reason="answered")
    assert story.session.message is not None
    assert story.session.message.settled_at == story.now


def test_a_callback_may_be_left_by_the_bank_before_anybody_came() -> None:
    story = Story()
    assert told(story.ask(requests.LeaveCallback)) == [
        Refused(request_id="r1", code=ErrorCode.NOT_NOW)
    ]
    story.ask(requests.LeaveCallback, is_for_the_bank=True)
    assert (story.session.stage, story.session.arrived_at) == (Stage.WAITING, story.now)


def test_who_waits_by_another_invitation_leaves_nothing_here() -> None:
    story = Story().until_waiting()
    story.tell(PlaceRefused(SESSION, NoPlace.ALREADY_WAITING))
    refused = story.ask(requests.LeaveCallback)
    assert told(refused) == [Refused(request_id="r4", code=ErrorCode.NOT_NOW)]
