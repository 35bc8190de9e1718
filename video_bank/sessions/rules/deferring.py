"""What is left instead of waiting: a callback, an appointment, a message; and what came of it."""

from collections.abc import Callable
from typing import Final

import msgspec

from video_bank.errors import NotNowError
from video_bank.queues.news import NoPlace
from video_bank.sessions.callback_news import CallbackEvent
from video_bank.sessions.deadlines import Due, window_of
from video_bank.sessions.draft import HOUSE, Draft
from video_bank.sessions.effects import FreeAgent, GiveUpPlace, TellAgent
from video_bank.sessions.errors import ConsentMissingError, UnacceptableError
from video_bank.sessions.inbox import AgentJoined
from video_bank.sessions.outgoing import OfferGone
from video_bank.sessions.requests import (
    BookSlot,
    CancelDeferral,
    ComeBack,
    LeaveCallback,
    NoteMessage,
    SettleDeferral,
)
from video_bank.sessions.rules.arrival import take_place
from video_bank.sessions.rules.ending import abandon, tell_bank
from video_bank.sessions.session import (
    CloseReason,
    Deferral,
    DeferralKind,
    Stage,
    VideoMessage,
)

MOST_TRIES: Final = 3
LONGEST_REASON: Final = 200
_HAS_PLACE_ELSEWHERE: Final = frozenset({NoPlace.ALREADY_WAITING, NoPlace.CAME_TOO_OFTEN})
_BEFORE_A_SLOT: Final = frozenset({Stage.INVITED, Stage.WAITING, Stage.TURNED_AWAY})


def leave_callback(draft: Draft, asked: LeaveCallback) -> None:
    """The arrival stays what it was: it keeps the place's fairness."""
    session = draft.session
    if session.is_callback and session.stage is Stage.WAITING:
        return
    is_new = session.stage is Stage.INVITED and asked.is_for_the_bank
    if not is_new:
        _check_may_leave(draft)
    _leave_the_page(draft)
    draft.change(deferral=Deferral(kind=DeferralKind.CALLBACK, left_at=draft.now))
    if session.stage is not Stage.WAITING:
        draft.advance(Stage.WAITING)
    draft.change(arrived_at=session.arrived_at or draft.now)
    actor = "bank_system" if asked.is_for_the_bank else session.session_id
    draft.note("callback_left", actor, queue=session.queue)
    take_place(draft, is_first=True)
    tell_bank(draft, CallbackEvent.BOOKED)


def book_slot(draft: Draft, asked: BookSlot) -> None:
    session, had = draft.session, draft.session.deferral
    is_moved = session.stage is Stage.DEFERRED and had is not None and had.begins_at is not None
    if not is_moved and session.stage not in _BEFORE_A_SLOT:
        raise NotNowError
    if had is not None and had.begins_at == asked.begins_at:
        return
    _leave_the_page(draft)
    draft.change(
        deferral=Deferral(
            kind=DeferralKind.APPOINTMENT,
            left_at=draft.now,
            begins_at=asked.begins_at,
            ends_at=asked.ends_at,
        )
    )
    if not is_moved:
        draft.advance(Stage.DEFERRED)
    actor = asked.booked_by or session.session_id
    draft.note(
        "appointment_moved" if is_moved else "appointment_booked", actor, begins_at=asked.begins_at
    )
    tell_bank(draft, CallbackEvent.BOOKED)


def cancel_deferral(draft: Draft, _asked: CancelDeferral) -> None:
    session = draft.session
    if session.stage is Stage.DEFERRED or (session.is_callback and session.stage is Stage.WAITING):
        abandon(draft, CloseReason.DEFERRAL_CANCELLED, session.session_id)
    elif session.close_reason is not CloseReason.DEFERRAL_CANCELLED:
        raise NotNowError


def come_back(draft: Draft, _asked: ComeBack) -> None:
    """Begin at the slot or by the link of the callback; or wait at the page after all."""
    session, window = draft.session, window_of(draft.session)
    if session.is_callback and session.stage is Stage.WAITING:
        draft.do(GiveUpPlace())
        tell_bank(draft, CallbackEvent.DONE)
        draft.change(deferral=None)
        draft.note("callback_withdrawn", session.session_id)
        take_place(draft, is_first=True)
        return
    is_due = window is not None and window[0] <= draft.now < window[1]
    if session.stage is not Stage.DEFERRED or session.deferral is None or not is_due:
        if session.stage is Stage.ARRIVING:
            return
        raise NotNowError
    begins_at, arrived_at = session.deferral.begins_at, session.arrived_at or session.created_at
    draft.advance(Stage.ARRIVING)
    tell_bank(draft, CallbackEvent.DONE)
    draft.change(
        arrived_at=arrived_at if begins_at is None else min(begins_at, draft.now),
        came_back_at=draft.now,
        deferral=None,
        turned_away=None,
    )
    draft.note("customer_came_back", session.session_id)


