"""Why a script is refused; each is told apart, because another person has to mend it."""

from video_bank.errors import BankError, ErrorCode


class ScriptUnsignedError(BankError):
    """The file carries no signature."""

    code = ErrorCode.SCRIPT_UNSIGNED


class ScriptForeignError(BankError):
    """It is signed, but not with the key that this bank trusts."""

    code = ErrorCode.SCRIPT_FOREIGN


class ScriptAlteredError(BankError):
    """Something was changed after the bank signed it."""

    code = ErrorCode.SCRIPT_ALTERED


class ScriptMalformedError(BankError):
    """What is written there is no script; `str` says where."""

    code = ErrorCode.SCRIPT_MALFORMED

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class StepTooShortError(BankError):
    """The step's minimum time has not passed."""

    code = ErrorCode.STEP_TOO_SHORT
    retryable = True


class AnswerMissingError(BankError):
    """The step needs the customer's yes, and there is none."""

    code = ErrorCode.ANSWER_MISSING


class FacesMissingError(BankError):
    """Nobody confirmed that both faces are in the picture."""

    code = ErrorCode.FACES_MISSING


class DocumentMissingError(BankError):
    """Nobody confirmed that the document was shown."""

    code = ErrorCode.DOCUMENT_MISSING
