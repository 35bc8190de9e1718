"""A tap that tests own: what a leg's camera shows, one picture after the other."""

from collections.abc import Iterable, Iterator

from tests.video_bank.verification.pictures import Rgb
from video_bank.media.errors import NoLiveFrameError


class PlayedTap:
    """A FrameTap that shows each of `frames` once; after the last one the leg sends nothing."""

    def __init__(self, frames: Iterable[Rgb]) -> None:
        self._frames: Iterator[Rgb] = iter(frames)
        self.shown = 0

    async def next_frame(self, timeout: float) -> Rgb:
        assert timeout > 0
        frame = next(self._frames, None)
        if frame is None:
            raise NoLiveFrameError
        self.shown += 1
        return frame
