"""A media file as a robot's camera and microphone, over and over, at the file's own pace."""

import asyncio
import fractions
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import av
from aiortc import MediaStreamTrack

_VIDEO_RATE: Final = 90_000
_AUDIO_RATE: Final = 48_000
_AUDIO_SAMPLES: Final = 960  # 20 ms, one Opus packet
LATE_S: Final = 0.2  # what came later than that is left out, as a camera leaves it out
_LEAST_STEP_S: Final = 0.02  # between the last frame of one round and the first of the next


class FileTrack(MediaStreamTrack):
    """One kind of a file's media; its timestamps go on from round to round."""

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._frames = _video_frames(path) if kind == "video" else _audio_frames(path)
        self._began_at: float | None = None

    async def recv(self) -> Any:
        while True:
            frame = await asyncio.to_thread(next, self._frames)
            if self._began_at is None:
                self._began_at = time.monotonic()
            early_s = self._began_at + (frame.time or 0.0) - time.monotonic()
            if early_s >= -LATE_S:
                await asyncio.sleep(max(0.0, early_s))
                return frame


def kinds_of(path: Path) -> set[str]:
    """Return which of "audio" and "video" the file has; raise OSError, ValueError for no media."""
    with av.open(str(path), "r") as container:
        return {str(stream.type) for stream in container.streams} & {"audio", "video"}


def _video_frames(path: Path) -> Iterator[av.VideoFrame]:
    begin_s = 0.0
    while True:
        last_s = previous_s = 0.0
        for frame in _decode(path, "video"):
            previous_s, last_s = last_s, frame.time or 0.0
            frame.pts = round((begin_s + last_s) * _VIDEO_RATE)
            frame.time_base = fractions.Fraction(1, _VIDEO_RATE)
            yield frame
        begin_s += last_s + max(last_s - previous_s, _LEAST_STEP_S)


def _audio_frames(path: Path) -> Iterator[av.AudioFrame]:
    position = 0
    while True:
        resampler = av.AudioResampler("s16", "mono", _AUDIO_RATE, frame_size=_AUDIO_SAMPLES)
        for decoded in _decode(path, "audio"):
            for frame in resampler.resample(decoded):
                frame.pts, frame.time_base = position, fractions.Fraction(1, _AUDIO_RATE)
                position += frame.samples
                yield frame


def _decode(path: Path, kind: str) -> Iterator[Any]:
    with av.open(str(path), "r") as container:
        yield from container.decode(**{kind: 0})
