"""What every participant of a call may ask of it, whichever page it comes from."""

import msgspec

from signaling.messages import HangUpCall, HideScreen, SendMediaOffer, ShowScreen
from signaling.side import check_offer
from video_bank.ids import GuestId, SessionId
from video_bank.media.commands import LegName
from video_bank.sessions.requests import HangUp, OfferMedia, ParticipantRequest, ShareScreen


def to_call_request(
    message: msgspec.Struct, session_id: SessionId, leg: LegName, guest_id: GuestId | None = None
) -> ParticipantRequest | None:
    """Return None for a message of another kind; raise OfferRefusedError."""
    match message:
        case SendMediaOffer(request_id=name, connection=connection, sdp=sdp):
            check_offer(sdp)
            return OfferMedia(
                session_id=session_id,
                request_id=name,
                leg=leg,
                connection=connection,
                sdp=sdp,
                guest_id=guest_id,
            )
        case HangUpCall(request_id=name):
            return HangUp(session_id=session_id, request_id=name, leg=leg)
        case ShowScreen(request_id=name) | HideScreen(request_id=name):
            is_shown = isinstance(message, ShowScreen)
            return ShareScreen(session_id=session_id, request_id=name, leg=leg, is_shown=is_shown)
        case _:
            return None
