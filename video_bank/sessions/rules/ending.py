"""How meetings end: hung up, given up, run out; and what is left to do then."""

from collections.abc import Callable
from typing import Final

from video_bank.errors import ErrorCode, NotNowError
from video_bank.media.commands import CloseCall, LegName
from video_bank.media.news import CallClosed, UnknownCall
from video_bank.queues.news import NoPlace, PlaceRefused, WrapUpShortened
from video_bank.sessions.callback_news import CallbackEvent, CallbackNews
from video_bank.sessions.deadlines import Due
from video_bank.sessions.draft import HOUSE, Draft
from video_bank.sessions.effects import (
    BeginWrapUp,
    FreeAgent,
    GiveUpPlace,
    TellBank,
    TellNode,
    ask_for_seal,
)
from video_bank.sessions.errors import UnacceptableError
from video_bank.sessions.inbox import NodeLost
from video_bank.sessions.lifecycle import ENDS, IN_CALL, IN_QUEUE
from video_bank.sessions.requests import FinishWrapUp, HangUp, Rate
from video_bank.sessions.rules.calling import release_media
from video_bank.sessions.rules.checking import fail_running_checks
from video_bank.sessions.rules.consulting import drop_colleague, leave_colleague, resume
from video_bank.sessions.rules.handed_on import finish_part, note_shortened, shorten_part
from video_bank.sessions.rules.parties import leave
from video_bank.sessions.rules.returning import send_back
from video_bank.sessions.rules.scripting import note_missed_steps
from video_bank.sessions.session import CloseReason, Session, Stage, WrapUp

LONGEST_RESULT = 64
LONGEST_NOTE = 4_000
SCORES = range(1, 6)


def hang_up(draft: Draft, asked: HangUp) -> None:
    stage = draft.session.stage
    if stage in ENDS or stage is Stage.WRAPPING_UP:
        return
    if asked.leg is LegName.COLLEAGUE:
        leave_colleague(draft)
        return
    if asked.leg in {LegName.GUEST, LegName.SUPERVISOR} and asked.leg is not draft.session.lead:
        leave(draft, asked.leg)
        return
    is_customer = asked.leg is LegName.CUSTOMER
    if stage in IN_CALL:
        draft.note("hung_up", draft.actor(asked.leg))
        reason = CloseReason.CUSTOMER_HUNG_UP if is_customer else CloseReason.AGENT_HUNG_UP
        end_call(draft, reason)
    elif is_customer and stage is Stage.TURNED_AWAY:
        _turn_away(draft)
    elif is_customer and stage is not Stage.INVITED:
        abandon(draft, CloseReason.CUSTOMER_LEFT_THE_QUEUE, draft.session.session_id)
    else:
        raise NotNowError


def end_call(draft: Draft, reason: CloseReason) -> None:
    drop_colleague(draft)
    resume(draft, HOUSE)
    session = draft.session
    draft.advance(Stage.WRAPPING_UP)
    draft.change(
        close_reason=reason,
        ended_at=draft.now,
        media_missing_since=None,
        is_picture_requested=False,
        screen=None,
        help_asked_at=None,
    )
    for leg in LegName:
        draft.change_leg(leg, is_flowing=False)
    note_missed_steps(draft)
    draft.note("session_ended", reason=reason)
    fail_running_checks(draft, ErrorCode.NOT_NOW)
    if session.media_node is not None:
        draft.do(TellNode(session.media_node, CloseCall(session.session_id)))
    if session.agent is not None:
        draft.do(BeginWrapUp(session.agent.staff_id))
    if session.media_node is None:
        seal(draft)


def note_call_closed(draft: Draft, closed: CallClosed) -> None:
    """Every journal is on disk: the archivist may begin."""
    if draft.session.stage is Stage.WRAPPING_UP and draft.session.media_node == closed.node_id:
        seal(draft)


def lose_node(draft: Draft, lost: NodeLost | UnknownCall) -> None:
    """In a call the pages connect anew as soon as a node is found; after it, that was all."""
    session = draft.session
    if session.media_node != lost.node_id:
        return
    if session.stage is Stage.WRAPPING_UP:
        seal(draft)
    elif session.stage in IN_CALL:
        draft.note("media_node_lost", node=lost.node_id)
        release_media(draft)
        draft.change(media_missing_since=draft.now)
        if session.stage is not Stage.CONNECTING:
            draft.advance(Stage.CONNECTING)
        fail_running_checks(draft, ErrorCode.UNAVAILABLE)


def seal(draft: Draft) -> None:
    if draft.session.is_seal_asked:
        return
    draft.change(media_node=None, is_seal_asked=True)
    if order := ask_for_seal(draft.session, draft.session.ended_at or draft.now):
        draft.note("seal_asked")
        draft.do(*order)


def finish_wrap_up(draft: Draft, finished: FinishWrapUp) -> None:
    session = draft.session
    result, note = finished.result.strip(), finished.note.strip()
    is_right = 0 < len(result) <= LONGEST_RESULT and len(note) <= LONGEST_NOTE
    is_theirs = session.agent is not None and session.agent.staff_id == finished.staff_id
    if not is_theirs and is_right and finish_part(draft, finished):
        return
    if session.wrap_up is not None:
        return
    if session.stage is not Stage.WRAPPING_UP or not is_theirs:
        raise NotNowError
    if not is_right:
        raise UnacceptableError
    draft.change(wrap_up=WrapUp(result, note, draft.now))
    draft.note("wrap_up_finished", finished.staff_id)
    _close(draft)


