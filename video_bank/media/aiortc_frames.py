"""VP8 frames to pictures, by FFmpeg through PyAV; called in a worker thread only."""

import threading
from collections.abc import Sequence

import av
import numpy as np
import numpy.typing as npt


class Vp8Decoder:
    """One leg's decoder."""

    def __init__(self) -> None:
        # A question that was given up leaves its thread to end by itself.
        self._lock = threading.Lock()
        self._codec = av.CodecContext.create("vp8", "r")
        self._codec.thread_count = 1

    def decode_newest(self, frames: Sequence[bytes]) -> npt.NDArray[np.uint8] | None:
        """Decode frames in order and return the last picture as RGB.

        None when the last one cannot be decoded; it then takes a key frame to go on.
        """
        with self._lock:
            picture = None
            for frame in frames:
                picture = self._decode(frame)
        if picture is None:
            return None
        return picture.to_ndarray(format="rgb24").astype(np.uint8, copy=False)

    def _decode(self, frame: bytes) -> av.VideoFrame | None:
        try:
            decoded = self._codec.decode(av.Packet(frame))
        except av.FFmpegError:
            return None
        return decoded[-1] if decoded else None
