"""Who joins the two: a guest by invitation, a supervisor; and whose screen is shown."""

from video_bank.errors import NotNowError
from video_bank.ids import StaffId
from video_bank.media.commands import LegName, SupervisorMode
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import FreeAgent, HoldAgent
from video_bank.sessions.errors import UnacceptableError
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import (
    DismissGuest,
    GiveGuestConsent,
    InviteGuest,
    ShareScreen,
    StopSupervising,
    Supervise,
)
from video_bank.sessions.rules.calling import arrange, detach, hide_screen
from video_bank.sessions.rules.consulting import HEARD, drop_colleague, resume
from video_bank.sessions.session import Guest, LegState, Session, Supervision

LONGEST_NAME = 64


def invite_guest(draft: Draft, asked: InviteGuest) -> None:
    """One third party at a time; the next one may come when this one has gone."""
    session = draft.session
    if session.guest is not None and session.guest.guest_id == asked.guest_id:
        return
    if session.stage not in IN_CALL or session.guest is not None:
        raise NotNowError
    name = asked.name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise UnacceptableError
    draft.change(guest=Guest(asked.guest_id, name, asked.relation))
    actor = draft.actor(session.lead)
    draft.note("guest_invited", actor, guest=asked.guest_id, relation=asked.relation)


def give_guest_consent(draft: Draft, asked: GiveGuestConsent) -> None:
    guest = draft.session.guest
    if guest is None or guest.guest_id != asked.guest_id or draft.session.stage not in IN_CALL:
        raise NotNowError
    if not asked.recording:
        draft.note("guest_refused", guest.guest_id)
        _remove(draft, LegName.GUEST)
    elif guest.consented_at is None:
        agreed = Guest(guest.guest_id, guest.name, guest.relation, draft.now)
        draft.change(guest=agreed)
        draft.note("guest_joined", guest.guest_id, relation=guest.relation)


def dismiss_guest(draft: Draft, _asked: DismissGuest) -> None:
    guest = draft.session.guest
    if guest is not None:
        draft.note("guest_dismissed", draft.actor(draft.session.lead), guest=guest.guest_id)
        _remove(draft, LegName.GUEST)


def supervise(draft: Draft, asked: Supervise) -> None:
    """Come in, in the place of whoever supervised before, or change how one is in.

    Whoever has taken over stays until the end.
    """
    session, card = draft.session, asked.card
    present = session.supervision
    is_theirs = present is not None and present.card.staff_id == card.staff_id
    if present is not None and is_theirs and present.mode is asked.mode:
        return
    if session.stage not in IN_CALL or session.lead is LegName.SUPERVISOR:
        raise NotNowError
    if session.agent is None or card.staff_id in _own_staff(session):
        raise NotNowError
    if session.consultation is not None and asked.mode in HEARD:
        raise NotNowError  # the colleague has that place
    if present is not None and not is_theirs:
        leave(draft, LegName.SUPERVISOR)
    draft.note(
        "supervisor_changed" if is_theirs else "supervisor_joined", card.staff_id, mode=asked.mode
    )
    if not is_theirs:
        draft.change(supervisor_leg=LegState(take=session.supervisor_leg.take))
    draft.change(supervision=Supervision(card, asked.mode), help_asked_at=None)
    if asked.mode is SupervisorMode.LEAD:
        _take_over(draft)
    arrange(draft)


def stop_supervising(draft: Draft, asked: StopSupervising) -> None:
    session = draft.session
    if session.supervision is None or session.supervision.card.staff_id != asked.staff_id:
        return
    if session.lead is LegName.SUPERVISOR:
        raise NotNowError  # the meeting would have nobody to lead it
    leave(draft, LegName.SUPERVISOR)


def leave(draft: Draft, leg: LegName) -> None:
    """A guest or a supervisor goes; the meeting goes on."""
    if leg is LegName.GUEST and draft.session.guest is not None:
        draft.note("guest_left", draft.actor(leg))
        _remove(draft, leg)
    elif leg is LegName.SUPERVISOR and draft.session.supervision is not None:
        draft.note("supervisor_left", draft.actor(leg))
        _remove(draft, leg)


def share_screen(draft: Draft, asked: ShareScreen) -> None:
    """One screen at a time: a second one waits until the first is taken away."""
    session = draft.session
    if session.stage not in IN_CALL or session.clock_zero is None:
        raise NotNowError
    is_onlooker = asked.leg is LegName.SUPERVISOR and session.lead is not LegName.SUPERVISOR
    if not asked.is_shown:
        hide_screen(draft, asked.leg)
    elif session.screen is None and not is_onlooker:
        draft.change(screen=asked.leg)
        draft.note("screen_shown", draft.actor(asked.leg), leg=asked.leg)
        arrange(draft)
    elif session.screen is not asked.leg:
        raise NotNowError


def _own_staff(session: Session) -> set[StaffId]:
    """Return who takes part as an agent: nobody supervises themselves."""
    cards = (session.agent, session.colleague)
    return {card.staff_id for card in cards if card is not None}


def _take_over(draft: Draft) -> None:
    """Stand in the agent's place: the agent is free, and the customer sees who is there now."""
    session = draft.session
    if session.agent is None or session.supervision is None:
        return
    gone, card = session.agent.staff_id, session.supervision.card
    hide_screen(draft, LegName.AGENT)
    drop_colleague(draft)
    resume(draft, card.staff_id)
    draft.change(agent=card, agent_leg=LegState(take=session.agent_leg.take))
    draft.do(FreeAgent(gone), HoldAgent(card.staff_id, session.queue))
    detach(draft, LegName.AGENT)


def _remove(draft: Draft, leg: LegName) -> None:
    hide_screen(draft, leg)
    draft.change_leg(leg, connection="", is_flowing=False, away_since=None, lost_since=None)
    draft.change(**{"guest" if leg is LegName.GUEST else "supervision": None})
    detach(draft, leg)
    if leg is LegName.SUPERVISOR:
        arrange(draft)
