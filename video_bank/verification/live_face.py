"""The face in front of the camera: collected from the leg's frames, the best ones kept."""

import asyncio
from typing import Final

import msgspec

from video_bank.clock import Clock
from video_bank.media.errors import NoLiveFrameError
from video_bank.media.needs import FrameTap
from video_bank.verification.errors import NoLiveFaceError, SeveralFacesError
from video_bank.verification.face import FaceQuality
from video_bank.verification.frame import FaceOnFrame, Frame
from video_bank.verification.policy import ENOUGH_LIVE_FRAMES
from video_bank.verification.quality import is_usable_live, rank_live
from video_bank.verification.worker_jobs import FrameRead, ReadFrame
from video_bank.verification.worker_pool import WorkerPool

_MOST_FRAMES: Final = 12
_COLLECT_S: Final = 1.5
_PATIENCE_S: Final = 4.0  # instead, as long as there are too few frames for a match
_FIRST_FRAME_S: Final = 2.0  # a decoder may have to wait for a key frame
_APART_S: Final = 0.1  # frames closer together show the same


class LiveFace(msgspec.Struct, frozen=True):
    """One usable frame and what was measured on it."""

    on_frame: FaceOnFrame
    quality: FaceQuality


async def collect_best(pool: WorkerPool, tap: FrameTap, clock: Clock) -> list[LiveFace]:
    """Return the best three usable frames, the best first; at least one.

    Raise NoLiveFaceError when nothing usable came, SeveralFacesError when that was because
    somebody else was in the picture.
    """
    usable: list[LiveFace] = []
    crowded = 0
    began_at = clock.monotonic()
    end = began_at + _FIRST_FRAME_S
    for number in range(_MOST_FRAMES):
        frame = await _next_frame(tap, end - clock.monotonic())
        if frame is None:
            break
        if number == 0:
            began_at = clock.monotonic()
        read = await pool.run(ReadFrame(frame), FrameRead)
        crowded += read.faces > 1
        if face := _usable_face(frame, read):
            usable.append(face)
        has_enough = len(usable) >= ENOUGH_LIVE_FRAMES
        end = began_at + (_COLLECT_S if has_enough else _PATIENCE_S)
        await asyncio.sleep(_APART_S)
    if not usable:
        raise SeveralFacesError if crowded else NoLiveFaceError
    return pick_best(usable)


def pick_best(usable: list[LiveFace]) -> list[LiveFace]:
    ranked = sorted(usable, key=lambda face: rank_live(face.quality), reverse=True)
    return ranked[:ENOUGH_LIVE_FRAMES]


def _usable_face(frame: Frame, read: FrameRead) -> LiveFace | None:
    if read.faces != 1 or read.box is None or read.quality is None:
        return None
    if not is_usable_live(read.quality):
        return None
    return LiveFace(FaceOnFrame(frame, read.box), read.quality)


async def _next_frame(tap: FrameTap, timeout_s: float) -> Frame | None:
    if timeout_s <= 0:
        return None
    try:
        return Frame.of((await tap.next_frame(timeout_s)).rgb)
    except NoLiveFrameError:
        return None
