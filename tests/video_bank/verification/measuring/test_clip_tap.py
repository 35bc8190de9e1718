"""Clips of several kinds, played as a camera shows them."""

import time
from collections.abc import AsyncIterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.video_bank.verification.pictures import Rgb
from video_bank.errors import SetupError
from video_bank.media.errors import NoLiveFrameError
from video_bank.verification.measuring.aiortc_clip import FileClip

COUNT = 10
RATE = 20


def write_clip(path: Path, pictures: list[Rgb], rate: int = RATE) -> None:
    """Write a clip of the kind that its name says."""
    codec = {"mjpeg": "mjpeg", "webm": "libvpx", "mp4": "mpeg4"}[path.suffix[1:]]
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


async def _play(tap: FileClip) -> AsyncIterator[Rgb]:
    with suppress(NoLiveFrameError):
        while True:
            yield (await tap.next_frame(0.3)).rgb


def _greys() -> list[Rgb]:
    return [np.full((96, 128, 3), 20 + 20 * number, np.uint8) for number in range(COUNT)]


@pytest.mark.parametrize("kind", ["webm", "mp4", "mjpeg"])
async def test_frames_come_in_order_at_the_speed_of_life(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"clip.{kind}"
    write_clip(path, _greys())
    tap = FileClip(path)
    began = time.monotonic()
    frames = [frame async for frame in _play(tap)]
    assert {frame.shape for frame in frames} == {(96, 128, 3)}
    seen = [float(frame.mean()) for frame in frames]
    rate = 25 if kind == "mjpeg" else RATE  # raw pictures do not say
    assert time.monotonic() - began >= (COUNT - 1) / rate
    assert len(seen) > COUNT / 2  # a slow machine misses some
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == pytest.approx((20, 200), abs=12)


async def test_frames_that_nobody_asked_for_in_time_are_dropped(tmp_path: Path) -> None:
    write_clip(tmp_path / "clip.webm", _greys(), rate=2)
    tap = FileClip(tmp_path / "clip.webm")
    await tap.next_frame(1.0)
    with pytest.raises(NoLiveFrameError):
        await tap.next_frame(0.01)  # the next one is due in half a second


@pytest.mark.parametrize("content", [b"", b"no clip at all"])
def test_file_that_is_no_clip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "clip.webm").write_bytes(content)
    with pytest.raises(SetupError, match="is no clip"):
        FileClip(tmp_path / "clip.webm")