def call_back(draft: Draft, joined: AgentJoined) -> None:
    """An agent takes the callback: the bank may invite the customer, the agent is free again."""
    session, staff_id = draft.session, joined.card.staff_id
    if session.deferral is None:
        raise NotNowError
    called = msgspec.structs.replace(session.deferral, called_at=draft.now, called_by=staff_id)
    draft.advance(Stage.DEFERRED)
    wishes = msgspec.structs.replace(session.wishes, agent=staff_id)
    draft.change(deferral=called, offer=None, wishes=wishes)
    draft.note("callback_called", staff_id, tries=called.tries + 1)
    tell_bank(draft, CallbackEvent.DUE)
    draft.do(FreeAgent(staff_id), TellAgent(staff_id, OfferGone(joined.offer_id, "accepted")))


def settle_deferral(draft: Draft, asked: SettleDeferral) -> None:
    session = draft.session
    reason = asked.reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise UnacceptableError
    if session.message is not None:
        _settle_message(draft, asked.staff_id, session.message)
    elif session.stage is Stage.DEFERRED and session.deferral is not None and not asked.is_done:
        if session.deferral.kind is not DeferralKind.CALLBACK:
            raise NotNowError
        draft.note("callback_retried", asked.staff_id, reason=reason)
        _try_again(draft)
    elif session.stage is Stage.DEFERRED or (session.is_callback and asked.is_done):
        draft.note("callback_settled", asked.staff_id, reason=reason)
        abandon(draft, CloseReason.CALLBACK_DONE, asked.staff_id)
    elif session.close_reason is not CloseReason.CALLBACK_DONE:
        raise NotNowError


def note_message(draft: Draft, asked: NoteMessage) -> None:
    session = draft.session
    if session.message is not None:
        return
    _check_may_leave(draft)
    if session.consents is None or not session.consents.recording:
        raise ConsentMissingError
    draft.change(
        message=VideoMessage(
            message_id=asked.message_id,
            pieces=asked.pieces,
            left_at=draft.now,
        )
    )
    draft.note("message_left", session.session_id, message=asked.message_id)
    abandon(draft, CloseReason.MESSAGE_LEFT, session.session_id)


def _check_may_leave(draft: Draft) -> None:
    """Only who waits for the first agent or found no place leaves something, and one thing."""
    session = draft.session
    is_waiting = session.stage is Stage.WAITING and session.re_entered_at is None
    is_outside = session.stage is Stage.TURNED_AWAY
    if not (is_waiting or is_outside) or session.turned_away in _HAS_PLACE_ELSEWHERE:
        raise NotNowError


def _leave_the_page(draft: Draft) -> None:
    if draft.session.stage is Stage.WAITING:
        draft.do(GiveUpPlace())


def _settle_message(draft: Draft, staff_id: str, message: VideoMessage) -> None:
    if message.settled_at is None:
        draft.change(message=msgspec.structs.replace(message, settled_at=draft.now))
        draft.note("message_settled", staff_id, message=message.message_id)


def _try_again(draft: Draft) -> None:
    """Back into the queue, at the place of then; after some tries it is given up."""
    deferral = draft.session.deferral
    if deferral is None:
        return
    tries = deferral.tries + 1
    again = msgspec.structs.replace(deferral, called_at=None, called_by=None, tries=tries)
    if tries >= MOST_TRIES:
        abandon(draft, CloseReason.CALLBACK_UNREACHED, HOUSE)
        return
    draft.advance(Stage.WAITING)
    draft.change(deferral=again)
    take_place(draft)


def _miss(draft: Draft) -> None:
    deferral = draft.session.deferral
    if deferral is not None and deferral.kind is DeferralKind.CALLBACK:
        draft.note("callback_missed", tries=deferral.tries + 1)
        _try_again(draft)
    else:
        abandon(draft, CloseReason.APPOINTMENT_MISSED, HOUSE)


WHEN_DUE: Final[dict[Due, Callable[[Draft], None]]] = {
    Due.MISS: _miss,
    Due.FORGET_CALLBACK: lambda draft: abandon(draft, CloseReason.CALLBACK_UNREACHED, HOUSE),
}
