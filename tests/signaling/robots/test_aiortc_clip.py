"""A file that is shorter than a call: it begins again, and its time goes on."""

import asyncio
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from signaling.robots.aiortc_clip import LATE_S, FileTrack, kinds_of

FRAMES = 6
FRAMES_PER_S = 30


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A fifth of a second of picture and sound."""
    path = tmp_path / "clip.mkv"
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("mjpeg", rate=FRAMES_PER_S)
        video.width, video.height, video.pix_fmt = 64, 48, "yuvj420p"
        audio: Any = container.add_stream("pcm_s16le", rate=48_000)
        audio.layout = "mono"
        for number in range(FRAMES):
            picture = np.full((48, 64, 3), 40 * number, np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            sound = av.AudioFrame.from_ndarray(
                np.full((1, 1600), 99, np.int16), format="s16", layout="mono"
            )
            sound.sample_rate = 48_000
            container.mux(audio.encode(sound))
        for stream in (video, audio):
            container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("kind", "step_s"), [("video", 1 / FRAMES_PER_S), ("audio", 0.02)])
async def test_a_file_goes_on_from_the_beginning_without_a_jump_in_time(
    clip: Path, kind: str, step_s: float
) -> None:
    assert kinds_of(clip) == {"audio", "video"}
    track = FileTrack(clip, kind)
    times = [(await track.recv()).time for _ in range(2 * FRAMES + 3)]
    steps = [later - earlier for earlier, later in pairwise(times)]
    whole = [
        max(1, round(step / step_s)) * step_s for step in steps
    ]  # a crowded machine drops some
    assert steps == pytest.approx(whole, abs=0.002)


@pytest.mark.parametrize("kind", ["video", "audio"])
async def test_what_nobody_took_in_time_is_left_out(clip: Path, kind: str) -> None:
    track = FileTrack(clip, kind)
    first = await track.recv()
    began = time.monotonic()
    await asyncio.sleep(3 * LATE_S)  # the slow encoder itself; nothing is waited for
    late = await track.recv()
    assert late.time - first.time >= time.monotonic() - began - 2 * LATE_S


def test_what_is_no_media_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clip.mkv"
    path.write_text("not a film")
    with pytest.raises((OSError, ValueError)):
        kinds_of(path)
