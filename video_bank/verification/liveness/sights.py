"""The customer's frames as a worker saw them, one after the other."""

import asyncio
import time
from typing import Final, NamedTuple

from video_bank.media.needs import FrameTap
from video_bank.verification.face import Box
from video_bank.verification.frame import FaceOnFrame, Frame
from video_bank.verification.liveness.jobs import FaceSeen, Landmarks, LookAtFace
from video_bank.verification.worker_pool import WorkerPool

_WHOLE_EVERY: Final = 5  # frames; in between only the face's surroundings are searched
_APART_S: Final = 0.06  # a blink takes 0.13 s, and other checks want the worker, too


class Sight(NamedTuple):
    """`at`: when the frame arrived, monotonic seconds."""

    frame: Frame
    seen: FaceSeen
    at: float
    rtp_times: tuple[int, ...]

    @property
    def face(self) -> FaceOnFrame | None:
        return FaceOnFrame(self.frame, self.seen.box) if self.seen.box else None


class Sights:
    """Use by one task; keeps where the face was."""

    def __init__(self, pool: WorkerPool, tap: FrameTap, landmarks: Landmarks) -> None:
        self._pool = pool
        self._tap = tap
        self.landmarks = landmarks
        self._near: Box | None = None
        self._count = 0
        self._taken_at = 0.0

    async def next(self, timeout_s: float) -> Sight:
        """Raise NoLiveFrameError when no picture comes in time, UnavailableError without worker."""
        await asyncio.sleep(max(0.0, self._taken_at + _APART_S - time.monotonic()))
        taken = await self._tap.next_frame(timeout_s)
        self._taken_at = time.monotonic()
        frame = Frame.of(taken.rgb)
        self._count += 1
        near = self._near if self._count % _WHOLE_EVERY else None
        seen = await self._look(frame, near)
        if near is not None and not seen.faces:
            seen = await self._look(frame, None)
        self._near = seen.box
        return Sight(frame, seen, taken.arrived_at, taken.rtp_times)

    async def _look(self, frame: Frame, near: Box | None) -> FaceSeen:
        return await self._pool.run(LookAtFace(frame, self.landmarks, near), FaceSeen)
