"""A head that turns, nods, blinks and opens its mouth: NASA's portrait of Eileen Collins, warped.

Each movement is a smooth displacement of pixels, so that detector and landmarks see what they see
on a person; no second photograph is needed.
"""

from functools import cache
from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import skimage.data

Rgb = npt.NDArray[np.uint8]
_Plane = npt.NDArray[np.float32]

SIZE: Final = (640, 480)
_CUT: Final = (slice(0, 240), slice(70, 390))  # as much around the face as a webcam shows
# In pixels of the 640 x 480 picture.
_EYES: Final = (((250, 203), (285, 208)), ((336, 210), (371, 209)))  # corners
_NOSE: Final = (309, 269)
_MOUTH: Final = (307, 292)


class Pose(NamedTuple):
    """`turn`: +1 well to the person's own left; `nod`: +1 well down; the others 0 to 1."""

    turn: float = 0.0
    nod: float = 0.0
    closed: float = 0.0
    mouth: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)  # of everything, in pixels


STILL: Final = Pose()


def draw_head(pose: Pose = STILL, noise: int | None = None) -> Rgb:
    """Return a picture of 640 x 480; `noise`: the seed of a camera's, two grey levels strong."""
    width, height = SIZE
    x, y = np.meshgrid(
        np.arange(width, dtype=np.float32) - pose.shift[0],
        np.arange(height, dtype=np.float32) - pose.shift[1],
    )
    nose = _bump(x, y, _NOSE, 46)
    x, y = x - 40 * pose.turn * nose, y + 26 * pose.nod * nose
    gap = 26 * pose.mouth
    below = (y > _MOUTH[1]) * _bump(x, y, _MOUTH, 60)
    inside = (np.abs(x - _MOUTH[0]) < 30) & (y > _MOUTH[1]) & (y < _MOUTH[1] + gap)
    y = y - gap * below
    for corners in _EYES:
        y = _lower_lid(x, y, corners, pose.closed)
    drawn = np.asarray(
        cv2.remap(
            _portrait(),
            np.asarray(x, np.float32),
            np.asarray(y, np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.int16,
    )
    drawn[inside] = (60, 20, 24)
    if noise is not None:
        drawn += np.random.default_rng(noise).normal(0, 2, drawn.shape).astype(np.int16)
    return np.clip(drawn, 0, 255).astype(np.uint8)


@cache
def _portrait() -> Rgb:
    portrait: Rgb = skimage.data.astronaut()[_CUT]  # type: ignore[no-untyped-call]
    return np.asarray(cv2.resize(portrait, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)


def _bump(x: _Plane, y: _Plane, at: tuple[int, int], wide: float) -> _Plane:
    far = ((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * wide**2)
    return np.asarray(np.exp(-far), np.float32)


def _lower_lid(
    x: _Plane, y: _Plane, corners: tuple[tuple[int, int], tuple[int, int]], closed: float
) -> _Plane:
    """Stretch the skin between brow and eye over the eye."""
    (x0, y0), (x1, y1) = corners
    along = np.clip((x - x0 + 4) / (x1 - x0 + 8), 0, 1)
    arc = 4 * along * (1 - along)
    line = y0 + (y1 - y0) * along
    top, bottom, brow = line - 8 * arc, line + 7 * arc, line - 8 * arc - 9
    lid = top + closed * (bottom - top)
    stretched = brow + (y - brow) * (top - brow) / (lid - brow)
    return np.asarray(np.where((y > brow) & (y < lid) & (arc > 0), stretched, y), np.float32)
