"""What can be wrong with a picture, a face or a worker."""

from video_bank.errors import BankError, ErrorCode, UnavailableError


class PictureUnreadableError(BankError):
    """Not a JPEG or PNG, cut short, animated, or something else in a picture's clothes."""

    code = ErrorCode.PICTURE_UNREADABLE


class PictureTooLargeError(BankError):
    """More bytes or more pixels than a picture of a document needs."""

    code = ErrorCode.PICTURE_TOO_LARGE


class PictureTooSmallError(BankError):
    """Too few pixels to show a document."""

    code = ErrorCode.PICTURE_TOO_SMALL


class CardNotFoundError(BankError):
    """No outline of a card on the picture."""

    code = ErrorCode.CARD_NOT_FOUND


class CardTooSmallError(BankError):
    """The card fills too little of the picture to be read, or its portrait to be compared."""

    code = ErrorCode.CARD_TOO_SMALL


class CardDarkError(BankError):
    code = ErrorCode.CARD_DARK


class CardGlareError(BankError):
    """A light is mirrored in the card."""

    code = ErrorCode.CARD_GLARE


class CardBlurredError(BankError):
    code = ErrorCode.CARD_BLURRED


class CardWrongSideError(BankError):
    """A card, but not the side that was asked for."""

    code = ErrorCode.CARD_WRONG_SIDE


class NoFaceError(BankError):
    """No face on the document."""

    code = ErrorCode.NO_FACE


class SeveralFacesError(BankError):
    """Nobody can say which of the faces is meant."""

    code = ErrorCode.SEVERAL_FACES


class NoLiveFaceError(BankError):
    """The leg sent no picture in time, or none with a face that can be compared."""

    code = ErrorCode.NO_LIVE_FACE


class WorkerDiedError(UnavailableError):
    """The worker process ended in the middle of a job, and so did the next one with it."""
