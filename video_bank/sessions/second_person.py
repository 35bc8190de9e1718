"""Which checks take two people, and which wait for the second one (pure)."""

from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.session import Check, Session
from video_bank.verification.document.document import Document
from video_bank.verification.other_way import find_lacks
from video_bank.verification.policy import needs_second_person


def lacks_second_person(check: Check, document: Document | None) -> bool:
    """Say whether the check passes only when a second person agrees, and nobody has yet.

    `document` is the session's: what is wrong with it counts, whenever it was found.
    """
    look = check.second_look
    if look is not None and look.agrees:
        return False
    if document is not None and needs_second_person(document.findings):
        return True
    if check.other_way is not None:
        return bool(find_lacks(check.other_way))
    return check.evidence is None or needs_second_person(check.evidence.findings)


def open_looks(session: Session) -> tuple[Check, ...]:
    """Return the checks that wait for a second person."""
    if session.stage not in IN_CALL:
        return ()
    return tuple(
        check
        for check in session.checks
        if check.second_look and check.second_look.agrees is None and check.decision is None
    )
