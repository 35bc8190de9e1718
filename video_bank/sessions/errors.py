"""Why a session refuses a request."""

from video_bank.errors import BankError, ErrorCode


class ConsentMissingError(BankError):
    """The customer has not agreed to what the request needs."""

    code = ErrorCode.CONSENT_MISSING


class CheckRunningError(BankError):
    """One identity check at a time."""

    code = ErrorCode.CHECK_RUNNING


class SecondPersonMissingError(BankError):
    """One person alone does not pass this check: a supervisor has to agree."""

    code = ErrorCode.SECOND_PERSON_MISSING


class SlotTakenError(BankError):
    """The slot is full by now, or is none."""

    code = ErrorCode.SLOT_TAKEN


class MessageUnreadableError(BankError):
    """What was uploaded is no video that a browser records."""

    code = ErrorCode.MESSAGE_UNREADABLE


class UnacceptableError(BankError):
    """A value that the request's shape allows and the session does not."""

    code = ErrorCode.MALFORMED


class TokenInvalidError(BankError):
    """Forged, of another session, or never issued."""

    code = ErrorCode.TOKEN_INVALID


class TokenUsedError(BankError):
    code = ErrorCode.TOKEN_USED


class TokenExpiredError(BankError):
    code = ErrorCode.TOKEN_EXPIRED
