"""Plays a WebM from start to end and says when somebody clapped."""

import io
from dataclasses import dataclass
from typing import Any

import av
import av.container
import numpy as np

_CLUSTER = b"\x1f\x43\xb6\x75"


@dataclass
class Played:
    """Times in seconds of the file."""

    duration_s: float
    pictures: list[float]
    sound_s: tuple[float, float]  # begin, end
    seen: list[float]  # begins of claps in the picture
    heard: list[float]
    cues_at: int
    first_cluster_at: int
    cues: int


def play(content: bytes) -> Played:
    pictures = _decode_pictures(content)
    times, loud = _decode_sound(content)
    with _open(content) as container:
        assert container.duration is not None
        duration_s = container.duration / 1e6
    cluster = content.find(_CLUSTER)
    return Played(
        duration_s=duration_s,
        pictures=[at_s for at_s, _ in pictures],
        sound_s=(float(times[0]), float(times[-1])) if len(times) else (0.0, 0.0),
        seen=_rises([at_s for at_s, _ in pictures], [light > 120 for _, light in pictures]),
        heard=_rises(times.tolist(), loud.tolist()),
        cues_at=content.find(b"\x1c\x53\xbb\x6b"),
        first_cluster_at=cluster,
        cues=content[:cluster].count(b"\xbb"),
    )


def check_monotonic(content: bytes) -> None:
    """Every packet's time is later than the one before it of its stream, and not below zero."""
    last: dict[int, int] = {}
    with _open(content) as container:
        for packet in container.demux():
            if packet.pts is not None:
                assert packet.pts > last.get(packet.stream_index, -1)
                last[packet.stream_index] = packet.pts


def cluster_times(content: bytes) -> list[int]:
    """Return the times of the clusters in milliseconds, as they stand in the file."""
    found, at = [], content.find(_CLUSTER)
    while at >= 0:
        place = at + len(_CLUSTER)
        place += 9 - content[place].bit_length()  # over the size
        if content[place] == 0xE7:
            length = content[place + 1] & 0x7F
            found.append(int.from_bytes(content[place + 2 : place + 2 + length]))
        at = content.find(_CLUSTER, place)
    return found


def _open(content: bytes) -> av.container.InputContainer:
    return av.open(io.BytesIO(content), "r")


def _decode_pictures(content: bytes) -> list[tuple[float, float]]:
    with _open(content) as container:
        if not container.streams.video:
            return []
        frames: Any = container.decode(video=0)
        return [(float(frame.time), float(frame.to_ndarray()[:120].mean())) for frame in frames]


def _decode_sound(content: bytes) -> tuple[Any, Any]:
    """Return the time of each millisecond of sound, and whether it is loud."""
    times, loud = [], []
    with _open(content) as container:
        if not container.streams.audio:
            return np.array([]), np.array([])
        frames: Any = container.decode(audio=0)
        for frame in frames:
            samples = np.abs(frame.to_ndarray().astype(np.float64)).max(axis=0)
            scale = 32768.0 if samples.max() > 2 else 1.0
            usable = samples[: len(samples) // 48 * 48].reshape(-1, 48).max(axis=1) / scale
            times += [float(frame.time) + index / 1000 for index in range(len(usable))]
            loud += [level > 0.2 for level in usable]
    return np.array(times), np.array(loud)


def _rises(times: list[float], flags: list[bool]) -> list[float]:
    """Return when a flag became true, ignoring pauses below 100 ms."""
    rises: list[float] = []
    last_true = -1.0
    for at_s, flag in zip(times, flags, strict=True):
        if flag:
            if at_s - last_true > 0.1:
                rises.append(at_s)
            last_true = at_s
    return rises
