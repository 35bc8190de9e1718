"""What can go wrong with an offer or a picture."""

from video_bank.errors import BankError, ErrorCode


class OfferRefusedError(BankError):
    """The SDP is too large, malformed, or not an offer of audio and video that a leg can answer."""

    code = ErrorCode.OFFER_REFUSED


class NoLiveFrameError(BankError):
    """No decodable picture of the leg arrived in time."""

    code = ErrorCode.NO_LIVE_FACE
    retryable = True
