"""From the queue to an agent: offers come, end and are accepted."""

from video_bank.queues.news import AgentBack, AgentGone, OfferEnded, OfferMade
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import (
    BeginWrapUp,
    FreeAgent,
    GiveUpPlace,
    HoldAgent,
    TellAgent,
)
from video_bank.sessions.inbox import AgentJoined, LiveStateLost
from video_bank.sessions.lifecycle import AT_HAND, IN_QUEUE
from video_bank.sessions.outgoing import OfferGone
from video_bank.sessions.outgoing import OfferMade as ShowOffer
from video_bank.sessions.rules.arrival import take_place
from video_bank.sessions.rules.deferring import call_back
from video_bank.sessions.session import LegState, Offer, Stage
from video_bank.sessions.views import offer_view

ACCEPTED = "accepted"
WITHDRAWN = "withdrawn"


def note_offer(draft: Draft, made: OfferMade) -> None:
    if draft.session.stage not in IN_QUEUE:
        draft.do(GiveUpPlace())  # the customer left in the moment of the offer
        return
    if draft.session.stage is Stage.WAITING:
        draft.advance(Stage.OFFERED)
    draft.change(offer=Offer(made.offer_id, made.staff_id, made.expires_at))
    draft.note("offer_made", offer=made.offer_id, staff=made.staff_id)
    if view := offer_view(draft.session):
        draft.do(TellAgent(made.staff_id, ShowOffer(view)))


def note_offer_end(draft: Draft, ended: OfferEnded) -> None:
    draft.do(TellAgent(ended.staff_id, OfferGone(ended.offer_id, ended.end)))
    draft.note("offer_ended", offer=ended.offer_id, staff=ended.staff_id, end=ended.end)
    _forget_offer(draft, ended.offer_id)


def join_agent(draft: Draft, joined: AgentJoined) -> None:
    """Bring both together; an agent who comes too late is free again at once."""
    session, staff_id = draft.session, joined.card.staff_id
    if session.agent and session.agent.staff_id == staff_id and session.stage in AT_HAND:
        return
    if session.stage is not Stage.OFFERED:
        draft.do(FreeAgent(staff_id), TellAgent(staff_id, OfferGone(joined.offer_id, WITHDRAWN)))
        if session.stage is Stage.WAITING:
            take_place(draft)
        return
    if session.is_callback:
        call_back(draft, joined)
        return
    draft.advance(Stage.CONNECTING)
    draft.change(
        agent=joined.card,
        answered_at=session.answered_at or draft.now,
        is_audio_first=joined.is_audio_first,
        offer=None,
        agent_leg=LegState(take=session.agent_leg.take),
        media_missing_since=draft.now,
    )
    draft.note("offer_accepted", staff_id, offer=joined.offer_id)
    gone = OfferGone(joined.offer_id, ACCEPTED)
    draft.do(HoldAgent(staff_id, session.queue), TellAgent(staff_id, gone))


def note_agent_lease(draft: Draft, news: AgentGone | AgentBack) -> None:
    """The lease is what remains when a page could not say goodbye."""
    agent = draft.session.agent
    if agent is None or agent.staff_id != news.staff_id or draft.session.stage not in AT_HAND:
        return
    is_gone = isinstance(news, AgentGone)
    if is_gone == (draft.session.lead_leg.away_since is not None):
        return
    draft.change_leg(draft.session.lead, away_since=draft.now if is_gone else None)
    draft.note("agent_vanished" if is_gone else "agent_returned", agent.staff_id)


def restore(draft: Draft, _lost: LiveStateLost) -> None:
    """Make the session's place in Redis anew from what is written down here."""
    session = draft.session
    if session.stage in IN_QUEUE:
        if session.offer is not None:
            gone = OfferGone(session.offer.offer_id, WITHDRAWN)
            draft.do(TellAgent(session.offer.staff_id, gone))
            _forget_offer(draft, session.offer.offer_id)
        take_place(draft)
    elif session.agent and session.stage in AT_HAND:
        draft.do(HoldAgent(session.agent.staff_id, session.queue))
        if session.stage is Stage.WRAPPING_UP:
            draft.do(BeginWrapUp(session.agent.staff_id))


def _forget_offer(draft: Draft, offer_id: str) -> None:
    if draft.session.offer and draft.session.offer.offer_id == offer_id:
        draft.change(offer=None)
        if draft.session.stage is Stage.OFFERED:
            draft.advance(Stage.WAITING)
