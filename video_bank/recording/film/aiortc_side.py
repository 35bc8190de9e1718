"""One side of the film, decoded as far as the film has come."""

from collections import deque
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import av
import numpy as np
import numpy.typing as npt

from video_bank.recording.film.order import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

Samples = npt.NDArray[np.int32]

_AHEAD_S: Final = 0.5  # sound and pictures are not interleaved more closely than this
_STALE_S: Final = 2.0  # an older picture is not what the side shows any more


class Side:
    """Reads its WebM once, from front to back: a pipe will do."""

    def __init__(self, file: BinaryIO, starts_at_s: float) -> None:
        self._starts_at_s = starts_at_s
        self._container = av.open(file, "r")
        self._packets: Iterator[Any] | None = self._container.demux()
        self._resampler = av.AudioResampler("s16", "mono", SOUND_RATE)
        self._pictures: deque[tuple[float, av.VideoFrame]] = deque()
        self._shown: tuple[float, av.VideoFrame] | None = None
        self._sound: deque[tuple[int, Samples]] = deque()

    def picture_at(self, position_s: float) -> npt.NDArray[np.uint8] | None:
        """Return what the side shows then, as RGB; positions never go back."""
        self._read_until(position_s + _AHEAD_S)
        while self._pictures and self._pictures[0][0] <= position_s:
            self._shown = self._pictures.popleft()
        if self._shown is None or position_s - self._shown[0] > _STALE_S:
            return None
        return self._shown[1].to_ndarray(format="rgb24").astype(np.uint8, copy=False)

    def sound(self, first: int, count: int) -> Samples:
        """Return `count` samples from the film's sample `first` on, silence where none are."""
        self._read_until((first + count) / SOUND_RATE + _AHEAD_S)
        mixed = np.zeros(count, np.int32)
        while self._sound and self._sound[0][0] + len(self._sound[0][1]) <= first:
            self._sound.popleft()
        for start, samples in self._sound:
            begin, end = max(first, start), min(first + count, start + len(samples))
            if begin < end:
                mixed[begin - first : end - first] = samples[begin - start : end - start]
        return mixed

    def _read_until(self, position_s: float) -> None:
        while self._packets is not None:
            packet = next(self._packets, None)
            if packet is None:
                self._packets = None
                return
            for frame in _decode(packet):
                self._take(frame)
            if packet.dts is not None:
                at_s = float(packet.dts * packet.time_base) + self._starts_at_s
                if at_s >= position_s:
                    return

    def _take(self, frame: av.VideoFrame | av.AudioFrame) -> None:
        at_s = (frame.time or 0.0) + self._starts_at_s
        if isinstance(frame, av.VideoFrame):
            self._pictures.append((at_s, frame))
            return
        start = round(at_s * SOUND_RATE)
        for resampled in self._resampler.resample(frame):
            samples = resampled.to_ndarray().reshape(-1).astype(np.int32)
            self._sound.append((start, samples))
            start += len(samples)


def _decode(packet: Any) -> list[Any]:
    """A packet that cannot be decoded is a moment without; the film goes on."""
    try:
        return list(packet.decode())
    except av.FFmpegError:
        return []