def shorten_wrap_up(draft: Draft, told: WrapUpShortened) -> None:
    """A second word, because Redis had forgotten the first, gives no more time."""
    session = draft.session
    is_lead = session.agent is not None and session.agent.staff_id == told.staff_id
    if not is_lead:
        shorten_part(draft, told)
    elif session.stage is Stage.WRAPPING_UP and session.wrap_up_until is None:
        draft.change(wrap_up_until=told.ends_at)
        note_shortened(draft, told)


def rate(draft: Draft, rated: Rate) -> None:
    if rated.score not in SCORES:
        raise UnacceptableError
    is_over = draft.session.stage in {Stage.WRAPPING_UP, Stage.CLOSED}
    if not is_over or draft.session.talking_since is None:
        raise NotNowError
    if draft.session.rating != rated.score:
        draft.change(rating=rated.score)
        draft.note("customer_rated", draft.session.session_id, score=rated.score)


def _expire(draft: Draft) -> None:
    draft.advance(Stage.EXPIRED)
    draft.change(close_reason=CloseReason.LINK_EXPIRED, ended_at=draft.now)
    draft.note("session_ended", reason=CloseReason.LINK_EXPIRED)


def _give_up_connecting(draft: Draft) -> None:
    """Whoever did connect is not to suffer for the one who did not."""
    if draft.session.customer_leg.is_flowing:
        _return_to_queue(draft)
    else:
        end_call(draft, CloseReason.CUSTOMER_VANISHED)


def _skip_wrap_up(draft: Draft) -> None:
    draft.note("wrap_up_skipped")
    _close(draft)


def _return_to_queue(draft: Draft) -> None:
    """The agent is gone: the customer goes back to the front."""
    draft.note("returned_to_queue")
    _free_lead(draft, draft.session)
    send_back(draft)


def refuse_place(draft: Draft, refused: PlaceRefused) -> None:
    """The queue is closed or full, or the wait has grown too long: it is said at once."""
    if draft.session.stage is not Stage.WAITING:
        return
    draft.advance(Stage.TURNED_AWAY)
    draft.change(turned_away=refused.reason)
    draft.note("turned_away", reason=refused.reason)
    draft.do(GiveUpPlace())


def _turn_away(draft: Draft) -> None:
    """Nothing was left instead of waiting."""
    draft.advance(Stage.REFUSED)
    reason = CloseReason(draft.session.turned_away or NoPlace.QUEUE_CLOSED)
    draft.change(close_reason=reason, ended_at=draft.now)
    draft.note("session_ended", reason=reason)
    tell_bank(draft, CallbackEvent.DONE, reason)
    seal(draft)


def abandon(draft: Draft, reason: CloseReason, actor: str) -> None:
    was_in_queue = draft.session.stage in IN_QUEUE
    draft.advance(Stage.ABANDONED)
    draft.change(close_reason=reason, ended_at=draft.now, offer=None)
    draft.note("session_ended", actor, reason=reason)
    tell_bank(draft, CallbackEvent.DONE, reason)
    if was_in_queue:
        draft.do(GiveUpPlace())
    seal(draft)


def tell_bank(draft: Draft, event: CallbackEvent, outcome: CloseReason | None = None) -> None:
    """Of a callback or an appointment; nothing is told of a session that has none."""
    if (deferral := draft.session.deferral) is not None:
        news = CallbackNews(event, deferral.kind, draft.now, deferral.begins_at, outcome)
        draft.do(TellBank(news))


def _close(draft: Draft) -> None:
    seal(draft)
    draft.advance(Stage.CLOSED)
    _free_lead(draft, draft.session)


def _free_lead(draft: Draft, session: Session) -> None:
    """A supervisor who took over goes back to the floor, not into the queue."""
    if session.agent is not None:
        is_supervisor = session.lead is LegName.SUPERVISOR
        draft.do(FreeAgent(session.agent.staff_id, is_leaving=is_supervisor))


WHEN_DUE: Final[dict[Due, Callable[[Draft], None]]] = {
    Due.EXPIRE: _expire,
    Due.ABANDON: lambda draft: abandon(draft, CloseReason.CUSTOMER_VANISHED, HOUSE),
    Due.GIVE_UP_CONNECTING: _give_up_connecting,
    Due.GIVE_UP_PARKED: lambda draft: end_call(draft, CloseReason.CUSTOMER_VANISHED),
    Due.RETURN_TO_QUEUE: _return_to_queue,
    Due.LET_GUEST_GO: lambda draft: leave(draft, LegName.GUEST),
    Due.LET_COLLEAGUE_GO: leave_colleague,
    Due.LET_SUPERVISOR_GO: lambda draft: leave(draft, LegName.SUPERVISOR),
    Due.MEDIA_FAILED: lambda draft: end_call(draft, CloseReason.MEDIA_FAILED),
    Due.SEAL: seal,
    Due.FAIL_CHECK: lambda draft: fail_running_checks(draft, ErrorCode.UNAVAILABLE),
    Due.SKIP_WRAP_UP: _skip_wrap_up,
    Due.TURN_AWAY: _turn_away,
}
