"""The customer on hold behind a curtain, and a colleague who is asked into the call."""

from typing import Final

from video_bank.errors import NotNowError
from video_bank.media.commands import LegName, SupervisorMode
from video_bank.queues.news import ColleagueRung, NobodyFree, OfferEnd, OfferEnded
from video_bank.queues.ticket import Target
from video_bank.sessions.desk_views import colleague_offer_view
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import (
    FreeAgent,
    HoldAgent,
    RingColleague,
    StopRinging,
    TellAgent,
)
from video_bank.sessions.errors import UnacceptableError
from video_bank.sessions.inbox import AgentJoined
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.outgoing import ConsultEnd, ConsultEnded, OfferGone, OfferMade
from video_bank.sessions.requests import AskColleague, HoldCustomer, TakeBack
from video_bank.sessions.rules.calling import arrange, detach, hide_screen
from video_bank.sessions.rules.handed_on import forget_part
from video_bank.sessions.session import Consultation, LegState, Offer, Session, Stage

LONGEST_WORD = 1_000
LONGEST_NAME = 64
ACCEPTED = "accepted"
HEARD: Final = frozenset({SupervisorMode.WHISPER, SupervisorMode.BARGE})
_ENDS: Final = {
    OfferEnd.DECLINED: ConsultEnd.DECLINED,
    OfferEnd.NO_ANSWER: ConsultEnd.NO_ANSWER,
    OfferEnd.AGENT_GONE: ConsultEnd.GONE,
    OfferEnd.WITHDRAWN: ConsultEnd.GONE,
}


def hold_customer(draft: Draft, asked: HoldCustomer) -> None:
    """Draw the curtain or open it; with a colleague there, all three talk once it is open."""
    if draft.session.stage not in IN_CALL:
        raise NotNowError
    if asked.is_held:
        _hold(draft)
    else:
        resume(draft, draft.actor(draft.session.lead))


def resume(draft: Draft, actor: str) -> None:
    """Open the curtain, if it is drawn."""
    session = draft.session
    if session.held_since is None:
        return
    draft.note("hold_ended", actor, held_s=round(draft.now - session.held_since, 1))
    draft.change(held_since=None)
    if session.colleague is not None:
        draft.note("conference_began", actor, staff=session.colleague.staff_id)
    arrange(draft)


def ask_colleague(draft: Draft, asked: AskColleague) -> None:
    """Ring somebody free; the customer is on hold from now on."""
    session, note = draft.session, clean_word(asked.note)
    is_led_by_agent = session.agent is not None and session.lead is LegName.AGENT
    if session.stage is not Stage.TALKING or not is_led_by_agent:
        raise NotNowError
    if session.supervision is not None and session.supervision.mode in HEARD:
        raise NotNowError  # the supervisor has that place
    check_target(session, asked.target)
    if session.consultation is not None:
        raise NotNowError
    draft.change(consultation=Consultation(asked.target, note))
    draft.note("colleague_asked", draft.actor(session.lead), **target_facts(asked.target))
    draft.do(RingColleague(session.queue, asked.target))
    _hold(draft)


def note_rung(draft: Draft, rung: ColleagueRung) -> None:
    """It rings at somebody; who is not wanted any more is let go."""
    asked = draft.session.consultation
    offer = Offer(rung.offer_id, rung.staff_id, rung.expires_at)
    if asked is not None and offer == asked.offer:
        return
    if asked is None or asked.card is not None or asked.offer is not None:
        draft.do(StopRinging(rung.offer_id))
        return
    draft.change(consultation=Consultation(asked.target, asked.note, offer))
    draft.note("colleague_rung", offer=rung.offer_id, staff=rung.staff_id)
    if view := colleague_offer_view(draft.session):
        draft.do(TellAgent(rung.staff_id, OfferMade(view)))


def note_nobody_free(draft: Draft, _news: NobodyFree) -> None:
    asked = draft.session.consultation
    if asked is not None and asked.offer is None and asked.card is None:
        _end(draft, ConsultEnd.NOBODY_FREE)


