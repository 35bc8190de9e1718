"""Errors that cross a door: typed, coded, without a name, a number or a secret in their text.

`code` goes on the wire and never changes. "Not there" and "not yours" are one error.
A class exists for each case that somebody handles differently; it lives here when more than
one room raises it, else in its room.
"""

from enum import StrEnum
from typing import ClassVar, Final

# A process ends with it after a SetupError; sysexits.h: trying again is of no use.
EX_CONFIG: Final = 78


class ErrorCode(StrEnum):
    # who is asking
    NOT_SIGNED_IN = "not_signed_in"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 a code, not a password
    FORBIDDEN = "forbidden"
    FOREIGN_ORIGIN = "foreign_origin"
    TOKEN_INVALID = "token_invalid"  # noqa: S105 forged, foreign or never issued
    TOKEN_USED = "token_used"  # noqa: S105
    TOKEN_EXPIRED = "token_expired"  # noqa: S105
    OPENED_ELSEWHERE = "opened_elsewhere"
    HANDED_OVER = "handed_over"  # the customer goes on at another device
    # what was asked
    NOT_FOUND = "not_found"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    TOO_MANY_REQUESTS = "too_many_requests"
    TOO_SLOW = "too_slow"
    NOT_NOW = "not_now"  # the stage of the session does not allow it
    OFFER_GONE = "offer_gone"
    CONSENT_MISSING = "consent_missing"
    SLOT_TAKEN = "slot_taken"  # of an appointment: somebody was faster
    MESSAGE_UNREADABLE = "message_unreadable"  # no video that a browser recorded
    # media
    OFFER_REFUSED = "offer_refused"  # the SDP is not an offer that a leg can answer
    NO_MEDIA_NODE = "no_media_node"
    RECORDING_DOWN = "recording_down"
    # pictures and faces
    PICTURE_UNREADABLE = "picture_unreadable"
    PICTURE_TOO_LARGE = "picture_too_large"
    PICTURE_TOO_SMALL = "picture_too_small"
    CARD_NOT_FOUND = "card_not_found"
    CARD_TOO_SMALL = "card_too_small"
    CARD_DARK = "card_dark"
    CARD_GLARE = "card_glare"
    CARD_BLURRED = "card_blurred"
    CARD_WRONG_SIDE = "card_wrong_side"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    NO_LIVE_FACE = "no_live_face"
    CHECK_RUNNING = "check_running"
    SECOND_PERSON_MISSING = "second_person_missing"
    # recordings
    NOT_SEALED_YET = "not_sealed_yet"
    INTEGRITY_BROKEN = "integrity_broken"
    KEY_DESTROYED = "key_destroyed"
    # scripts
    SCRIPT_UNSIGNED = "script_unsigned"
    SCRIPT_FOREIGN = "script_foreign"  # signed, but with a key that the bank does not trust
    SCRIPT_ALTERED = "script_altered"
    SCRIPT_MALFORMED = "script_malformed"
    STEP_TOO_SHORT = "step_too_short"  # its minimum time has not passed
    ANSWER_MISSING = "answer_missing"
    FACES_MISSING = "faces_missing"
    DOCUMENT_MISSING = "document_missing"
    # the house itself
    UNAVAILABLE = "unavailable"
    DISK_FULL = "disk_full"
    INTERNAL = "internal"


class BankError(Exception):
    """Base of the tree; never raised itself.

    `retryable` says whether the same request may succeed later without any change.
    """

    code: ClassVar[ErrorCode]
    retryable: ClassVar[bool] = False

    def __str__(self) -> str:
        return self.code.value


class NotFoundError(BankError):
    """The thing does not exist, or the caller has no right to know that it does."""

    code = ErrorCode.NOT_FOUND


class ForbiddenError(BankError):
    """The caller's role never allows this, whatever the object."""

    code = ErrorCode.FORBIDDEN


class NotNowError(BankError):
    """The session's stage does not allow the request."""

    code = ErrorCode.NOT_NOW


class UnavailableError(BankError):
    """A part behind us (Redis, SQL, objects, a media node) does not answer."""

    code = ErrorCode.UNAVAILABLE
    retryable = True


class DiskFullError(BankError):
    code = ErrorCode.DISK_FULL
    retryable = True


class SetupError(BankError):
    """What was set cannot work on this machine; `str` is a sentence for the operator."""

    code = ErrorCode.UNAVAILABLE

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence
