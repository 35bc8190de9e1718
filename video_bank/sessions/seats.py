"""As what a desk has a session at hand, and what goes from one agent to the next (pure)."""

from enum import StrEnum

import msgspec

from video_bank.ids import StaffId
from video_bank.queues.ticket import Target
from video_bank.sessions.lifecycle import AT_HAND
from video_bank.sessions.session import AgentCard, HandedOn, Session


class DeskSeat(StrEnum):
    LEAD = "lead"
    COLLEAGUE = "colleague"  # asked into the call by the one who leads it
    FORMER = "former"  # handed the customer on, and writes down what was


class ColleagueWord(msgspec.Struct, frozen=True):
    """What the next agent is told of a customer; `note` may be empty."""

    by: AgentCard
    note: str


class ConsultView(msgspec.Struct, frozen=True):
    """Who was asked into the call. `colleague` is None until somebody has answered."""

    target: Target
    is_ringing: bool
    colleague: AgentCard | None


def find_seat(session: Session, staff_id: StaffId) -> DeskSeat | None:
    """Return as what somebody has the session at hand; None for who has not."""
    if session.stage in AT_HAND:
        if session.agent is not None and session.agent.staff_id == staff_id:
            return DeskSeat.LEAD
        if session.colleague is not None and session.colleague.staff_id == staff_id:
            return DeskSeat.COLLEAGUE
    return DeskSeat.FORMER if unfinished_part(session, staff_id) else None


def staff_at_hand(session: Session) -> set[StaffId]:
    """Return everybody at whose desk the session is."""
    cards = [session.agent, session.colleague] if session.stage in AT_HAND else []
    wrapping_up = (part.by for part in session.handed_on if part.is_wrapping_up)
    return {card.staff_id for card in (*cards, *wrapping_up) if card is not None}


def unfinished_part(session: Session, staff_id: StaffId) -> HandedOn | None:
    """Return the part of the meeting that an agent has handed on and still wraps up."""
    parts = (
        part for part in session.handed_on if part.is_wrapping_up and part.by.staff_id == staff_id
    )
    return next(parts, None)


def consult_view(session: Session) -> ConsultView | None:
    asked = session.consultation
    if asked is None:
        return None
    return ConsultView(asked.target, asked.offer is not None, asked.card)


def word_of_last(session: Session) -> ColleagueWord | None:
    """Return what whoever handed the customer on last left for the next."""
    last = session.handed_on[-1] if session.handed_on else None
    return None if last is None else ColleagueWord(last.by, last.note)


def word_to_colleague(session: Session) -> ColleagueWord | None:
    """Return what whoever asked a colleague in says to that one."""
    asked = session.consultation
    return (
        None if asked is None or session.agent is None else ColleagueWord(session.agent, asked.note)
    )
