"""From the link to the queue: the customer comes, consents, takes a place, goes and comes back."""

import hashlib
from typing import Final

import msgspec

from video_bank.errors import NotNowError
from video_bank.ids import StaffId
from video_bank.media.commands import LegName
from video_bank.queues.ticket import Target, TargetKind, Ticket
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import MarkAway, TakePlace
from video_bank.sessions.errors import ConsentMissingError
from video_bank.sessions.inbox import CustomerPageLost
from video_bank.sessions.lifecycle import AT_HAND, IN_CALL, IN_QUEUE
from video_bank.sessions.requests import EnterQueue, GiveConsents, NoteArrival, NotePresence
from video_bank.sessions.session import CloseReason, Consents, Session, Stage

WANTED_S: Final = 120.0  # how long only the wished agent, or who has the skill, will do


def note_arrival(draft: Draft, _noted: NoteArrival) -> None:
    if draft.session.stage is Stage.INVITED:
        draft.advance(Stage.ARRIVING)
        draft.note("customer_arrived", draft.session.session_id)


def give_consents(draft: Draft, asked: GiveConsents) -> None:
    given = draft.session.consents
    if given and (given.recording, given.face) == (asked.recording, asked.face):
        return
    if draft.session.stage is not Stage.ARRIVING:
        raise NotNowError
    draft.change(consents=Consents(asked.recording, asked.face, draft.now, asked.text))
    actor = draft.session.session_id
    draft.note("consents_given", actor, recording=asked.recording, face=asked.face, text=asked.text)
    if not asked.recording:
        draft.advance(Stage.REFUSED)
        draft.change(close_reason=CloseReason.CONSENT_REFUSED, ended_at=draft.now)
        draft.note("session_ended", actor, reason=CloseReason.CONSENT_REFUSED)


def enter_queue(draft: Draft, _asked: EnterQueue) -> None:
    if draft.session.stage in IN_QUEUE | IN_CALL:
        return
    if draft.session.stage is not Stage.ARRIVING:
        raise NotNowError
    if draft.session.consents is None:
        raise ConsentMissingError
    is_first = draft.session.came_back_at is None
    draft.advance(Stage.WAITING)
    if is_first:
        draft.change(arrived_at=draft.now)
    draft.note("queue_entered", draft.session.session_id, queue=draft.session.queue)
    take_place(draft, is_first=is_first)


def note_presence(draft: Draft, seen: NotePresence) -> None:
    """A page that goes keeps everything for a while; only the deadlines end something."""
    if seen.network and seen.leg is LegName.CUSTOMER:
        _follow_network(draft, seen.network)
    _change_presence(draft, seen.leg, is_here=seen.is_here)


def _follow_network(draft: Draft, network: str) -> None:
    """Say that it is another one than before: whoever leaves the Wi-Fi does that, too."""
    before = draft.session.network
    if network == before:
        return
    draft.change(network=network)
    if before:
        draft.change(network_changed_at=draft.now)
        draft.note("network_changed", draft.session.session_id)


def note_page_lost(draft: Draft, _lost: CustomerPageLost) -> None:
    _change_presence(draft, LegName.CUSTOMER, is_here=False)


def _change_presence(draft: Draft, leg: LegName, *, is_here: bool) -> None:
    session = draft.session
    if leg is LegName.COLLEAGUE and session.colleague is None:
        return
    was_here = session.leg(leg).away_since is None
    is_customer = leg is LegName.CUSTOMER
    if was_here == is_here or (not is_customer and session.stage not in AT_HAND):
        return
    draft.change_leg(leg, away_since=None if is_here else draft.now)
    if is_customer and session.stage in IN_QUEUE and not session.is_callback:
        draft.do(MarkAway(not is_here))
    if draft.session.stage in IN_QUEUE | IN_CALL:
        draft.note(f"{leg}_page_{'opened' if is_here else 'closed'}", draft.actor(leg))


def take_place(draft: Draft, *, is_first: bool = False) -> None:
    """Enter the queue or go back to the front: the first arrival counts for good."""
    session = draft.session
    arrived_at = session.arrived_at if session.arrived_at is not None else session.created_at
    ticket = Ticket(
        session.session_id,
        session.queue,
        arrived_at,
        session.wishes,
        session.re_entered_at,
        came_back_at=session.came_back_at,
        is_callback=session.is_callback,
        customer=_name(session),
    )
    draft.do(TakePlace(_wished(ticket, session.wanted), is_first))
    if session.customer_leg.away_since is not None and not session.is_callback:
        draft.do(MarkAway(is_away=True))


def _wished(ticket: Ticket, wanted: Target | None) -> Ticket:
    """Return the ticket of somebody who was handed on: the wish replaces any that was before."""
    if wanted is None:
        return ticket
    is_agent = wanted.kind is TargetKind.AGENT
    agent = StaffId(wanted.name) if is_agent else None
    return msgspec.structs.replace(
        ticket,
        wishes=msgspec.structs.replace(ticket.wishes, agent=agent),
        skill=wanted.name if wanted.kind is TargetKind.SKILL else None,
        kept_s=WANTED_S,
    )


def _name(session: Session) -> str:
    """Return by what the queue knows one customer again, without the bank's own number."""
    return hashlib.sha256(session.customer.reference.encode()).hexdigest()[:32]
