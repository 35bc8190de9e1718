"""Packets sent again in a stream of their own (RFC 4588): pure.

The original's sequence number stands before the payload; loss is then counted without repairs.
"""

import struct
from typing import Final

from video_bank.media.forwarding import HEADER

_FIXED: Final = 12
_HAS_PADDING: Final = 0x20
_HAS_EXTENSION: Final = 0x10
_CSRC_COUNT: Final = 0x0F
_MARKER: Final = 0x80
_NUMBER_BYTES: Final = 2


def wrap(packet: bytes, payload_type: int, ssrc: int, sequence: int) -> bytes:
    """Return a packet as its repair; raise ValueError for a header that does not fit it."""
    first, second, original, timestamp, _ = HEADER.unpack_from(packet)
    payload = _find_payload(packet)
    header = HEADER.pack(first, second & _MARKER | payload_type, sequence, timestamp, ssrc)
    number = int(original).to_bytes(_NUMBER_BYTES, "big")
    return header + packet[_FIXED:payload] + number + packet[payload:]


def unwrap(packet: bytes, payload_type: int, ssrc: int) -> bytes | None:
    """Return the original of a repair, None for one that only fills the line.

    Raise ValueError for a header that does not fit its packet.
    """
    first, second, _, timestamp, _ = HEADER.unpack_from(packet)
    payload = _find_payload(packet)
    padding = packet[-1] if first & _HAS_PADDING else 0
    if len(packet) - padding <= payload + _NUMBER_BYTES:
        return None
    original = int.from_bytes(packet[payload : payload + _NUMBER_BYTES], "big")
    header = HEADER.pack(first, second & _MARKER | payload_type, original, timestamp, ssrc)
    rest: bytes = packet[_FIXED:payload] + packet[payload + _NUMBER_BYTES :]
    return header + rest


def _find_payload(packet: bytes) -> int:
    place = _FIXED + 4 * (packet[0] & _CSRC_COUNT)
    if packet[0] & _HAS_EXTENSION:
        if len(packet) < place + 4:
            raise ValueError("no room for an extension header")
        (words,) = struct.unpack_from("!H", packet, place + 2)
        place += 4 + 4 * int(words)
    if len(packet) < place:
        raise ValueError("payload past the end")
    return place
