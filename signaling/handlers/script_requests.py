"""What an agent asks of the script, as requests to the session at hand."""

import msgspec

from signaling.messages import BeginScriptStep, FinishScriptStep, NoteSpokenAnswer
from video_bank.scripts.progress import Seen
from video_bank.sessions.requests import AnswerStep, BeginStep, FinishStep, ParticipantRequest
from video_bank.sessions.session import Session


def to_script_request(message: msgspec.Struct, session: Session) -> ParticipantRequest | None:
    """Return None for a message of another kind."""
    session_id = session.session_id
    match message:
        case BeginScriptStep(request_id=name, step=step):
            return BeginStep(session_id=session_id, request_id=name, step=step)
        case NoteSpokenAnswer(request_id=name, step=step, answer=answer):
            return AnswerStep(
                session_id=session_id, request_id=name, leg=session.lead, step=step, answer=answer
            )
        case FinishScriptStep(request_id=name, step=step):
            seen = Seen(both_faces=message.both_faces, document=message.document)
            return FinishStep(session_id=session_id, request_id=name, step=step, seen=seen)
        case _:
            return None
