"""A picture as it goes to a worker."""

import msgspec
import numpy as np
import numpy.typing as npt

from video_bank.verification.face import Box


class Frame(msgspec.Struct, frozen=True):
    """RGB, row after row, three bytes a pixel."""

    width: int
    height: int
    pixels: bytes

    @classmethod
    def of(cls, rgb: npt.NDArray[np.uint8]) -> "Frame":
        height, width, _ = rgb.shape
        return cls(width, height, rgb.tobytes())

    def to_rgb(self) -> npt.NDArray[np.uint8]:
        """Return height x width x 3; not to be written to."""
        return np.frombuffer(self.pixels, np.uint8).reshape(self.height, self.width, 3)


class FaceOnFrame(msgspec.Struct, frozen=True):
    frame: Frame
    box: Box
