"""What a leg's peer sends: the streams that its offer named, and no others."""

import math
from typing import Final

from video_bank.media import rtx
from video_bank.media.lines import MediaLine
from video_bank.media.reception import Reception
from video_bank.media.sdp_filter import Offer, OfferedMedia

_MOST_SOURCES: Final = 8
_PLI_EVERY_S: Final = 0.5
_BEGINNING_S: Final = 1.0
_HEEDED_EVERY_S: Final = 0.35  # libwebrtc overhears what comes within 0.3 s of the one before
# A replay that is to begin anywhere decodes from the last key frame on, and browsers send none
# by themselves for minutes.
_KEY_FRAME_EVERY_S: Final = 10.0
_FIRST: Final = (MediaLine.VOICE, MediaLine.FACE)


class KeyFrameLimiter:
    """Lets one request for a key frame through in 500 ms; a refused one is remembered.

    Where nobody asks it does so itself, each ten seconds, and once soon after the beginning: a
    stream begins with a key frame, but that may be lost. At the beginning itself it would be in the
    way of the first receiver, who is just about to come.
    """

    def __init__(self) -> None:
        self._asked_at = -math.inf
        self._may_ask_at: float | None = None  # before the first look
        self._is_wanted = True

    def want(self, *, is_after_outage: bool = False) -> None:
        """After an outage, what was asked for lately went into it: it is asked again sooner."""
        every_s = _HEEDED_EVERY_S if is_after_outage else _PLI_EVERY_S
        self._is_wanted = True
        self._may_ask_at = self._asked_at + every_s

    def may_ask(self, now: float) -> bool:
        """True when somebody wants a key frame and the source may be asked again."""
        if self._may_ask_at is None:
            self._may_ask_at = now + _BEGINNING_S
        is_wanted = self._is_wanted or now - self._asked_at >= _KEY_FRAME_EVERY_S
        if not is_wanted or now < self._may_ask_at:
            return False
        self._is_wanted = False
        self._asked_at = now
        self._may_ask_at = now + _PLI_EVERY_S
        return True


class Source:
    """One incoming RTP stream."""

    def __init__(self, ssrc: int, media: OfferedMedia) -> None:
        self.ssrc = ssrc
        self.line = media.line
        self.kind = media.kind
        self.payload_type = media.payload_type
        self.send_time_id = media.send_time_id
        self.key_frames = KeyFrameLimiter()
        self.octets = 0
        self.reception = Reception(ssrc, media.kind.clock_rate)
        self._journal_payload_type = media.kind.journal_payload_type

    def for_journal(self, packet: bytes) -> bytes:
        """Return the packet under the payload type that journals use for its kind."""
        if self.payload_type == self._journal_payload_type:
            return packet
        second = packet[1] & 0x80 | self._journal_payload_type
        return packet[:1] + bytes((second,)) + packet[2:]


class Sources:
    """The incoming streams of one take, admitted when they first speak."""

    def __init__(self, offer: Offer) -> None:
        sent = [media for media in offer.media if media.may_send]
        self._by_announced = {ssrc: media for media in sent for ssrc in media.ssrcs}
        # A browser may announce none; then its voice and face are known by their codecs.
        self._by_payload_type = {
            media.payload_type: media for media in sent if not media.ssrcs and media.line in _FIRST
        }
        self._repaired = {
            (repair, media.rtx_type): (media, ssrc)
            for media in sent
            if media.rtx_type
            for repair, ssrc in media.rtx_ssrcs
            if ssrc in media.ssrcs
        }
        self._by_ssrc: dict[int, Source] = {}
        self.refused = 0

    def find(self, ssrc: int, payload_type: int) -> Source | None:
        """Return the stream a packet belongs to; None when it is not one that was agreed on."""
        source = self._by_ssrc.get(ssrc)
        if source is None:
            source = self._admit(ssrc, payload_type)
        return source if source is not None and source.payload_type == payload_type else None

    def unwrap(self, packet: bytes, ssrc: int, payload_type: int) -> tuple[Source, bytes] | None:
        """Return the stream and the packet that a repair holds; None for what is no repair.

        Raise ValueError for one that is not well formed.
        """
        media, repaired = self._repaired.get((ssrc, payload_type), (None, 0))
        if media is None:
            self.refused += 1
            return None
        original = rtx.unwrap(packet, media.payload_type, repaired)
        source = self.find(repaired, media.payload_type)
        return None if original is None or source is None else (source, original)

    def known(self, ssrc: int) -> Source | None:
        return self._by_ssrc.get(ssrc)

    def all(self) -> list[Source]:
        return list(self._by_ssrc.values())

    def newest(self, line: MediaLine) -> Source | None:
        """Return the newest stream of a line."""
        return next((each for each in reversed(self.all()) if each.line is line), None)

    def _admit(self, ssrc: int, payload_type: int) -> Source | None:
        media = self._by_announced.get(ssrc) or self._by_payload_type.get(payload_type)
        is_agreed = media is not None and media.payload_type == payload_type
        if media is None or not is_agreed or len(self._by_ssrc) >= _MOST_SOURCES:
            return None
        source = self._by_ssrc[ssrc] = Source(ssrc, media)
        return source