def note_rung_out(draft: Draft, ended: OfferEnded) -> bool:
    """Return whether the offer was a colleague's, and is dealt with."""
    asked = draft.session.consultation
    if asked is None or asked.offer is None or asked.offer.offer_id != ended.offer_id:
        return False
    draft.do(TellAgent(ended.staff_id, OfferGone(ended.offer_id, ended.end)))
    _end(draft, _ENDS[ended.end])
    return True


def join_colleague(draft: Draft, joined: AgentJoined) -> bool:
    """Return whether the offer was a colleague's, who is in the call now."""
    session, card = draft.session, joined.card
    asked = session.consultation
    if asked is None or asked.offer is None or asked.offer.offer_id != joined.offer_id:
        return False
    forget_part(draft, card.staff_id)
    draft.change(
        consultation=Consultation(asked.target, asked.note, card=card),
        colleague_leg=LegState(take=session.colleague_leg.take),
    )
    draft.note("colleague_joined", card.staff_id)
    gone = OfferGone(joined.offer_id, ACCEPTED)
    draft.do(HoldAgent(card.staff_id, session.queue), TellAgent(card.staff_id, gone))
    _hold(draft)
    return True


def take_back(draft: Draft, _asked: TakeBack) -> None:
    if draft.session.stage not in IN_CALL:
        raise NotNowError
    drop_colleague(draft)
    resume(draft, draft.actor(draft.session.lead))


def leave_colleague(draft: Draft) -> None:
    """The colleague goes, or was lost: the agent is told, the customer still behind the curtain.

    Where all three talked, the two go on.
    """
    if draft.session.colleague is not None:
        _end(draft, ConsultEnd.GONE)


def drop_colleague(draft: Draft) -> None:
    """Whoever was asked in goes, and nobody has to be told."""
    asked = draft.session.consultation
    if asked is None:
        return
    if asked.card is not None:
        draft.note("colleague_left", asked.card.staff_id)
        hide_screen(draft, LegName.COLLEAGUE)
        detach(draft, LegName.COLLEAGUE)
        draft.do(FreeAgent(asked.card.staff_id))
    elif asked.offer is not None:
        gone = OfferGone(asked.offer.offer_id, OfferEnd.WITHDRAWN)
        draft.do(StopRinging(asked.offer.offer_id), TellAgent(asked.offer.staff_id, gone))
    take = draft.session.colleague_leg.take
    draft.change(consultation=None, colleague_leg=LegState(take=take))


def restore_colleague(draft: Draft) -> None:
    """Redis forgot who rings or is in the call; whether to ask again is the agent's to say."""
    asked = draft.session.consultation
    if asked is not None and asked.card is not None:
        draft.do(HoldAgent(asked.card.staff_id, draft.session.queue))
    elif asked is not None:
        _end(draft, ConsultEnd.GONE)


def check_target(session: Session, target: Target) -> None:
    """Raise UnacceptableError for what is nobody, or the agent who asks."""
    is_oneself = session.agent is not None and session.agent.staff_id == target.name
    if is_oneself or not 0 < len(target.name) <= LONGEST_NAME:
        raise UnacceptableError


def target_facts(target: Target) -> dict[str, str]:
    """Return what the trail tells of a target."""
    return {"to": target.kind, "name": target.name}


def clean_word(note: str) -> str:
    """Return what a colleague is told; raise UnacceptableError for a letter instead of a word."""
    note = note.strip()
    if len(note) > LONGEST_WORD:
        raise UnacceptableError
    return note


def _hold(draft: Draft) -> None:
    if draft.session.held_since is None:
        draft.change(held_since=draft.now)
        draft.note("hold_began", draft.actor(draft.session.lead))
        arrange(draft)


def _end(draft: Draft, end: ConsultEnd) -> None:
    drop_colleague(draft)
    draft.note("consultation_ended", end=end)
    draft.tell(draft.session.lead, ConsultEnded(end))
