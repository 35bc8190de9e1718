"""What can go wrong with a recording."""

from video_bank.errors import BankError, ErrorCode


class RecordingDownError(BankError):
    """Nothing can be written to a journal just now."""

    code = ErrorCode.RECORDING_DOWN
    retryable = True


class NotSealedYetError(BankError):
    """The recording exists, but cannot be played before it is sealed."""

    code = ErrorCode.NOT_SEALED_YET
    retryable = True


class JournalOpenError(BankError):
    """A journal is still being written, or read by another archivist."""

    code = ErrorCode.NOT_NOW
    retryable = True


class ClaimLostError(BankError):
    """Another archivist has the job by now."""

    code = ErrorCode.NOT_NOW


class RemuxDiedError(BankError):
    """The remuxing process ended before its work did."""

    code = ErrorCode.INTERNAL
    retryable = True


class KeyDestroyedError(BankError):
    """The recording was deleted: there is a receipt, and nothing to play."""

    code = ErrorCode.KEY_DESTROYED


class FilmDiedError(BankError):
    """The filming process ended before its work did, or was not given all it needs."""

    code = ErrorCode.INTERNAL
    retryable = True
