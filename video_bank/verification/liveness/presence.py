"""Is the face that was checked still before the camera? One key frame each ten seconds."""

import asyncio
import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Final

from video_bank.errors import BankError
from video_bank.ids import SessionId
from video_bank.media.needs import FrameTap
from video_bank.verification.frame import FaceOnFrame, Frame
from video_bank.verification.liveness.jobs import FaceSeen, Landmarks, LookAtFace
from video_bank.verification.liveness.progress import PresenceChanged, Sitter
from video_bank.verification.liveness.signals import FACE_CHANGED
from video_bank.verification.worker_jobs import EncodeFaces, FacesEncoded
from video_bank.verification.worker_pool import WorkerPool

LOOK_EVERY_S: Final = 10.0
_FRAME_S: Final = 3.0
# A distance is only believed of a face that looks straight and is large enough.
_STRAIGHT: Final = (0.35, 0.65)
_LEAST_WIDTH: Final = 80
_AGREEING: Final = 2  # looks in a row: one may catch a bowed head


class PresenceWatch:
    """One session's. The encoding is kept in memory until the call ends, and nowhere else."""

    def __init__(
        self,
        pool: WorkerPool,
        landmarks: Landmarks,
        session_id: SessionId,
        publish: Callable[[PresenceChanged], None],
    ) -> None:
        self._pool = pool
        self._landmarks: Landmarks = landmarks
        self._session_id = session_id
        self._publish = publish
        self._told = Sitter.SAME
        self._lately: list[Sitter] = []

    async def look(
        self, open_tap: Callable[[], AbstractContextManager[FrameTap]], face: Sequence[float]
    ) -> None:
        """Look once, and publish what changed; nothing for a look that shows too little."""
        try:
            with open_tap() as tap:
                taken = await tap.next_frame(_FRAME_S)
            presence, distance = await self._judge(Frame.of(taken.rgb), face)
        except BankError:
            return  # no picture, no worker: the next look will tell
        self.note(presence, distance)

    def note(self, presence: Sitter | None, distance: float | None) -> None:
        """Publish what two looks in a row agree on, once. None: nothing can be said."""
        if presence is None:
            return
        self._lately = [*self._lately, presence][-_AGREEING:]
        is_sure = len(self._lately) == _AGREEING and len(set(self._lately)) == 1
        if is_sure and presence is not self._told:
            self._told = presence
            self._publish(PresenceChanged(self._session_id, presence, distance))

    async def _judge(
        self, frame: Frame, face: Sequence[float]
    ) -> tuple[Sitter | None, float | None]:
        seen = await self._pool.run(LookAtFace(frame, self._landmarks), FaceSeen)
        if seen.box is None or seen.quality is None:
            return Sitter.LEFT, None
        lowest, highest = _STRAIGHT
        is_straight = lowest <= seen.quality.pose.yaw_ratio <= highest
        if not is_straight or seen.quality.width < _LEAST_WIDTH:
            return (Sitter.SECOND, None) if seen.faces > 1 else (None, None)
        job = EncodeFaces((FaceOnFrame(frame, seen.box),))
        [encoding] = (await self._pool.run(job, FacesEncoded)).encodings
        distance = round(math.dist(face, encoding), 4)
        if distance > FACE_CHANGED:
            return Sitter.SWAPPED, distance
        return (Sitter.SECOND if seen.faces > 1 else Sitter.SAME), distance


async def keep_watch(
    watch: PresenceWatch,
    open_tap: Callable[[], AbstractContextManager[FrameTap]],
    face: Callable[[], Sequence[float] | None],
) -> None:
    """Look each ten seconds until cancelled; `face` is None while a check runs."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        if (encoding := face()) is not None:
            await watch.look(open_tap, encoding)
