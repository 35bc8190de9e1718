"""What pages ask about an identity check and its challenge, as requests to the session."""

import msgspec

from signaling.messages import (
    ConfirmDigits,
    DecideFaceCheck,
    DescribeCamera,
    SkipCustomerPrompt,
    SkipPrompt,
    StartFaceCheck,
)
from video_bank.ids import SessionId
from video_bank.media.commands import LegName
from video_bank.sessions.requests import (
    BeginCheck,
    DecideCheck,
    EasePrompt,
    JudgePrompt,
    ParticipantRequest,
    PrepareChallenge,
)
from video_bank.verification.liveness.camera import describe_camera


def to_check_request(
    message: msgspec.Struct, session_id: SessionId, leg: LegName
) -> ParticipantRequest | None:
    """Return what a page asks of a check, None where it asks for something else."""
    match message:
        case DescribeCamera() | SkipPrompt():
            return _of_customer(message, session_id)
        case StartFaceCheck() | DecideFaceCheck():
            return _of_check(message, session_id)
        case SkipCustomerPrompt() | ConfirmDigits():
            return _of_prompt(message, session_id, leg)
        case _:
            return None


def _of_check(
    message: StartFaceCheck | DecideFaceCheck, session_id: SessionId
) -> ParticipantRequest:
    if isinstance(message, StartFaceCheck):
        return BeginCheck(
            session_id=session_id,
            request_id=message.request_id,
            picture_id=message.picture_id,
            has_challenge=message.has_challenge,
        )
    return DecideCheck(
        session_id=session_id,
        request_id=message.request_id,
        check_id=message.check_id,
        decision=message.decision,
        reason=message.reason,
    )


def _of_prompt(
    message: SkipCustomerPrompt | ConfirmDigits, session_id: SessionId, leg: LegName
) -> ParticipantRequest:
    if isinstance(message, SkipCustomerPrompt):
        return EasePrompt(
            session_id=session_id, request_id=message.request_id, leg=leg, prompt=message.prompt
        )
    return JudgePrompt(
        session_id=session_id,
        request_id=message.request_id,
        prompt=message.prompt,
        is_right=message.is_right,
    )


def _of_customer(message: DescribeCamera | SkipPrompt, session_id: SessionId) -> ParticipantRequest:
    if isinstance(message, SkipPrompt):
        return EasePrompt(
            session_id=session_id,
            request_id=message.request_id,
            leg=LegName.CUSTOMER,
            prompt=message.prompt,
        )
    return PrepareChallenge(
        session_id=session_id,
        request_id=message.request_id,
        camera=describe_camera(message.label, message.abilities),
        is_slow=message.is_slow,
        has_flash=message.has_flash,
    )
