"""A person on a stage: claps once a second, in picture and sound, sent as RTP over a bad network.

A clap is a white picture and a loud tone for 200 ms; else the picture is dark and the sound soft.
"""

import random
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

import av
import numpy as np

from video_bank.media.quality import Level, Quality, Way
from video_bank.recording.journal import Record, RecordKind

FRAMES_PER_S = 15
VIDEO_SSRC, AUDIO_SSRC = 0x1111, 0x2222
_CLAP_S = 0.2


def is_clap(at_s: float) -> bool:
    return 0.5 <= at_s % 1.0 < 0.5 + _CLAP_S


@cache
def encode_pictures(seconds: int, key_every: int = 30) -> list[bytes]:
    """Return the VP8 frames of a stage, one each 1/15 s, 160 x 120."""
    encoder: Any = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 160, 120, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, FRAMES_PER_S), Fraction(FRAMES_PER_S)
    encoder.bit_rate = 300_000
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    encoder.gop_size = key_every
    noise = np.random.default_rng(1).integers(0, 60, (120, 160, 3), dtype=np.uint8)
    packets = []
    for number in range(seconds * FRAMES_PER_S):
        base = 190 if is_clap(number / FRAMES_PER_S) else 10
        picture = np.roll(noise, number, axis=1) + np.uint8(base)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
        frame.pts, frame.time_base = number, encoder.time_base
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    return [bytes(packet) for packet in packets]


@cache
def encode_sound(seconds: int) -> list[bytes]:
    """Return the Opus packets of a stage, 20 ms each."""
    encoder: Any = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "mono", "s16"
    encoder.bit_rate = 32_000
    packets = []
    for number in range(seconds * 50):
        at = np.arange(number * 960, (number + 1) * 960) / 48_000
        loud = np.where((at % 1.0 >= 0.5) & (at % 1.0 < 0.5 + _CLAP_S), 0.8, 0.01)
        tone = (np.sin(2 * np.pi * 440 * at) * loud * 32_000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(tone[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, number * 960
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    return [bytes(packet) for packet in packets][: seconds * 50]


@dataclass
class Network:
    """What happens on the way; probabilities per packet, seconds."""

    delay_s: float = 0.04
    jitter_s: float = 0.03
    video_later_s: float = 0.0  # video takes this much longer
    loss: float = 0.0
    late: float = 0.0  # comes again after a NACK, 150 ms later
    twice: float = 0.0
    seed: int = 7


@dataclass
class Stage:
    """One take: `begins_s` is its place on the recording's clock."""

    seconds: int = 5
    begins_s: float = 0.0
    first_sequence: int = 65_500  # both wrap on the way
    first_timestamp: int = 0xFFFFFFFF - 100_000
    wall_s: float = 3_900_000_000.0  # the sender's clock, far from ours
    drift: float = 0.0
    has_reports: bool = True
    has_video: bool = True
    has_audio: bool = True
    has_quality: bool = False
    key_every: int = 30
    network: Network = field(default_factory=Network)

    def records(self) -> list[Record]:
        """Return what a journal of the take holds, in order of arrival."""
        chance = random.Random(self.network.seed)
        found: list[Record] = []
        for sent_s, packet, is_video in self._packets():
            network = self.network
            way_s = network.delay_s + (network.video_later_s if is_video else 0.0)
            if chance.random() < network.loss:
                continue
            if chance.random() < network.late:
                way_s += 0.15
            for _ in range(2 if chance.random() < network.twice else 1):
                arrival_s = sent_s + way_s + chance.random() * network.jitter_s
                found.append(Record(RecordKind.RTP, round(arrival_s * 1e6), packet))
        found += self._reports() if self.has_reports else []
        found += self._qualities() if self.has_quality else []
        return sorted(found, key=lambda record: record.arrival_us)

    def pictures(self) -> Iterable[bytes]:
        """Return the VP8 frames, one each 1/15 s."""
        return encode_pictures(self.seconds, self.key_every)

    def sounds(self) -> Iterable[bytes]:
        """Return the Opus packets, 20 ms each."""
        return encode_sound(self.seconds)

    def _packets(self) -> Iterator[tuple[float, bytes, bool]]:
        if self.has_video:
            yield from self._video()
        if self.has_audio:
            for number, content in enumerate(self.sounds()):
                at_s = number * 0.02
                header = self._header(111, number, at_s, AUDIO_SSRC, has_marker=number == 0)
                yield self._clock(at_s), header + content, False

    def _video(self) -> Iterator[tuple[float, bytes, bool]]:
        sequence = 0
        for number, content in enumerate(self.pictures()):
            at_s = number / FRAMES_PER_S
            parts = [content[at : at + 900] for at in range(0, len(content), 900)]
            for index, part in enumerate(parts):
                is_last = index == len(parts) - 1
                header = self._header(96, sequence, at_s, VIDEO_SSRC, has_marker=is_last)
                picture_id = struct.pack(">H", 0x8000 | number & 0x7FFF)
                descriptor = bytes([0x90 if index == 0 else 0x80, 0x80]) + picture_id
                yield self._clock(at_s), header + descriptor + part, True
                sequence += 1

    def _header(
        self, payload_type: int, number: int, at_s: float, ssrc: int, *, has_marker: bool
    ) -> bytes:
        sequence = self.first_sequence + number & 0xFFFF
        second = payload_type | (0x80 if has_marker else 0)
        return struct.pack(">BBHII", 0x80, second, sequence, self._timestamp(at_s, ssrc), ssrc)

    def _timestamp(self, at_s: float, ssrc: int) -> int:
        rate = 90_000 if ssrc == VIDEO_SSRC else 48_000
        return self.first_timestamp + ssrc * 1000 + round(at_s * rate) & 0xFFFFFFFF

    def _clock(self, at_s: float) -> float:
        """Return the recording's clock at a moment of the sender's, which may go wrong."""
        return self.begins_s + at_s * (1 + self.drift)

    def _qualities(self) -> list[Record]:
        """One a second, whose rate says the second."""
        return [
            Record(
                RecordKind.QUALITY,
                round((self.begins_s + second) * 1e6),
                Quality(
                    level=Level.GOOD, rtt_ms=40, up=Way(0.0, 5, 100 + second), down=Way()
                ).pack(),
            )
            for second in range(self.seconds)
        ]

    def _reports(self) -> list[Record]:
        """One compound packet of each source a second, the first one after 0.7 s."""
        found = []
        for second in range(self.seconds):
            at_s = second + 0.7
            for ssrc in (VIDEO_SSRC, AUDIO_SSRC):
                ntp = round((self.wall_s + at_s) * (1 << 32))
                body = struct.pack(">IQIII", ssrc, ntp, self._timestamp(at_s, ssrc), 0, 0)
                packet = struct.pack(">BBH", 0x80, 200, len(body) // 4) + body
                arrival_us = round((self._clock(at_s) + self.network.delay_s + 0.01) * 1e6)
                found.append(Record(RecordKind.RTCP, arrival_us, packet))
        return found
