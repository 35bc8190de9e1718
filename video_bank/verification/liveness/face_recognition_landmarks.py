"""The points of a face, by dlib's two predictors (face_recognition loads both). In workers only."""

import math
from typing import Any, Final, NamedTuple

import dlib
import msgspec
import numpy as np
import numpy.typing as npt
from face_recognition import api

from video_bank.verification.engine import Rgb
from video_bank.verification.face import Box
from video_bank.verification.liveness.jobs import Geometry, Landmarks

Point = npt.NDArray[np.float64]  # x, y in pixels of the picture

# iBUG's numbering of 68 points, the eye on the picture's left first.
_LIDS: Final = ((36, 37, 38, 39, 40, 41), (42, 43, 44, 45, 46, 47))
_NOSE: Final = 33
_INNER_LIPS: Final = (60, 62, 64, 66)  # corner, upper lip, corner, lower lip
# The jaw's ends and chin, brows, nose, eyes and mouth: enough to tell a face from a flat picture.
_SHAPE: Final = (0, 4, 8, 12, 16, 17, 21, 22, 26, 27, 30, 31, 33, 35, 36, 39, 42, 45, 48, 54)


class FacePoints(NamedTuple):
    """Outer eye corners, the one on the picture's left first, and the nose's base."""

    right_eye: Point
    left_eye: Point
    nose: Point
    all_68: npt.NDArray[np.float64] | None

    @property
    def roll_deg(self) -> float:
        across, down = self.left_eye - self.right_eye
        return math.degrees(math.atan2(down, across))

    @property
    def span(self) -> float:
        """Return the distance of the eyes' outer corners in pixels."""
        return max(1.0, float(np.hypot(*(self.left_eye - self.right_eye))))


def find_points(rgb: Rgb, box: Box, landmarks: Landmarks) -> FacePoints:
    rectangle = dlib.rectangle(box.left, box.top, box.right, box.bottom)
    if landmarks == "68":
        found = _to_array(api.pose_predictor_68_point(rgb, rectangle))
        return FacePoints(found[36], found[45], found[_NOSE], found)
    found = _to_array(api.pose_predictor_5_point(rgb, rectangle))
    corners = found[:4][np.argsort(found[:4, 0])]
    return FacePoints(corners[0], corners[3], found[4], None)


def measure_geometry(points: FacePoints) -> Geometry:
    across = points.left_eye - points.right_eye
    down = np.array([-across[1], across[0]])
    to_nose = points.nose - points.right_eye
    span = points.span
    geometry = Geometry(
        yaw=float(to_nose @ across) / span**2,
        pitch=float(to_nose @ down) / span**2,
        roll_deg=points.roll_deg,
    )
    if points.all_68 is None:
        return geometry
    lids = [_height_by_width(points.all_68[list(each)]) for each in _LIDS]
    corner, upper, other_corner, lower = points.all_68[list(_INNER_LIPS)]
    gap = np.hypot(*(lower - upper)) / max(1.0, float(np.hypot(*(other_corner - corner))))
    shape = (points.all_68[list(_SHAPE)] - points.right_eye) / span
    return msgspec.structs.replace(
        geometry,
        eyes_open=float(np.mean(lids)),
        mouth_open=float(gap),
        shape=tuple(float(each) for each in shape.ravel()),
    )


def _height_by_width(lid: npt.NDArray[np.float64]) -> float:
    """Return an eye's aspect ratio (Soukupova and Cech 2016)."""
    heights = np.hypot(*(lid[1] - lid[5])) + np.hypot(*(lid[2] - lid[4]))
    return float(heights / (2 * max(1.0, float(np.hypot(*(lid[3] - lid[0]))))))


def _to_array(found: Any) -> npt.NDArray[np.float64]:
    return np.array([(part.x, part.y) for part in found.parts()], np.float64)
