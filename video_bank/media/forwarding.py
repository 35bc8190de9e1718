"""Packet arithmetic of a forwarded stream (RFC 3550 §5.1, RFC 8285): pure, no clocks, no sockets.

A stream keeps its SSRC, and its sequence and timestamps go on without a break, whatever source
stands behind it.
"""

import struct
from typing import Final, NamedTuple

HEADER: Final = struct.Struct("!BBHII")
RING_SIZE: Final = 512
_RESENT_WITHIN_S: Final = 2.0  # who misses a packet for longer has asked for a new picture

_FIXED: Final = 12
_HAS_EXTENSION: Final = 0x10
_CSRC_COUNT: Final = 0x0F
_MARKER: Final = 0x80
_ONE_BYTE_FORM: Final = 0xBEDE
_LONE_EXTENSION: Final = b"\xbe\xde\x00\x01"  # one word of one-byte extensions
_SEND_TIME_LENGTH: Final = 3
_SEND_TIME_TICKS: Final = 1 << 18  # per second: 6.18 fixed point, 24 bits
_HALF: Final = 1 << 15
_MEMORY: Final = 1 << 13  # packets after a change of source in which late ones are told apart


class StreamForm(NamedTuple):
    """How one receiver wants one kind of media. `send_time_id` 0: without abs-send-time."""

    ssrc: int
    payload_type: int
    send_time_id: int
    clock_rate: int


class Rewriter:
    """Rewrites packets of changing sources into one outgoing stream."""

    def __init__(self, form: StreamForm) -> None:
        self._form = form
        self._source: int | None = None
        self._sequence_shift = 0
        self._timestamp_shift = 0
        self._newest_sequence = 0
        self._newest_timestamp = 0
        self._newest_at = 0.0
        self._since_change = 0
        self._first_sequence = 0

    @property
    def source(self) -> int | None:
        """The SSRC of the source behind the stream now."""
        return self._source

    @property
    def newest_sequence(self) -> int:
        """The newest number that was given out."""
        return self._newest_sequence

    def rewrite(self, packet: bytes, send_time_id: int, now: float) -> tuple[int, bytes] | None:
        """Return the outgoing sequence number and packet.

        None for a packet from before the source's first one, whose number is long given away.
        `send_time_id` is the source's id of abs-send-time. Raise ValueError for a header that
        does not fit its packet.
        """
        first, second, sequence, timestamp, ssrc = HEADER.unpack_from(packet)
        if ssrc != self._source:
            self._change_source(ssrc, sequence, timestamp, now)
        sequence = (sequence + self._sequence_shift) & 0xFFFF
        timestamp = (timestamp + self._timestamp_shift) & 0xFFFFFFFF
        if not self._accept(sequence, timestamp, now):
            return None
        first, rest = fit_extensions(packet, first, send_time_id, self._form.send_time_id)
        second = (second & _MARKER) | self._form.payload_type
        return sequence, HEADER.pack(first, second, sequence, timestamp, self._form.ssrc) + rest

    def to_source_sequence(self, sequence: int) -> int:
        """Return the number that the present source gave an outgoing packet."""
        return (sequence - self._sequence_shift) & 0xFFFF

    def to_outgoing_timestamp(self, timestamp: int) -> int:
        return (timestamp + self._timestamp_shift) & 0xFFFFFFFF

    def _change_source(self, ssrc: int, sequence: int, timestamp: int, now: float) -> None:
        if self._source is not None:
            passed = max(1, round((now - self._newest_at) * self._form.clock_rate))
            self._sequence_shift = (self._newest_sequence + 1 - sequence) & 0xFFFF
            self._timestamp_shift = (self._newest_timestamp + passed - timestamp) & 0xFFFFFFFF
        self._source = ssrc
        self._since_change = 0
        self._first_sequence = (sequence + self._sequence_shift) & 0xFFFF
        self._newest_sequence = (self._first_sequence - 1) & 0xFFFF

    def _accept(self, sequence: int, timestamp: int, now: float) -> bool:
        self._since_change += 1
        if (sequence - self._newest_sequence) & 0xFFFF < _HALF:
            self._newest_sequence = sequence
            self._newest_timestamp = timestamp
            self._newest_at = now
            return True
        is_recent = self._since_change < _MEMORY
        return not is_recent or (sequence - self._first_sequence) & 0xFFFF < _HALF


