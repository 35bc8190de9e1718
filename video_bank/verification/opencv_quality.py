"""How well a face can be seen, as figures (limits for them stand in `quality.py`), and scaling."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from video_bank.verification.engine import Rgb
from video_bank.verification.face import Box, FaceQuality, Pose

_CHIP: Final = 150  # pixels; the limits were measured on this size
_BLOWN_OUT: Final = 245
_SHARPEST: Final = 500.0  # beyond it the Laplacian sees noise, not edges


def scale_to_grey(rgb: Rgb, scale: float) -> npt.NDArray[np.uint8]:
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=kind), np.uint8)


def measure_quality(rgb: Rgb, box: Box, pose: Pose) -> FaceQuality:
    face = rgb[box.top : box.bottom, box.left : box.right]
    grey = cv2.cvtColor(face, cv2.COLOR_RGB2GRAY)
    kind = cv2.INTER_AREA if box.width > _CHIP else cv2.INTER_LINEAR
    chip = cv2.resize(grey, (_CHIP, _CHIP), interpolation=kind)
    return FaceQuality(
        width=box.width,
        sharpness=min(float(cv2.Laplacian(chip, cv2.CV_64F).var()), _SHARPEST),
        brightness=float(chip.mean()),
        contrast=float(chip.std()),
        clipped_share=float((chip > _BLOWN_OUT).mean()),
        pose=pose,
    )
