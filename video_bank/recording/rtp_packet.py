"""The parts of an RTP packet that a recording needs (RFC 3550 §5.1, RFC 7741 §4)."""

import struct
from typing import Final, NamedTuple

from video_bank.media.forwarding import HEADER
from video_bank.media.leg import MediaKind
from video_bank.media.vp8 import is_key_frame, read_payload

_KINDS: Final = {kind.journal_payload_type: kind for kind in MediaKind}
_START_CODE: Final = b"\x9d\x01\x2a"


class RtpPacket(NamedTuple):
    """`begins_frame` and `payload` are those of the codec; an empty payload is padding."""

    kind: MediaKind
    ends_frame: bool
    sequence: int
    timestamp: int
    ssrc: int
    begins_frame: bool
    payload: bytes


def parse_packet(raw: bytes) -> RtpPacket | None:
    """Return None for what is no packet of a known kind: peers may send what they like."""
    try:
        _, second, sequence, timestamp, ssrc = HEADER.unpack_from(raw)
        kind = _KINDS[second & 0x7F]
        begins, payload = read_payload(raw) if kind is MediaKind.VIDEO else (True, _payload(raw))
    except (ValueError, LookupError, struct.error):
        return None
    return RtpPacket(kind, bool(second & 0x80), sequence, timestamp, ssrc, begins, payload)


def read_picture_size(packet: RtpPacket) -> tuple[int, int] | None:
    """Return width and height when a key frame begins here (RFC 6386 §9.1), else None."""
    content = packet.payload
    if not packet.begins_frame or len(content) < 10 or not is_key_frame(content):
        return None
    if content[3:6] != _START_CODE:
        return None
    width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 6))
    return (width, height) if width and height else None


def _payload(raw: bytes) -> bytes:
    """Raise IndexError or ValueError when it is cut short."""
    first = raw[0]
    begin = HEADER.size + 4 * (first & 0x0F)
    if first & 0x10:
        begin += 4 + 4 * int.from_bytes(raw[begin + 2 : begin + 4])
    end = len(raw) - raw[-1] if first & 0x20 else len(raw)
    if begin > end:
        raise ValueError("payload past the end")
    return raw[begin:end]
