"""What an agent asks of the customer's document, as requests to the session at hand."""

import msgspec

from signaling.messages import ConfirmValues, RequestDocument
from video_bank.sessions.requests import AskForDocument, ConfirmDocument, ParticipantRequest
from video_bank.sessions.session import Session


def to_document_request(message: msgspec.Struct, session: Session) -> ParticipantRequest | None:
    """Return None for a message of another kind."""
    session_id = session.session_id
    match message:
        case RequestDocument(request_id=name, kind=kind):
            return AskForDocument(session_id=session_id, request_id=name, kind=kind)
        case ConfirmValues(request_id=name, values=values):
            return ConfirmDocument(
                session_id=session_id, request_id=name, leg=session.lead, values=values
            )
        case _:
            return None
