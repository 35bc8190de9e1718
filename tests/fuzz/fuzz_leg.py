"""Everything that a peer with the keys can send, through both legs of a call."""

from collections.abc import Callable
from typing import Any, Final
from unittest.mock import patch

from tests.fakes.clock import FakeClock
from tests.fuzz.oracle import as_rtp, cut
from tests.video_bank.media.offers import CHROMIUM_OFFER
from video_bank.ids import SessionId
from video_bank.media import aiortc_leg
from video_bank.media.aiortc_leg import AiortcLeg, LegSurroundings
from video_bank.media.commands import Arrangement, LegName
from video_bank.media.frame_tap import LegFrameTap
from video_bank.media.lines import MediaLine
from video_bank.media.sdp_filter import Offer, OfferedMedia, read_offer
from video_bank.media.switchboard import connect_legs

OFFER: Final = read_offer(CHROMIUM_OFFER)
# Its streams are not named: the first eight that speak are taken.
OPEN_OFFER: Final = read_offer(
    "\n".join(line for line in CHROMIUM_OFFER.splitlines() if not line.startswith("a=ssrc"))
)
SLOT_SSRC: Final = 7
_MOST_ANSWERS: Final = 256 + 16 * 2  # resent packets, and what else one datagram may set off
_STEP_S: Final = 0.005


def check(data: bytes) -> None:
    """A datagram's first byte says which leg it is for, what it is, and whether it is made to fit.

    1: the other leg; 2: RTCP; 4 and 8: the SSRC and the payload type of what was offered;
    16: audio instead of video.
    """
    clock = FakeClock()
    legs = _make_call(clock)
    for datagram in cut(data):
        choice, packet = (datagram or b"\0")[0], datagram[1:]
        leg = legs[choice & 1]
        before = sum(each.transport.sent for each in legs)
        leg.transport.heard_at = clock.monotonic()
        if choice & 2:
            leg.rtcp_received(packet)
        else:
            leg.rtp_received(_fit(as_rtp(packet), choice, leg.offer))
        clock.advance(_STEP_S)
        for each in legs:
            each.tick(clock.monotonic())
            assert len(each.sources.all()) <= 8
        assert sum(each.transport.sent for each in legs) - before <= _MOST_ANSWERS


class _Leg(AiortcLeg):
    """A connected one, with what the check looks at."""

    def __init__(self, name: LegName, offer: Offer, clock: FakeClock) -> None:
        around = LegSurroundings(
            SessionId("ses_fuzz"), _NOTHING, ("192.0.2.1",), clock, 0.0, lambda _: None
        )
        super().__init__(name, 1, offer, _NOTHING, around)
        self.offer = offer
        self.transport: Any = self._transport
        self.sources = self._sources
        face = self.slots[MediaLine.FACE]
        self._by_ssrc[SLOT_SSRC] = face
        face.ssrc = SLOT_SSRC
        self._is_connected = True
        self.taps.add(LegFrameTap(lambda: None).take_packet)


class _Nothing:
    """Takes everything and keeps nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


_NOTHING: Any = _Nothing()


class _Wire:
    """A leg's transport that only counts."""

    def __init__(self, *_: object) -> None:
        self.heard_at = 0.0
        self.sent = 0

    def send_rtp(self, packet: bytes) -> None:
        assert len(packet) >= 12
        self.sent += 1

    def send_rtcp(self, packet: bytes) -> None:
        assert len(packet) % 4 == 0
        self.sent += 1


def _make_call(clock: FakeClock) -> list[_Leg]:
    with patch.object(aiortc_leg, "AiortcTransport", _Wire):
        one = _Leg(LegName.CUSTOMER, OFFER, clock)
        other = _Leg(LegName.AGENT, OPEN_OFFER, clock)
    connect_legs({LegName.CUSTOMER: one, LegName.AGENT: other}, Arrangement())
    return [one, other]


def _fit(packet: bytes, choice: int, offer: Offer) -> bytes:
    media: OfferedMedia = offer.media[MediaLine.VOICE if choice & 16 else MediaLine.FACE]
    if choice & 4 and media.ssrcs:
        packet = packet[:8] + min(media.ssrcs).to_bytes(4, "big") + packet[12:]
    if choice & 8:
        packet = packet[:1] + bytes((packet[1] & 0x80 | media.payload_type,)) + packet[2:]
    return packet
