"""What every peer sends: one looped clip of 1 Mbit/s VP8 and Opus, packed once."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final

import av
import numpy as np

SECONDS: Final = 4
FRAMES_PER_S: Final = 20
VIDEO_BITS_PER_S: Final = 1_000_000
_WIDTH: Final = 640
_HEIGHT: Final = 480
_PACKET_BYTES: Final = 1_100
_FRAME_TICKS: Final = 90_000 // FRAMES_PER_S
_SOUND_TICKS: Final = 960


@dataclass(frozen=True)
class ClipPacket:
    """One RTP payload; `due_s` and `timestamp` count from the clip's begin."""

    due_s: float
    is_video: bool
    timestamp: int
    is_last_of_frame: bool
    payload: bytes


@cache
def make_clip() -> tuple[ClipPacket, ...]:
    """Return the packets in the order of their times; no two payloads are alike."""
    return tuple(sorted([*_video(), *_sound()], key=lambda packet: packet.due_s))


def _video() -> Iterator[ClipPacket]:
    for number, frame in enumerate(_encode_pictures()):
        pieces = [
            frame[place : place + _PACKET_BYTES] for place in range(0, len(frame), _PACKET_BYTES)
        ]
        for place, piece in enumerate(pieces):
            # RFC 7741 §4.2: a picture id of 15 bits makes each descriptor a packet's own.
            picture = struct.pack("!H", 0x8000 | number)
            descriptor = bytes((0x90 if place == 0 else 0x80, 0x80)) + picture
            yield ClipPacket(
                due_s=number / FRAMES_PER_S + place * 0.001,
                is_video=True,
                timestamp=number * _FRAME_TICKS,
                is_last_of_frame=place == len(pieces) - 1,
                payload=descriptor + piece,
            )


def _sound() -> Iterator[ClipPacket]:
    encoder: Any = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "mono", "s16"
    encoder.bit_rate = 32_000
    noise = np.random.default_rng(2)
    for number in range(SECONDS * 50):
        samples = noise.integers(-3_000, 3_000, (1, _SOUND_TICKS)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, number * _SOUND_TICKS
        for packet in encoder.encode(frame):
            yield ClipPacket(number / 50, False, number * _SOUND_TICKS, False, bytes(packet))


def _encode_pictures() -> list[bytes]:
    encoder: Any = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = _WIDTH, _HEIGHT, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, FRAMES_PER_S), Fraction(FRAMES_PER_S)
    encoder.bit_rate = VIDEO_BITS_PER_S
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    encoder.gop_size = SECONDS * FRAMES_PER_S
    tiles = np.random.default_rng(1).integers(0, 255, (30, 40, 3), dtype=np.uint8)
    ground = tiles.repeat(16, axis=0).repeat(16, axis=1)
    frames = []
    for number in range(SECONDS * FRAMES_PER_S):
        picture = np.roll(ground, 7 * number, axis=1)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
        frame.pts, frame.time_base = number, encoder.time_base
        frames += [bytes(packet) for packet in encoder.encode(frame)]
    return frames + [bytes(packet) for packet in encoder.encode(None)]
