"""What an Opus packet says of itself (RFC 6716 §3.1), and the one that says nothing."""

from typing import Final

# 20 ms of silence, full band, mono: what senders themselves send where nobody speaks.
SILENCE: Final = b"\xf8\xff\xfe"
SILENCE_MS: Final = 20

_SILK_MS: Final = (10.0, 20.0, 40.0, 60.0)
_HYBRID_MS: Final = (10.0, 20.0)
_CELT_MS: Final = (2.5, 5.0, 10.0, 20.0)


def read_duration_ms(packet: bytes) -> float:
    """Return how long it sounds; `packet` is not empty."""
    return _frame_count(packet) * _frame_ms(packet[0] >> 3)


def _frame_count(packet: bytes) -> int:
    code = packet[0] & 3
    if code == 3:
        return packet[1] & 0x3F if len(packet) > 1 else 0
    return 1 if code == 0 else 2


def _frame_ms(config: int) -> float:
    if config < 12:
        return _SILK_MS[config % 4]
    if config < 16:
        return _HYBRID_MS[config % 2]
    return _CELT_MS[config % 4]
