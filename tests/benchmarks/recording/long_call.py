"""A long call as its journals hold it: synthetic VP8 and Opus that a muxer takes for real."""

import random
import struct
from collections.abc import Iterator
from typing import Final

from video_bank.recording.journal import Record, RecordKind

FRAMES_PER_S: Final = 20
KEY_EVERY_S: Final = 10
VIDEO_BYTES_PER_S: Final = 94_000  # 0.75 Mbit/s
SOUND_BYTES: Final = 80  # 32 kbit/s in packets of 20 ms
_PART_BYTES: Final = 1150
_VIDEO_SSRC, _SOUND_SSRC = 0x1111, 0x2222
_NTP_BEGIN: Final = 3_900_000_000


def make_records(seconds: int, seed: int = 7) -> Iterator[Record]:
    """Yield what one leg's journal holds, in order of arrival."""
    noise = random.Random(seed).randbytes(64 * 1024)
    state = [60_000, 65_000]  # both sequences wrap on the way
    for second in range(seconds):
        found = [*_video(second, noise, state), *_sound(second, noise, state), *_reports(second)]
        yield from sorted(found, key=lambda record: record.arrival_us)


def _video(second: int, noise: bytes, state: list[int]) -> Iterator[Record]:
    for index in range(FRAMES_PER_S):
        at_s = second + index / FRAMES_PER_S
        is_key = index == 0 and second % KEY_EVERY_S == 0
        size = VIDEO_BYTES_PER_S // FRAMES_PER_S * (4 if is_key else 1)
        begin = (second * FRAMES_PER_S + index) * 977 % (len(noise) - size)
        first = b"\x50\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 640, 480) if is_key else b"\x51"
        content = first + noise[begin : begin + size]
        parts = [content[at : at + _PART_BYTES] for at in range(0, len(content), _PART_BYTES)]
        for number, part in enumerate(parts):
            marker = 0x80 if number == len(parts) - 1 else 0
            descriptor = b"\x90\x80\x80\x00" if number == 0 else b"\x80\x80\x80\x00"
            head = _head(96 | marker, state[0], round(at_s * 90_000), _VIDEO_SSRC)
            state[0] += 1
            yield _record(RecordKind.RTP, at_s + 0.04, head + descriptor + part)


def _sound(second: int, noise: bytes, state: list[int]) -> Iterator[Record]:
    for index in range(50):
        at_s = second + index / 50
        begin = (second * 50 + index) * 83 % (len(noise) - SOUND_BYTES)
        head = _head(111, state[1], round(at_s * 48_000), _SOUND_SSRC)
        state[1] += 1
        yield _record(
            RecordKind.RTP, at_s + 0.03, head + b"\x78" + noise[begin : begin + SOUND_BYTES]
        )


def _reports(second: int) -> Iterator[Record]:
    for ssrc, rate in ((_VIDEO_SSRC, 90_000), (_SOUND_SSRC, 48_000)):
        ntp = (_NTP_BEGIN + second) << 32
        body = struct.pack(">IQIII", ssrc, ntp, second * rate & 0xFFFFFFFF, 0, 0)
        packet = struct.pack(">BBH", 0x80, 200, len(body) // 4) + body
        yield _record(RecordKind.RTCP, second + 0.045, packet)


def _head(second_byte: int, sequence: int, timestamp: int, ssrc: int) -> bytes:
    return struct.pack(">BBHII", 0x80, second_byte, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc)


def _record(kind: RecordKind, at_s: float, packet: bytes) -> Record:
    return Record(kind, round(at_s * 1e6), packet)
