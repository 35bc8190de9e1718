"""A tap that tests own: what a leg's camera shows, one picture after the other."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator

from tests.video_bank.verification.pictures import Rgb
from video_bank.media.errors import NoLiveFrameError
from video_bank.media.needs import TakenFrame

_TICKS = 90_000


class PlayedTap:
    """A FrameTap that shows each of `frames` once; after the last one the leg sends nothing."""

    def __init__(self, frames: Iterable[Rgb]) -> None:
        self._frames: Iterator[Rgb] = iter(frames)
        self.shown = 0

    async def next_frame(self, timeout: float) -> TakenFrame:
        assert timeout > 0
        frame = next(self._frames, None)
        if frame is None:
            raise NoLiveFrameError
        self.shown += 1
        return _taken(frame)


class FilmedTap:
    """A FrameTap on a camera that films at 15 pictures a second whatever `film` shows just now."""

    def __init__(self, film: Callable[[float], Rgb], every_s: float = 1 / 15) -> None:
        self._film = film
        self._every_s = every_s
        self._began_at = time.monotonic()
        self._number = 0

    async def next_frame(self, timeout: float) -> TakenFrame:
        assert timeout > 0
        now = time.monotonic() - self._began_at
        number = max(self._number + 1, int(now / self._every_s))
        await asyncio.sleep(max(0.0, number * self._every_s - now))
        self._number = number
        frame = await asyncio.to_thread(self._film, time.monotonic() - self._began_at)
        return _taken(frame)


def _taken(frame: Rgb) -> TakenFrame:
    now = time.monotonic()
    return TakenFrame(frame, now, (int(now * _TICKS) & 0xFFFFFFFF,))
