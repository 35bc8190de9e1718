"""Which frames of a leg are kept for the comparison."""

from itertools import cycle
from typing import Final

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tests.video_bank.verification.pictures import (
    FRAME,
    Rgb,
    astronaut,
    darker,
    webcam_frames,
)
from tests.video_bank.verification.taps import PlayedTap
from video_bank.clock import SystemClock
from video_bank.errors import BankError
from video_bank.verification.errors import NoLiveFaceError, SeveralFacesError
from video_bank.verification.live_face import LiveFace, collect_best
from video_bank.verification.worker_pool import WorkerPool

GOOD: Final = webcam_frames(astronaut())
EMPTY: Final = np.full((480, 640, 3), 90, np.uint8)


def changed(frame: Rgb, *, blur: float = 0, light: float = 1, turn: float = 0) -> Rgb:
    picture = Image.fromarray(frame).filter(ImageFilter.GaussianBlur(blur)).rotate(turn)
    return np.asarray(darker(picture, light))


def farther(frame: Rgb, width: int) -> Rgb:
    far = Image.new("RGB", FRAME, (90, 90, 90))
    far.paste(Image.fromarray(frame).resize((width, width * 3 // 4)), (100, 100))
    return np.asarray(far)


def two_people() -> Rgb:
    side_by_side = Image.new("RGB", FRAME, (90, 90, 90))
    face = astronaut().crop((110, 0, 370, 300)).resize((312, 360))
    side_by_side.paste(face, (5, 60))
    side_by_side.paste(face, (325, 60))
    return np.asarray(side_by_side)


async def test_three_frames_are_kept_and_the_sharpest_comes_first(face_pool: WorkerPool) -> None:
    frames = [changed(frame, blur=1.0) for frame in GOOD[:4]]
    frames.insert(2, GOOD[4])
    best = await _collect(face_pool, frames)
    assert len(best) == 3
    assert best[0].quality.sharpness > 1.1 * best[1].quality.sharpness


async def test_collecting_ends_in_time_on_a_leg_that_never_ends(face_pool: WorkerPool) -> None:
    clock = SystemClock()
    began = clock.monotonic()
    tap = PlayedTap(cycle(GOOD))
    assert len(await collect_best(face_pool, tap, clock)) == 3
    assert clock.monotonic() - began < 2.5
    assert tap.shown <= 12


async def test_one_usable_frame_is_enough_to_compare(face_pool: WorkerPool) -> None:
    [face] = await _collect(face_pool, [EMPTY, GOOD[0], EMPTY])
    assert 180 < face.quality.width < 220


@pytest.mark.parametrize(
    ("frames", "error"),
    [
        ([], NoLiveFaceError),
        ([EMPTY], NoLiveFaceError),
        ([changed(GOOD[0], blur=6)], NoLiveFaceError),
        ([changed(GOOD[0], light=0.12)], NoLiveFaceError),
        ([changed(GOOD[0], turn=33)], NoLiveFaceError),
        ([farther(GOOD[0], 230)], NoLiveFaceError),
        ([two_people()], SeveralFacesError),
    ],
    ids=["no frame", "nobody", "blurred", "dark", "leaning", "far away", "two people"],
)
async def test_leg_without_a_usable_face_is_told_by_name(
    face_pool: WorkerPool, frames: list[Rgb], error: type[BankError]
) -> None:
    with pytest.raises(error):
        await _collect(face_pool, frames)


async def _collect(pool: WorkerPool, frames: list[Rgb]) -> list[LiveFace]:
    return await collect_best(pool, PlayedTap(frames), SystemClock())
