"""What can be wrong with objects and keys."""

from video_bank.errors import BankError, ErrorCode


class IntegrityError(BankError):
    """The bytes are not the ones that were kept under this name, or not all of them."""

    code = ErrorCode.INTEGRITY_BROKEN


class MalformedNameError(BankError):
    """Not a name that an object can have."""

    code = ErrorCode.MALFORMED


class SecretFileError(BankError):
    """A file with a secret in it cannot be trusted; the text says what an operator has to do."""

    code = ErrorCode.INTERNAL

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason
