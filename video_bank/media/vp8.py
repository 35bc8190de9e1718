"""Putting VP8 frames together again from RTP packets (RFC 7741 §4.2, §4.3): pure."""

from typing import Final

from video_bank.media.forwarding import HEADER

_MOST_WAITING: Final = 128  # packets behind a gap before it counts as lost
_MOST_PARTS: Final = 1_024  # packets of a frame
_HALF: Final = 1 << 15


class FrameAssembler:
    """Takes packets in any order, gives whole frames in order, the first one a key frame.

    After a loss it drops all up to the next key frame; `needs_key_frame` says so.
    """

    def __init__(self) -> None:
        self.needs_key_frame = True
        self._ssrc: int | None = None
        self._next: int | None = None
        self._waiting: dict[int, bytes] = {}
        self._parts: list[bytes] = []

    def add(self, packet: bytes) -> list[bytes]:
        """Return the frames that this packet completes; a malformed packet counts as lost."""
        _, _, sequence, _, ssrc = HEADER.unpack_from(packet)
        if ssrc != self._ssrc:
            self._restart(ssrc, sequence)
        if self._next is not None and (sequence - self._next) & 0xFFFF >= _HALF:
            return []
        self._waiting[sequence] = packet
        if len(self._waiting) > _MOST_WAITING:
            self._give_up_gap()
        return self._drain()

    def start_over(self) -> None:
        """Wait for a key frame: what came so far cannot be built upon."""
        self._lose_frame()

    def _restart(self, ssrc: int, sequence: int) -> None:
        self._ssrc = ssrc
        self._next = sequence
        self._waiting.clear()
        self._lose_frame()

    def _give_up_gap(self) -> None:
        oldest = min(self._waiting, key=lambda each: (each - (self._next or 0)) & 0xFFFF)
        self._next = oldest
        self._lose_frame()

    def _lose_frame(self) -> None:
        self._parts.clear()
        self.needs_key_frame = True

    def _drain(self) -> list[bytes]:
        frames = []
        while self._next in self._waiting:
            packet = self._waiting.pop(self._next)
            self._next = (self._next + 1) & 0xFFFF
            if frame := self._append(packet):
                frames.append(frame)
        return frames

    def _append(self, packet: bytes) -> bytes | None:
        try:
            begins, payload = read_payload(packet)
        except (ValueError, IndexError):
            self._lose_frame()
            return None
        if not payload:
            return None  # padding
        if begins:
            self._parts = [payload]
        elif len(self._parts) >= _MOST_PARTS:
            self._lose_frame()
        elif self._parts:
            self._parts.append(payload)
        if not packet[1] & 0x80 or not self._parts:
            return None
        frame = b"".join(self._parts)
        self._parts = []
        return self._admit(frame)

    def _admit(self, frame: bytes) -> bytes | None:
        if self.needs_key_frame and not is_key_frame(frame):
            return None
        self.needs_key_frame = False
        return frame


def is_key_frame(frame: bytes) -> bool:
    """Say whether a frame stands for itself (RFC 6386 §9.1)."""
    return not frame[0] & 1


def read_payload(packet: bytes) -> tuple[bool, bytes]:
    """Return whether a frame begins here, and the frame's bytes in an RTP packet.

    Raise ValueError or IndexError when the packet is cut short.
    """
    first = packet[0]
    place = 12 + 4 * (first & 0x0F)
    if first & 0x10:
        place += 4 + 4 * int.from_bytes(packet[place + 2 : place + 4], "big")
    end = len(packet) - packet[-1] if first & 0x20 else len(packet)
    if place >= end:
        if place == end:
            return False, b""
        raise ValueError("payload past the end")
    descriptor = packet[place]
    begins = bool(descriptor & 0x10) and not descriptor & 0x07
    return begins, packet[place + _descriptor_length(packet, place) : end]


def _descriptor_length(packet: bytes, place: int) -> int:
    if not packet[place] & 0x80:
        return 1
    extension = packet[place + 1]
    length = 2
    if extension & 0x80:  # picture id, of one byte or two
        length += 2 if packet[place + 2] & 0x80 else 1
    if extension & 0x40:  # TL0PICIDX
        length += 1
    if extension & 0x30:  # TID, KEYIDX
        length += 1
    return length
