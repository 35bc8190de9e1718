"""Building RTP by hand, for tests that need odd packets."""

import struct


def make_rtp(
    sequence: int,
    *,
    timestamp: int = 0,
    ssrc: int = 1,
    payload_type: int = 96,
    marker: bool = False,
    extension: bytes | None = None,
    payload: bytes = b"payload",
) -> bytes:
    """`extension` is the block behind 0xBEDE, a multiple of four bytes."""
    first = 0x90 if extension is not None else 0x80
    second = payload_type | (0x80 if marker else 0)
    header = struct.pack("!BBHII", first, second, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc)
    if extension is not None:
        header += struct.pack("!HH", 0xBEDE, len(extension) // 4) + extension
    return header + payload
