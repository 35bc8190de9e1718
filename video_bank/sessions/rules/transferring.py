"""How a customer goes from one agent to the next: by way of the queue, or to who is there already.

Cold: back into the queue before all who wait, with a wish for an agent or a skill, or into another
queue; a wish that cannot be met is forgotten, and anybody of the queue will do. Warm: the colleague
who was asked in leads the call from now on.
"""

from typing import Final

import msgspec

from video_bank.errors import NotNowError
from video_bank.ids import QueueId
from video_bank.media.commands import LegName
from video_bank.queues.ticket import Target, TargetKind
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import BeginWrapUp, FreeAgent, HoldAgent
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import AskForHelp, HandOver, Transfer
from video_bank.sessions.rules.calling import arrange, detach, hide_screen
from video_bank.sessions.rules.consulting import check_target, clean_word, target_facts
from video_bank.sessions.rules.returning import send_back
from video_bank.sessions.rules.scripting import drop_open_step
from video_bank.sessions.session import AgentCard, HandedOn, LegState, Session, Stage

WRAP_UP_S: Final = 120.0  # of who handed a customer on: half of the matter is another's


def transfer(draft: Draft, asked: Transfer) -> None:
    """The customer waits for others; the agent wraps up and is free again soon."""
    session, note = draft.session, clean_word(asked.note)
    if session.stage not in IN_CALL or session.agent is None:
        raise NotNowError
    check_target(session, asked.target)
    draft.note("transferred", session.agent.staff_id, **target_facts(asked.target))
    _let_go(draft, session.agent, asked.target, note)
    draft.change(wanted=asked.target)
    if asked.target.kind is TargetKind.QUEUE:
        draft.change(queue=QueueId(asked.target.name))
    send_back(draft)


def hand_over(draft: Draft, _asked: HandOver) -> None:
    """The colleague connects in the agent's place: nobody else's connection changes."""
    session, asked = draft.session, draft.session.consultation
    if session.stage not in IN_CALL or session.agent is None:
        raise NotNowError
    if asked is None or asked.card is None:
        raise NotNowError
    draft.note("call_handed_over", session.agent.staff_id, staff=asked.card.staff_id)
    for leg in (LegName.AGENT, LegName.COLLEAGUE):
        hide_screen(draft, leg)
        detach(draft, leg)
    drop_open_step(draft)
    _let_go(draft, session.agent, asked.target, asked.note)
    draft.change(
        agent=asked.card,
        consultation=None,
        held_since=None,
        help_asked_at=None,
        agent_leg=LegState(take=session.agent_leg.take),
        colleague_leg=LegState(take=session.colleague_leg.take),
    )
    draft.do(HoldAgent(asked.card.staff_id, session.queue))
    arrange(draft)
    if session.stage is not Stage.CONNECTING:
        draft.advance(Stage.CONNECTING)


def ask_for_help(draft: Draft, asked: AskForHelp) -> None:
    session = draft.session
    if session.stage not in IN_CALL or session.lead is LegName.SUPERVISOR:
        raise NotNowError
    if asked.is_wanted == (session.help_asked_at is not None):
        return
    draft.change(help_asked_at=draft.now if asked.is_wanted else None)
    draft.note("help_asked" if asked.is_wanted else "help_taken_back", draft.actor(session.lead))


def _let_go(draft: Draft, agent: AgentCard, target: Target, note: str) -> None:
    """A supervisor who took over goes back to the floor; an agent wraps up."""
    if draft.session.lead is LegName.SUPERVISOR:
        draft.do(FreeAgent(agent.staff_id, is_leaving=True))
        part = _part(draft.session, agent, target, note, draft.now)
        part = msgspec.structs.replace(part, is_wrapping_up=False)
    else:
        draft.do(BeginWrapUp(agent.staff_id, draft.now + WRAP_UP_S))
        part = _part(draft.session, agent, target, note, draft.now)
    draft.change(handed_on=(*draft.session.handed_on, part))


def _part(session: Session, agent: AgentCard, target: Target, note: str, now: float) -> HandedOn:
    return HandedOn(
        by=agent,
        target=target,
        note=note,
        at=now,
        talking_since=session.talking_since,
        wrap_up_until=now + WRAP_UP_S,
    )
