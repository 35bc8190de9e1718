"""What is asked of the customer's document, as requests to the session."""

import msgspec

from signaling.messages import ConfirmValues, RequestDocument
from video_bank.ids import SessionId
from video_bank.media.commands import LegName
from video_bank.sessions.requests import AskForDocument, ConfirmDocument, ParticipantRequest


def to_document_request(
    message: msgspec.Struct, session_id: SessionId, leg: LegName
) -> ParticipantRequest | None:
    """Return None for a message of another kind."""
    match message:
        case RequestDocument(request_id=name, kind=kind):
            return AskForDocument(session_id=session_id, request_id=name, kind=kind)
        case ConfirmValues(request_id=name, values=values):
            return ConfirmDocument(session_id=session_id, request_id=name, leg=leg, values=values)
        case _:
            return None
