"""What a customer's page asks instead of waiting, as requests to its session."""

from signaling.messages import AskForCallback, CancelCallback, CustomerMessage, ResumeVisit
from video_bank.ids import SessionId
from video_bank.sessions.requests import (
    CancelDeferral,
    ComeBack,
    LeaveCallback,
    ParticipantRequest,
)


def to_deferral_request(
    message: CustomerMessage, session_id: SessionId
) -> ParticipantRequest | None:
    """Return None for what asks something else."""
    match message:
        case AskForCallback(request_id=name):
            return LeaveCallback(session_id=session_id, request_id=name)
        case CancelCallback(request_id=name):
            return CancelDeferral(session_id=session_id, request_id=name)
        case ResumeVisit(request_id=name):
            return ComeBack(session_id=session_id, request_id=name)
        case _:
            return None
