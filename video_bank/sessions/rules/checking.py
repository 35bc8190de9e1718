"""Pictures of the document, identity checks, and what the agent decides."""

import hashlib

import msgspec

from video_bank.errors import ErrorCode, NotFoundError, NotNowError
from video_bank.ids import CheckId
from video_bank.media.commands import LegName, StartCheck
from video_bank.sessions.draft import Draft
from video_bank.sessions.effects import TellNode
from video_bank.sessions.errors import (
    CheckRunningError,
    ConsentMissingError,
    UnacceptableError,
)
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import AskForPicture, BeginCheck, DecideCheck, NotePicture
from video_bank.sessions.rules.regulated import check_recorded
from video_bank.sessions.session import Check, CheckState, Picture, Stage
from video_bank.verification.evidence import (
    CheckFailed,
    CheckFinished,
    CheckNews,
    Decision,
    Verdict,
)
from video_bank.verification.policy import add_findings, is_failing

MOST_PICTURES = 40
LONGEST_REASON = 500


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
    check_id = _check_id(asked)
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
    start = StartCheck(session.session_id, check_id, asked.picture_id, LegName.CUSTOMER)
    draft.do(TellNode(session.media_node, start))


def note_check(draft: Draft, news: CheckNews) -> None:
    check = _find(draft, news.check_id)
    if check is None or check.state is not CheckState.RUNNING:
        return
    match news:
        case CheckFinished(evidence=seen):
            document = draft.session.document
            evidence = add_findings(seen, document.findings if document else ())
            _replace(draft, check, state=CheckState.FINISHED, evidence=evidence)
            draft.note(
                "check_finished",
                check=news.check_id,
                verdict=evidence.verdict,
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


def fail_running_checks(draft: Draft, code: ErrorCode) -> None:
    for check in draft.session.checks:
        if check.state is CheckState.RUNNING:
            _fail(draft, check, code)


def decide_check(draft: Draft, decided: DecideCheck) -> None:
    """The agent decides, against the machine only with a reason; until the call ends, anew."""
    check = _find(draft, decided.check_id)
    if check is None:
        raise NotFoundError
    reason = decided.reason.strip()
    if (check.decision, check.decision_reason) == (decided.decision, reason):
        return
    if check.evidence is None or draft.session.stage not in IN_CALL | {Stage.WRAPPING_UP}:
        raise NotNowError
    document = draft.session.document
    is_against = check.evidence.verdict is Verdict.FAILED or (
        document is not None and is_failing(document.findings)
    )
    needs_reason = decided.decision is Decision.REFUSED or is_against
    if len(reason) > LONGEST_REASON or (needs_reason and not reason):
        raise UnacceptableError
    _replace(draft, check, decision=decided.decision, decision_reason=reason)
    # The reason is the agent's own text and may say anything: it stays in the session.
    digest = hashlib.sha256(reason.encode()).hexdigest() if reason else None
    draft.note(
        "check_decided",
        draft.actor(draft.session.lead),
        check=check.check_id,
        decision=decided.decision,
        reason_sha256=digest,
    )


def _check_id(asked: BeginCheck) -> CheckId:
    """Return the same id for the same request: asking again starts nothing new."""
    digest = hashlib.sha256(f"{asked.session_id}\n{asked.request_id}".encode()).hexdigest()
    return CheckId(f"check_{digest[:24]}")


def _find(draft: Draft, check_id: CheckId) -> Check | None:
    return next((each for each in draft.session.checks if each.check_id == check_id), None)


def _fail(draft: Draft, check: Check, code: ErrorCode) -> None:
    _replace(draft, check, state=CheckState.FAILED, failure=code)
    draft.note("check_failed", check=check.check_id, code=code)


def _replace(draft: Draft, check: Check, **fields: object) -> None:
    changed = msgspec.structs.replace(check, **fields)
    draft.change(
        checks=tuple(
            changed if each.check_id == check.check_id else each for each in draft.session.checks
        )
    )
