"""How well a face can be seen, as figures (limits for them stand in `quality.py`), and scaling."""

import math
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from numpy.random import default_rng  # now: a worker cannot open files later

from video_bank.verification.engine import Rgb
from video_bank.verification.face import Box, FaceQuality, Pose

_CHIP: Final = 150  # pixels; the limits were measured on this size
_BLOWN_OUT: Final = 245
_SHARPEST: Final = 500.0
# Brings smoothed edges near those of the plain Laplacian, which limits are known for: on a face of
# usual contrast both have 30 at a blur of 1 % of its width.
_SCALE: Final = 3.0
_USUAL_CONTRAST: Final = 50.0
_LEAST_CONTRAST: Final = 10.0  # below it there is nothing left to scale up
_NOISE_KERNEL: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float64)

# Parts of the chip of an upright face: rows, columns.
_FROM_NOSE_TO_CHIN: Final = np.s_[95:140, 55:95]
_ABOUT_EYES: Final = np.s_[35:55, 25:125]
_CHEEKS: Final = (np.s_[58:78, 30:65], np.s_[58:78, 85:120])


Grey = npt.NDArray[np.uint8]  # height x width


def scale_to_grey(rgb: Rgb, scale: float) -> Grey:
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=kind), np.uint8)


def even_out_light(grey: Grey) -> Grey:
    """Return the picture with as much contrast in its shades as in its lights (CLAHE)."""
    return np.asarray(cv2.createCLAHE(2.0, (8, 8)).apply(grey), np.uint8)


def measure_quality(rgb: Rgb, box: Box, pose: Pose) -> FaceQuality:
    face = np.asarray(
        cv2.cvtColor(rgb[box.top : box.bottom, box.left : box.right], cv2.COLOR_RGB2GRAY), np.uint8
    )
    chip: Grey = _to_chip(face)
    height, width = rgb.shape[:2]
    contrast = float(chip.std())
    cheeks = float(np.median(np.concatenate([chip[part].ravel() for part in _CHEEKS])))
    return FaceQuality(
        width=box.width,
        sharpness=_measure_sharpness(face, chip),
        brightness=float(chip.mean()),
        contrast=contrast,
        clipped_share=float((chip > _BLOWN_OUT).mean()),
        pose=pose,
        is_cut=box.left <= 0 or box.top <= 0 or box.right >= width or box.bottom >= height,
        mouth_relief=_measure_relief(chip) / (contrast or 1.0),
        eyes_relief=float(chip[_ABOUT_EYES].std()) / (contrast or 1.0),
        eyes_light=float(np.median(chip[_ABOUT_EYES])) / (cheeks or 1.0),
    )


def _measure_sharpness(face: Grey, chip: Grey) -> float:
    """Return how much edges there are on the chip, without those that noise makes.

    The chip is smoothed first, and what the face's noise (Immerkær 1996) still adds is taken off:
    on a grainy blurred face the plain Laplacian finds more edges than on a clean sharp one. A dark
    face is not taken for a blurred one: edges count in parts of the contrast.
    """
    grain = cv2.filter2D(face.astype(np.float64), -1, _NOISE_KERNEL)
    noise = math.sqrt(math.pi / 2) / 6 * float(np.abs(grain).mean())
    edges = max(0.0, _measure_edges(chip) - _edges_of_noise(*face.shape) * noise**2)
    exposure = _USUAL_CONTRAST / max(float(chip.std()), _LEAST_CONTRAST)
    return min(_SCALE * edges * exposure**2, _SHARPEST)


def _measure_edges(chip: npt.NDArray[Any]) -> float:
    return float(cv2.Laplacian(cv2.GaussianBlur(chip, (5, 5), 0), cv2.CV_64F).var())


@lru_cache(maxsize=64)
def _edges_of_noise(height: int, width: int) -> float:
    """Return what white noise of deviation 1 on a face of that size is taken for."""
    noise = default_rng(1).normal(0, 1, (height, width))
    return _measure_edges(_to_chip(noise))


def _to_chip(face: npt.NDArray[Any]) -> npt.NDArray[Any]:
    kind = cv2.INTER_AREA if face.shape[1] > _CHIP else cv2.INTER_LINEAR
    return cv2.resize(face, (_CHIP, _CHIP), interpolation=kind)


def _measure_relief(chip: Grey) -> float:
    """Return the range of light over the rows from nose to chin: lips and shadows, or a cloth."""
    rows = cv2.GaussianBlur(chip, (9, 9), 0)[_FROM_NOSE_TO_CHIN].mean(axis=1)
    return float(np.ptp(rows))
