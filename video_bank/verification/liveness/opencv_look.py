"""The small pictures by which a face is followed from frame to frame. In workers only."""

import math
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from video_bank.verification.engine import Rgb
from video_bank.verification.face import Box
from video_bank.verification.liveness.jobs import Look

Grey = npt.NDArray[np.uint8]
Point = npt.NDArray[np.float64]

THUMBNAIL: Final = (32, 24)  # width, height
EYES: Final = (48, 16)
MOUTH: Final = (32, 20)
_HASH: Final = (9, 8)
# Where to cut, in parts of the eyes' distance from the middle between the eyes.
_EYES_AT: Final = (0.0, 0.0, 1.05, 0.22)  # middle x, middle y, width, height
_MOUTH_AT: Final = (0.0, 0.86, 0.9, 0.56)
_AROUND: Final = 0.5  # of the box on each side, for the fingerprint


def shrink(rgb: Rgb) -> bytes:
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return cv2.resize(grey, THUMBNAIL, interpolation=cv2.INTER_AREA).tobytes()


def look(rgb: Rgb, box: Box, right_eye: Point, left_eye: Point) -> Look:
    """`right_eye` and `left_eye`: the outer corners, the one on the picture's left first."""
    grey: Grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    return Look(
        eyes=_cut(grey, right_eye, left_eye, _EYES_AT, EYES).tobytes(),
        mouth=_cut(grey, right_eye, left_eye, _MOUTH_AT, MOUTH).tobytes(),
        tint=_tint(rgb, box),
        fingerprint=_fingerprint(grey, box),
    )


def _cut(
    grey: Grey,
    right_eye: Point,
    left_eye: Point,
    at: tuple[float, float, float, float],
    size: tuple[int, int],
) -> Grey:
    """Return a part of the face, turned upright and scaled to `size`."""
    middle = (right_eye + left_eye) / 2
    across = left_eye - right_eye
    span = max(1.0, float(math.hypot(*across)))
    unit = across / span
    down = np.array([-unit[1], unit[0]])
    x, y, wide, high = (each * span for each in at)
    corner = middle + unit * (x - wide / 2) + down * (y - high / 2)
    places = np.array([corner, corner + unit * wide, corner + down * high], np.float32)
    width, height = size
    target = np.array([[0, 0], [width, 0], [0, height]], np.float32)
    turned = cv2.warpAffine(
        grey,
        cv2.getAffineTransform(places, target),
        size,
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(turned, np.uint8)


def _tint(rgb: Rgb, box: Box) -> tuple[float, float]:
    """Return the chroma of the face less that of the picture's margin.

    A lamp, an automatic white balance or the screen's light on the wall change both alike.
    """
    inner = box.grown(-0.2, rgb.shape[1], rgb.shape[0])
    face = _chroma(rgb[inner.top : inner.bottom, inner.left : inner.right])
    edge = max(1, rgb.shape[1] // 12)
    margin = np.concatenate([rgb[:, :edge].reshape(-1, 3), rgb[:, -edge:].reshape(-1, 3)])
    around = _chroma(margin[None])
    return float(face[0] - around[0]), float(face[1] - around[1])


def _chroma(part: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    if not part.size:
        return np.zeros(2)
    red, green, blue = part.reshape(-1, 3).mean(axis=0)
    light = max(1.0, float(red + green + blue))
    return np.array([(red - green) / light, (blue - green) / light])


def _fingerprint(grey: Grey, box: Box) -> int:
    around = box.grown(_AROUND, grey.shape[1], grey.shape[0])
    part = grey[around.top : around.bottom, around.left : around.right]
    small = cv2.resize(part, _HASH, interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = np.packbits(small[:, 1:] > small[:, :-1])
    return int.from_bytes(bits.tobytes(), "big")
