"""Finding the newest whole key frame in what a journal holds (pure)."""

from typing import Final

from video_bank.media.leg import MediaKind
from video_bank.media.vp8 import FrameAssembler, is_key_frame
from video_bank.recording.journal import RecordKind, parse_records

# Stands in every VP8 key frame (RFC 6386 §9.1): most blocks have none and need not be parsed.
_START_CODE: Final = b"\x9d\x01\x2a"
_MOST_BLOCKS: Final = 3  # a key frame that is not whole by then lost a packet
_HALF: Final = 0x8000
_VIDEO: Final = MediaKind.VIDEO.journal_payload_type


class KeyFrameFinder:
    """Give it a journal's blocks in order."""

    def __init__(self) -> None:
        self._assembler: FrameAssembler | None = None
        self._blocks_left = 0

    def add(self, content: bytes) -> bytes | None:
        """Return the last key frame that this block completes."""
        is_fresh = self._assembler is None
        if _START_CODE in content:
            self._blocks_left = _MOST_BLOCKS
            self._assembler = self._assembler or FrameAssembler()
        if self._assembler is None:
            return None
        found = None
        packets = _in_order(content)
        for packet in _from_key_frame(packets) if is_fresh else packets:
            for frame in self._assembler.add(packet):
                found = frame if is_key_frame(frame) else found
        self._blocks_left -= 1
        if found is not None or not self._blocks_left:
            self._assembler = None
        return found


def _in_order(content: bytes) -> list[bytes]:
    """Return a block's packets of pictures as they were sent, give or take."""
    packets = [
        record.packet
        for record in parse_records(content)
        if record.kind == RecordKind.RTP and record.packet[1] & 0x7F == _VIDEO
    ]
    first = _sequence(packets[0]) if packets else 0
    return sorted(packets, key=lambda packet: (_sequence(packet) - first + _HALF) & 0xFFFF)


def _from_key_frame(packets: list[bytes]) -> list[bytes]:
    """Return what follows: of what stands before, some may be in the block before."""
    begin = (place for place, packet in enumerate(packets) if _START_CODE in packet)
    return packets[next(begin, len(packets)) :]


def _sequence(packet: bytes) -> int:
    return int.from_bytes(packet[2:4])
