"""The default engine: face_recognition on dlib.

Landmarks are the 5-point model's unless the bank says otherwise: the 68-point model was trained
on iBUG 300-W, whose licence excludes commercial use. Encoding holds the GIL for 0.1 s, so this
runs in workers only.
"""

import importlib.util
import math
import warnings
from typing import Any, Final

import numpy as np

from video_bank.verification.engine import Encoding, Rgb
from video_bank.verification.face import Box, Pose
from video_bank.verification.liveness.jobs import Landmarks
from video_bank.verification.opencv_quality import even_out_light, scale_to_grey

if importlib.util.find_spec("pkg_resources") is None:
    # face_recognition would print a hint and end the process with status 0.
    raise ImportError("face_recognition_models needs pkg_resources: install setuptools<81")
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "pkg_resources is deprecated", UserWarning)
    import face_recognition

_MOST_UPSCALED: Final = 2.0
# Real faces score 0.3 to 2.8. A find below this beside a better one is a fold or a flag, and it
# may well be larger than the face.
_LEAST_SURE: Final = 0.15


class FaceRecognitionEngine:
    """A FaceEngine; the models are loaded when this module is imported (2 s, 160 MB)."""

    def __init__(self, name: str, landmarks: Landmarks) -> None:
        self.name = name
        self._model: Final = "large" if landmarks == "68" else "small"

    def find_faces(self, rgb: Rgb, search_side: int) -> list[Box]:
        height, width = rgb.shape[:2]
        scale = min(search_side / max(height, width), _MOST_UPSCALED)
        grey = scale_to_grey(rgb, scale)
        # face_recognition's own face_locations() does not tell how sure the detector is.
        found, scores, _ = face_recognition.api.face_detector.run(grey, 0)
        if not found:
            found, scores, _ = face_recognition.api.face_detector.run(even_out_light(grey), 0)
        sure_enough = min(_LEAST_SURE, max(scores, default=0.0))
        return [
            Box(
                max(0, round(rectangle.left() / scale)),
                max(0, round(rectangle.top() / scale)),
                min(width, round(rectangle.right() / scale)),
                min(height, round(rectangle.bottom() / scale)),
            )
            for rectangle, score in zip(found, scores, strict=True)
            if score >= sure_enough
        ]

    def measure_pose(self, rgb: Rgb, box: Box) -> Pose:
        [points] = face_recognition.face_landmarks(rgb, [_to_css(box)], model=self._model)
        (right_x, right_y), (left_x, left_y) = _outer_corners(points)
        nose_x, nose_y = _foot_of_nose(points["nose_tip"])
        across, down = left_x - right_x, left_y - right_y
        along = (nose_x - right_x) * across + (nose_y - right_y) * down
        return Pose(
            yaw_ratio=along / (across**2 + down**2 or 1),
            roll_deg=math.degrees(math.atan2(down, across)),
        )

    def encode(self, rgb: Rgb, box: Box) -> Encoding:
        """Return the mean over the face and its mirror image: fewer of both kinds of errors."""
        width = rgb.shape[1]
        mirrored = Box(width - box.right, box.top, width - box.left, box.bottom)
        mirror = np.ascontiguousarray(rgb[:, ::-1])
        return (self._encode(rgb, box) + self._encode(mirror, mirrored)) / 2

    def _encode(self, rgb: Rgb, box: Box) -> Encoding:
        [encoding] = face_recognition.face_encodings(rgb, [_to_css(box)], model=self._model)
        return np.asarray(encoding, np.float64)


def _outer_corners(points: dict[str, Any]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the outer eye corners, the one on the picture's left first."""
    corners = points["left_eye"] + points["right_eye"]
    return min(corners), max(corners)


def _foot_of_nose(points: list[tuple[int, int]]) -> tuple[int, int]:
    """Return where the nose meets the lip: the only point of five, the middle one of 68."""
    return points[len(points) // 2]


def _to_css(box: Box) -> tuple[int, int, int, int]:
    return box.top, box.right, box.bottom, box.left
