"""A media file as a leg's camera: its frames at the speed of life, once."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av
import av.container
import numpy as np
import numpy.typing as npt

from video_bank.errors import SetupError
from video_bank.media.errors import NoLiveFrameError
from video_bank.media.needs import TakenFrame

_RATE: Final = 25.0  # frames/s of a file that does not say


class FileClip:
    """A ClipTap; the clip begins when the first frame is asked for. Not to be played twice."""

    def __init__(self, path: Path) -> None:
        """Blocks; raise SetupError for a file that holds no video."""
        try:
            self._container = av.open(str(path))
        except (av.FFmpegError, OSError) as error:
            raise SetupError(f"{path} is no clip: {error}.") from error
        if not self._container.streams.video:
            self._container.close()
            raise SetupError(f"{path} is no clip: it has no video.")
        self._frames = self._decode()
        self._begun_at: float | None = None
        self._next = next(self._frames, None)

    @property
    def is_over(self) -> bool:
        return self._next is None

    async def next_frame(self, timeout: float) -> TakenFrame:
        """Return the frame that is due, or the next one; raise NoLiveFrameError.

        Nothing is told of the sender's times: a file's are no camera's.
        """
        if self._begun_at is None:
            self._begun_at = time.monotonic()
        if self._next is None:
            await asyncio.sleep(timeout)
            raise NoLiveFrameError
        wait_s = self._begun_at + self._next[0] - time.monotonic()
        if wait_s > timeout:
            await asyncio.sleep(timeout)
            raise NoLiveFrameError
        await asyncio.sleep(max(0.0, wait_s))
        due = self._next[1]
        rgb = await asyncio.to_thread(self._take, due, time.monotonic() - self._begun_at)
        return TakenFrame(rgb, time.monotonic(), ())

    def _take(self, frame: av.VideoFrame, now_s: float) -> npt.NDArray[np.uint8]:
        """Drop what is late but for the newest, as a call does."""
        while (following := next(self._frames, None)) is not None and following[0] <= now_s:
            frame = following[1]
        self._next = following
        return np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)

    def _decode(self) -> Iterator[tuple[float, av.VideoFrame]]:
        """Yield each frame and when it is due, from the clip's begin, in seconds."""
        with self._container as container:
            stream = container.streams.video[0]
            rate = float(stream.average_rate or _RATE)
            for number, frame in enumerate(container.decode(stream)):
                yield number / rate if frame.pts is None else frame.time, frame
