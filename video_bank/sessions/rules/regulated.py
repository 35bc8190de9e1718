"""Steps that count only when they are recorded: identity checks, and whatever else is regulated."""

from video_bank.errors import NotNowError
from video_bank.recording.errors import RecordingDownError
from video_bank.sessions.session import Session


def check_recorded(session: Session) -> None:
    """Raise RecordingDownError while the call's recording is not alive.

    Every rule of a regulated step asks this before it changes anything. NotNowError: nothing is
    proven by a customer who is on hold.
    """
    if session.held_since is not None:
        raise NotNowError
    if session.media_node is None or session.recording_stalled is not None:
        raise RecordingDownError
