"""What the customer's page shows of a challenge."""

import msgspec

from video_bank.ids import CheckId
from video_bank.sessions.session import CheckState, Session
from video_bank.verification.liveness.progress import ChallengeProgress


class ChallengeSheet(msgspec.Struct, frozen=True):
    """What the customer is asked to do before the camera just now."""

    check_id: CheckId
    progress: ChallengeProgress


def challenge_sheet(session: Session) -> ChallengeSheet | None:
    """Return the running check's challenge, None when nothing is asked."""
    for check in session.checks:
        if check.state is CheckState.RUNNING and check.progress is not None:
            return ChallengeSheet(check.check_id, check.progress)
    return None
