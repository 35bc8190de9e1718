"""One check among the session's, and reasons that people give for what they decide."""

import hashlib
from collections.abc import Iterable

import msgspec

from video_bank.ids import CheckId
from video_bank.sessions.draft import Draft
from video_bank.sessions.errors import UnacceptableError
from video_bank.sessions.requests import BeginCheck, BeginOtherWay
from video_bank.sessions.session import Check
from video_bank.verification.evidence import Finding

LONGEST_REASON = 500


def check_id_of(asked: BeginCheck | BeginOtherWay) -> CheckId:
    """Return the same id for the same request: asking again starts nothing new."""
    digest = hashlib.sha256(f"{asked.session_id}\n{asked.request_id}".encode()).hexdigest()
    return CheckId(f"check_{digest[:24]}")


def find_check(draft: Draft, check_id: CheckId) -> Check | None:
    return next((each for each in draft.session.checks if each.check_id == check_id), None)


def replace_check(draft: Draft, check: Check, **fields: object) -> None:
    changed = msgspec.structs.replace(check, **fields)
    draft.change(
        checks=tuple(
            changed if each.check_id == check.check_id else each for each in draft.session.checks
        )
    )


def reasons_of(findings: Iterable[Finding]) -> str:
    """Return what a trail entry says of them."""
    return " ".join(finding.reason for finding in findings)


def read_reason(text: str, *, is_needed: bool) -> str:
    """Return the reason as it is kept; raise UnacceptableError."""
    reason = text.strip()
    if len(reason) > LONGEST_REASON or (is_needed and not reason):
        raise UnacceptableError
    return reason


def digest_of(reason: str) -> str | None:
    """Return what the trail says of a reason: people's own text, it stays in the session."""
    return hashlib.sha256(reason.encode()).hexdigest() if reason else None
