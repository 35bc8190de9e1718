"""What this room needs from a face engine. Heavy: only a worker process ever owns one."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from video_bank.verification.face import Box, Pose

Rgb = npt.NDArray[np.uint8]  # height x width x 3
Encoding = npt.NDArray[np.float64]  # compared by L2 distance


class FaceEngine(Protocol):
    """Finds and encodes faces. Thresholds hold for one `name` only."""

    name: str  # engine, landmarks and encoding mode; stands in the evidence

    def find_faces(self, rgb: Rgb, search_side: int) -> list[Box]:
        """Search the picture scaled to `search_side` pixels on its long side."""
        ...

    def measure_pose(self, rgb: Rgb, box: Box) -> Pose: ...

    def encode(self, rgb: Rgb, box: Box) -> Encoding: ...
