"""What a meeting came out with, as it is looked for and reported (pure)."""

from video_bank.sessions.session import Check, Session


def telling_check(session: Session) -> Check | None:
    """Return the check that the meeting came out with: the last decided, else the last finished."""
    newest_first = session.checks[::-1]
    decided = (check for check in newest_first if check.decision is not None)
    finished = (check for check in newest_first if check.evidence or check.other_way)
    return next(decided, None) or next(finished, None)
