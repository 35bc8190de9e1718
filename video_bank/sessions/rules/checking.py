"""Pictures of the document, identity checks, and what the agent decides."""

from video_bank.errors import ErrorCode, NotFoundError, NotNowError
from video_bank.media.commands import LegName, StartCheck
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import TellNode
from video_bank.sessions.errors import (
    CheckRunningError,
    ConsentMissingError,
    SecondPersonMissingError,
)
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import AskForPicture, BeginCheck, DecideCheck, NotePicture
from video_bank.sessions.rules.checks import (
    check_id_of,
    digest_of,
    find_check,
    read_reason,
    reasons_of,
    replace_check,
)
from video_bank.sessions.rules.regulated import check_recorded
from video_bank.sessions.second_person import lacks_second_person
from video_bank.sessions.session import Check, CheckState, Picture, Session, Stage
from video_bank.verification.evidence import (
    CheckFailed,
    CheckFinished,
    Decision,
    Finding,
    Reason,
)
from video_bank.verification.location.findings import find_in_location
from video_bank.verification.policy import add_findings

MOST_PICTURES = 40


def ask_for_picture(draft: Draft, _asked: AskForPicture) -> None:
    if draft.session.stage not in IN_CALL:
        raise NotNowError
    if not draft.session.is_picture_requested:
        draft.change(is_picture_requested=True)
        draft.note("picture_requested", draft.actor(draft.session.lead))


def note_picture(draft: Draft, noted: NotePicture) -> None:
    pictures = draft.session.pictures
    if any(picture.picture_id == noted.picture_id for picture in pictures):
        return
    if draft.session.stage not in IN_CALL or len(pictures) >= MOST_PICTURES:
        raise NotNowError
    picture = Picture(noted.picture_id, noted.taken_by, draft.now)
    draft.change(pictures=(*pictures, picture), is_picture_requested=False)
    draft.note("picture_received", draft.actor(noted.taken_by), picture=noted.picture_id)


def begin_check(draft: Draft, asked: BeginCheck) -> None:
    session = draft.session
    check_id = check_id_of(asked)
    if any(check.check_id == check_id for check in session.checks):
        return
    if session.stage is not Stage.TALKING or session.media_node is None:
        raise NotNowError
    if session.consents is None or not session.consents.face:
        raise ConsentMissingError
    check_recorded(session)
    if all(picture.picture_id != asked.picture_id for picture in session.pictures):
        raise NotFoundError
    if any(check.state is CheckState.RUNNING for check in session.checks):
        raise CheckRunningError
    check = Check(check_id, asked.picture_id, CheckState.RUNNING, draft.now)
    draft.change(checks=(*session.checks, check))
    actor = draft.actor(draft.session.lead)
    draft.note("check_begun", actor, check=check_id, picture=asked.picture_id)
    start = StartCheck(
        session.session_id,
        check_id,
        asked.picture_id,
        LegName.CUSTOMER,
        session.customer.reference,
        has_challenge=asked.has_challenge,
        is_slow=session.is_challenge_slow,
        has_flash=session.is_flash_allowed,
        camera_looks_virtual=session.camera.looks_virtual,
        camera_lacks_abilities=session.camera.lacks_abilities,
    )
    draft.do(TellNode(session.media_node, start))


def note_check(draft: Draft, news: CheckFinished | CheckFailed) -> None:
    check = find_check(draft, news.check_id)
    if check is None or check.state is not CheckState.RUNNING:
        return
    match news:
        case CheckFinished(evidence=seen):
            evidence = add_findings(seen, _found_elsewhere(draft.session, check))
            replace_check(draft, check, state=CheckState.FINISHED, evidence=evidence)
            draft.note(
                "check_finished",
                check=news.check_id,
                verdict=evidence.verdict,
                findings=reasons_of(evidence.findings),
                distance=round(evidence.distance, 4),
                match_at_most=evidence.thresholds.match_at_most,
                mismatch_above=evidence.thresholds.mismatch_above,
                engine=evidence.engine,
                live_frames=evidence.live_frames,
                document_portrait=evidence.document_portrait,
                live_portrait=evidence.live_portrait,
            )
        case CheckFailed(code=code):
            _fail(draft, check, code)


def _found_elsewhere(session: Session, check: Check) -> tuple[Finding, ...]:
    """Return what stands against the document, where the customer is, what happened meanwhile."""
    found = session.document.findings if session.document else ()
    if session.location is not None:
        found = (*found, *find_in_location(session.location))
    changed_at = session.network_changed_at
    if changed_at is None or changed_at < check.started_at:
        return found
    return (*found, Finding(Reason.NETWORK_CHANGED))


def fail_running_checks(draft: Draft, code: ErrorCode) -> None:
    for check in draft.session.checks:
        if check.state is CheckState.RUNNING:
            _fail(draft, check, code)


def decide_check(draft: Draft, decided: DecideCheck) -> None:
    """The agent decides; until the call ends, anew. What takes two people one does not pass."""
    check = find_check(draft, decided.check_id)
    if check is None:
        raise NotFoundError
    reason = read_reason(decided.reason, is_needed=decided.decision is Decision.REFUSED)
    if (check.decision, check.decision_reason) == (decided.decision, reason):
        return
    is_made = check.evidence is not None or check.other_way is not None
    if not is_made or draft.session.stage not in IN_CALL | {Stage.WRAPPING_UP}:
        raise NotNowError
    is_passing = decided.decision is Decision.PASSED
    if is_passing and lacks_second_person(check, draft.session.document):
        raise SecondPersonMissingError
    replace_check(draft, check, decision=decided.decision, decision_reason=reason)
    draft.note(
        "check_decided",
        draft.actor(draft.session.lead),
        check=check.check_id,
        decision=decided.decision,
        reason_sha256=digest_of(reason),
    )


def _fail(draft: Draft, check: Check, code: ErrorCode) -> None:
    replace_check(draft, check, state=CheckState.FAILED, failure=code)
    draft.note("check_failed", check=check.check_id, code=code)