class ResendRing:
    """The last 512 outgoing packets of a stream, two seconds of them at most."""

    def __init__(self) -> None:
        self._slots: list[tuple[int, bytes, float] | None] = [None] * RING_SIZE
        self._oldest = 0  # nothing older than this number is kept

    def keep(self, sequence: int, packet: bytes, now: float) -> None:
        self._slots[sequence % RING_SIZE] = (sequence, packet, now)
        # Two at most for each that comes: what is too old goes about as quickly as it came.
        for _ in range(2):
            oldest = self._slots[self._oldest % RING_SIZE]
            if oldest is not None and now - oldest[2] < _RESENT_WITHIN_S:
                return
            self._slots[self._oldest % RING_SIZE] = None
            self._oldest = (self._oldest + 1) & 0xFFFF

    def find(self, sequence: int) -> tuple[bytes, float] | None:
        """Return the packet and when it was sent."""
        kept = self._slots[sequence % RING_SIZE]
        if kept is None or kept[0] != sequence:
            return None
        return kept[1], kept[2]


def fit_extensions(packet: bytes, first: int, id_in: int, id_out: int) -> tuple[int, bytes]:
    """Return the header's first byte and all behind the fixed header.

    Only abs-send-time is let through, under the receiver's id; of a block that is not well
    formed nothing is. Raise ValueError where lengths point past the end.
    """
    if not first & (_HAS_EXTENSION | _CSRC_COUNT):
        return first, packet[_FIXED:]
    is_lone = packet[12:16] == _LONE_EXTENSION and first & _CSRC_COUNT == 0
    if is_lone and id_in and len(packet) >= 20 and packet[16] == (id_in << 4 | 2):
        if id_in == id_out:
            return first, packet[_FIXED:]
        return _with_send_time(first, b"", packet[17:20] if id_out else None, id_out, packet[20:])
    return _fit_any(packet, first, id_in, id_out)


def delay_send_time(packet: bytes, send_time_id: int, seconds: float) -> bytes:
    """Return an outgoing packet with its abs-send-time moved on: it is sent again later."""
    is_marked = send_time_id and packet[0] & _HAS_EXTENSION
    if not is_marked or packet[0] & _CSRC_COUNT or packet[16] != (send_time_id << 4 | 2):
        return packet
    sent = int.from_bytes(packet[17:20], "big") + int(seconds * _SEND_TIME_TICKS)
    return packet[:17] + (sent & 0xFFFFFF).to_bytes(3, "big") + packet[20:]


def _fit_any(packet: bytes, first: int, id_in: int, id_out: int) -> tuple[int, bytes]:
    sources_end = _FIXED + 4 * (first & _CSRC_COUNT)
    if len(packet) < sources_end:
        raise ValueError("sources past the end")
    sources = packet[_FIXED:sources_end]
    if not first & _HAS_EXTENSION:
        return first, packet[_FIXED:]
    if len(packet) < sources_end + 4:
        raise ValueError("no room for an extension header")
    profile, words = struct.unpack_from("!HH", packet, sources_end)
    end = sources_end + 4 + 4 * words
    if len(packet) < end:
        raise ValueError("extensions past the end")
    found = None
    if profile == _ONE_BYTE_FORM and id_in and id_out:
        found = find_extension(packet[sources_end + 4 : end], id_in)
        found = found if found and len(found) == _SEND_TIME_LENGTH else None
    return _with_send_time(first, sources, found, id_out, packet[end:])


def find_extension(block: bytes, wanted: int) -> bytes | None:
    """Return one element of a one-byte-form block (RFC 8285 §4.2), None when it is not there."""
    place = 0
    while place < len(block):
        number, length = block[place] >> 4, (block[place] & 0x0F) + 1
        if number == 15:  # reserved: the rest is to be ignored
            return None
        if number == 0:  # padding
            place += 1
            continue
        if number == wanted:
            found = block[place + 1 : place + 1 + length]
            return found if len(found) == length else None
        place += 1 + length
    return None


def _with_send_time(
    first: int, sources: bytes, send_time: bytes | None, number: int, payload: bytes
) -> tuple[int, bytes]:
    if send_time is None:
        return first & ~_HAS_EXTENSION, sources + payload
    mark = bytes((number << 4 | 2,))
    return first | _HAS_EXTENSION, sources + _LONE_EXTENSION + mark + send_time + payload
