"""Maker and checker: what one person may not pass alone, a supervisor looks at too."""

import msgspec

from video_bank.errors import ForbiddenError, NotFoundError, NotNowError
from video_bank.sessions.draft import Draft
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import AskSecondLook, GiveSecondLook
from video_bank.sessions.rules.checks import digest_of, find_check, read_reason, replace_check
from video_bank.sessions.second_person import open_looks
from video_bank.sessions.session import SecondLook
from video_bank.verification.evidence import Decision


def ask_second_look(draft: Draft, asked: AskSecondLook) -> None:
    """The agent wants to pass the check, says why, and waits for a supervisor."""
    check = find_check(draft, asked.check_id)
    if check is None:
        raise NotFoundError
    agent = draft.session.agent
    is_made = check.evidence is not None or check.other_way is not None
    if agent is None or not is_made or draft.session.stage not in IN_CALL:
        raise NotNowError
    if check.second_look is not None or check.decision is not None:
        raise NotNowError
    reason = read_reason(asked.reason, is_needed=True)
    look = SecondLook(agent.staff_id, reason, draft.now)
    replace_check(draft, check, second_look=look)
    draft.note(
        "second_look_asked",
        agent.staff_id,
        check=check.check_id,
        reason_sha256=digest_of(reason),
    )


def give_second_look(draft: Draft, given: GiveSecondLook) -> None:
    """Agreement passes the check; disagreement leaves it to the agent, who cannot pass it now."""
    check = find_check(draft, given.check_id)
    if check is None or check.second_look is None:
        raise NotFoundError
    look, agent = check.second_look, draft.session.agent
    if given.card.staff_id in {look.asked_by, agent.staff_id if agent else None}:
        raise ForbiddenError
    if check not in open_looks(draft.session):
        raise NotNowError
    reason = read_reason(given.reason, is_needed=True)
    answered = msgspec.structs.replace(
        look, by=given.card, agrees=given.agrees, answer=reason, answered_at=draft.now
    )
    replace_check(draft, check, second_look=answered)
    draft.note(
        "second_look_given",
        given.card.staff_id,
        check=check.check_id,
        agrees=given.agrees,
        reason_sha256=digest_of(reason),
    )
    if given.agrees:
        _pass(draft, given)


def _pass(draft: Draft, given: GiveSecondLook) -> None:
    check = find_check(draft, given.check_id)
    if check is None or check.second_look is None:
        return
    look = check.second_look
    replace_check(draft, check, decision=Decision.PASSED, decision_reason=look.reason)
    draft.note(
        "check_decided",
        look.asked_by,
        check=check.check_id,
        decision=Decision.PASSED,
        reason_sha256=digest_of(look.reason),
        second_person=given.card.staff_id,
    )
