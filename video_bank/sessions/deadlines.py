"""How long each thing is waited for (pure): what is due next in a session, and when."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from video_bank.media.commands import LegName
from video_bank.sessions.lifecycle import IN_CALL, IN_QUEUE
from video_bank.sessions.session import Check, CheckState, Session, Stage

INVITATION_S: Final = 24 * 3600.0  # a link lives ten minutes; the bank may issue another meanwhile
ARRIVAL_S: Final = 30 * 60.0
CUSTOMER_AWAY_S: Final = 120.0
CONNECTING_S: Final = 120.0
PARKED_S: Final = 120.0
AGENT_AWAY_S: Final = 30.0
PARTY_LOST_S: Final = 120.0
MEDIA_MISSING_S: Final = 60.0
CALL_CLOSED_S: Final = 3.0
CHECK_S: Final = 15.0
CHALLENGE_SILENCE_S: Final = 30.0  # nothing that a challenge waits for takes longer
WRAP_UP_S: Final = 15 * 60.0
WRAP_UP_AWAY_S: Final = 120.0
TURNED_AWAY_S: Final = 30 * 60.0
EARLY_S: Final = 10 * 60.0  # so long before the slot its customer may begin
LATE_S: Final = 15 * 60.0
CALLED_S: Final = 30 * 60.0  # so long the link of a callback leads in
CALLBACK_S: Final = 7 * 24 * 3600.0
LINGER_S: Final = 30.0  # a session at its end is still hosted, for what was on its way to it


class Due(StrEnum):
    """What follows when the time has run out."""

    EXPIRE = "expire"
    ABANDON = "abandon"
    GIVE_UP_CONNECTING = "give_up_connecting"
    GIVE_UP_PARKED = "give_up_parked"
    RETURN_TO_QUEUE = "return_to_queue"
    LET_GUEST_GO = "let_guest_go"
    LET_SUPERVISOR_GO = "let_supervisor_go"
    LET_COLLEAGUE_GO = "let_colleague_go"
    MEDIA_FAILED = "media_failed"
    SEAL = "seal"
    FAIL_CHECK = "fail_check"
    SKIP_WRAP_UP = "skip_wrap_up"
    TURN_AWAY = "turn_away"
    MISS = "miss"  # an appointment, or the link of a callback
    FORGET_CALLBACK = "forget_callback"


def next_due(session: Session) -> tuple[float, Due] | None:
    """Return the earliest (seconds UTC, what is due); None when nothing is waited for."""
    return min(_all_due(session), default=None)


def kept_until(session: Session) -> float | None:
    """Return until when a place is kept for whoever is missing in a call."""
    if session.stage is Stage.PARKED:
        return session.stage_since + PARKED_S
    if session.stage in IN_CALL and session.lead_leg.away_since is not None:
        return session.lead_leg.away_since + AGENT_AWAY_S
    return None


def wrap_up_ends_at(session: Session) -> float:
    """Return when the agent of a session that is wrapped up is free again at the latest."""
    ends_at = session.stage_since + WRAP_UP_S
    return ends_at if session.wrap_up_until is None else min(ends_at, session.wrap_up_until)


def window_of(session: Session) -> tuple[float, float] | None:
    """Return from when to when the customer may come back from a deferral; None while not known."""
    deferral = session.deferral
    if deferral is None:
        return None
    if deferral.begins_at is not None and deferral.ends_at is not None:
        return deferral.begins_at - EARLY_S, deferral.ends_at + LATE_S
    if deferral.called_at is not None:
        return deferral.called_at, deferral.called_at + CALLED_S
    return None


def _all_due(session: Session) -> Iterator[tuple[float, Due]]:
    yield from _stage_due(session)
    yield from _deferral_due(session)
    yield from _missing_due(session)
    yield from _party_due(session)
    for check in session.checks:
        if check.state is CheckState.RUNNING:
            yield _check_until(check), Due.FAIL_CHECK


def _stage_due(session: Session) -> Iterator[tuple[float, Due]]:
    since = session.stage_since
    match session.stage:
        case Stage.INVITED:
            yield session.created_at + INVITATION_S, Due.EXPIRE
        case Stage.ARRIVING:
            yield since + ARRIVAL_S, Due.ABANDON
        case Stage.CONNECTING:
            yield since + CONNECTING_S, Due.GIVE_UP_CONNECTING
        case Stage.PARKED:
            yield since + PARKED_S, Due.GIVE_UP_PARKED
        case Stage.WRAPPING_UP:
            if not session.is_seal_asked and session.clock_zero is not None:
                yield since + CALL_CLOSED_S, Due.SEAL
            away = session.lead_leg.away_since
            ends_at = wrap_up_ends_at(session)
            if away is not None:
                ends_at = min(ends_at, away + WRAP_UP_AWAY_S)
            yield ends_at, Due.SKIP_WRAP_UP
        case _:
            return


def _deferral_due(session: Session) -> Iterator[tuple[float, Due]]:
    window = window_of(session)
    if session.stage is Stage.TURNED_AWAY:
        yield session.stage_since + TURNED_AWAY_S, Due.TURN_AWAY
    elif session.stage is Stage.DEFERRED and window is not None:
        yield window[1], Due.MISS
    elif session.stage is Stage.WAITING and session.deferral is not None:
        yield session.deferral.left_at + CALLBACK_S, Due.FORGET_CALLBACK


def _missing_due(session: Session) -> Iterator[tuple[float, Due]]:
    customer_away, agent_away = session.customer_leg.away_since, session.lead_leg.away_since
    if session.stage in IN_QUEUE and customer_away is not None and not session.is_callback:
        yield customer_away + CUSTOMER_AWAY_S, Due.ABANDON
    if session.stage in IN_CALL and agent_away is not None:
        yield agent_away + AGENT_AWAY_S, Due.RETURN_TO_QUEUE
    if session.stage in IN_CALL and session.media_missing_since is not None:
        yield session.media_missing_since + MEDIA_MISSING_S, Due.MEDIA_FAILED


def _party_due(session: Session) -> Iterator[tuple[float, Due]]:
    """Whoever joined the two and closed the page is not kept in the meeting until its end."""
    if session.stage not in IN_CALL:
        return
    guest_lost, supervisor_lost = session.guest_leg.lost_since, session.supervisor_leg.lost_since
    if session.guest is not None and guest_lost is not None:
        yield guest_lost + PARTY_LOST_S, Due.LET_GUEST_GO
    is_onlooker = session.supervision is not None and session.lead is not LegName.SUPERVISOR
    if is_onlooker and supervisor_lost is not None:
        yield supervisor_lost + PARTY_LOST_S, Due.LET_SUPERVISOR_GO
    if session.colleague is not None:
        missing = (session.colleague_leg.away_since, session.colleague_leg.lost_since)
        since = min((each for each in missing if each is not None), default=None)
        if since is not None:
            yield since + AGENT_AWAY_S, Due.LET_COLLEAGUE_GO


def _check_until(check: Check) -> float:
    if check.progressed_at is None:
        return check.started_at + CHECK_S
    return check.progressed_at + CHALLENGE_SILENCE_S
