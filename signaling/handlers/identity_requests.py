"""What an agent asks where people decide on an identity, as requests to the session at hand."""

import msgspec

from signaling.messages import AskSupervisor, NoteControlAnswer, StartOtherWay
from video_bank.ids import SessionId
from video_bank.sessions.requests import (
    AskSecondLook,
    BeginOtherWay,
    NoteAnswer,
    ParticipantRequest,
)


def to_identity_request(
    message: msgspec.Struct, session_id: SessionId
) -> ParticipantRequest | None:
    """Return None for a message of another kind."""
    match message:
        case AskSupervisor(request_id=name, check_id=check_id, reason=reason):
            return AskSecondLook(
                session_id=session_id, request_id=name, check_id=check_id, reason=reason
            )
        case StartOtherWay(request_id=name, picture_id=picture_id):
            return BeginOtherWay(session_id=session_id, request_id=name, picture_id=picture_id)
        case NoteControlAnswer(request_id=name, check_id=check_id):
            return NoteAnswer(
                session_id=session_id,
                request_id=name,
                check_id=check_id,
                question=message.question,
                is_right=message.is_right,
            )
        case _:
            return None
