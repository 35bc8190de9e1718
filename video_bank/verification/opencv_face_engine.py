"""An engine of the bank's own weights: ONNX files run by OpenCV.

The detector is shaped like FaceDetectorYN's (YuNet), the recogniser like FaceRecognizerSF's
(SFace): 112 x 112 pixels in, a feature of any length out.
"""

import math
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from video_bank.verification.engine import Encoding, Rgb
from video_bank.verification.engine_choice import OnnxModels
from video_bank.verification.errors import NoFaceError
from video_bank.verification.face import Box, Pose

_MOST_UPSCALED: Final = 2.0
_LEAST_SURE: Final = 0.6
_OVERLAP: Final = 0.3  # boxes that share more are one face
_MOST_FACES: Final = 50
_AROUND: Final = 0.5  # of a known box on each side, searched again for its landmarks
_SEARCH_AROUND: Final = 320
# Landmarks are the centres of the eyes. The outer corners, which a Pose is about, lie as far
# apart as the centres times this (90 mm to 63 mm in grown-ups).
_CORNERS_TO_CENTRES: Final = 1.43

# x, y, width, height; right eye, left eye, nose, right and left corner of the mouth; score.
_Row = npt.NDArray[np.float64]


class OpencvFaceEngine:
    """A FaceEngine. An encoding has length 1, so that L2 distance is √(2 - 2 cosine)."""

    def __init__(self, name: str, models: OnnxModels) -> None:
        """Read the models; raise SetupError when one is not the file that was set."""
        self.name = name
        nothing = np.empty(0, np.uint8)
        self._detector = cv2.FaceDetectorYN.create(
            "onnx",
            np.frombuffer(models.detector.read(), np.uint8),
            nothing,
            (_SEARCH_AROUND, _SEARCH_AROUND),
            _LEAST_SURE,
            _OVERLAP,
            _MOST_FACES,
        )
        self._recogniser = cv2.FaceRecognizerSF.create(
            "onnx", np.frombuffer(models.recogniser.read(), np.uint8), nothing
        )

    def find_faces(self, rgb: Rgb, search_side: int) -> list[Box]:
        height, width = rgb.shape[:2]
        return [_to_box(row, width, height) for row in self._detect(rgb, search_side)]

    def measure_pose(self, rgb: Rgb, box: Box) -> Pose:
        row = self._row_of(rgb, box)
        right, left, nose = row[4:6], row[6:8], row[8:10]
        across = left - right
        along = float(np.dot(nose - right, across)) / (float(np.dot(across, across)) or 1)
        return Pose(
            yaw_ratio=0.5 + (along - 0.5) / _CORNERS_TO_CENTRES,
            roll_deg=math.degrees(math.atan2(across[1], across[0])),
        )

    def encode(self, rgb: Rgb, box: Box) -> Encoding:
        """Return the mean over the face and its mirror image."""
        row = self._row_of(rgb, box)
        bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
        chip = np.asarray(self._recogniser.alignCrop(bgr, row.astype(np.float32)), np.uint8)
        mirrored = np.ascontiguousarray(chip[:, ::-1])
        return _unit(np.add(self._feature(chip), self._feature(mirrored)))

    def _feature(self, chip: npt.NDArray[np.uint8]) -> Encoding:
        return _unit(np.asarray(self._recogniser.feature(chip), np.float64).ravel())

    def _row_of(self, rgb: Rgb, box: Box) -> _Row:
        """Find a known face once more, with its landmarks; raise NoFaceError."""
        around = box.grown(_AROUND, rgb.shape[1], rgb.shape[0])
        cut = rgb[around.top : around.bottom, around.left : around.right]
        rows = self._detect(cut, min(_SEARCH_AROUND, max(cut.shape[:2])))
        if not rows:
            raise NoFaceError
        middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
        corner = np.array([around.left, around.top])
        row = min(rows, key=lambda row: float(np.linalg.norm(_middle(row) + corner - middle)))
        moved = row.copy()
        moved[:2] += corner
        moved[4:14] += np.tile(corner, 5)
        return moved

    def _detect(self, rgb: Rgb, search_side: int) -> list[_Row]:
        height, width = rgb.shape[:2]
        scale = min(search_side / max(height, width), _MOST_UPSCALED)
        kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        scaled = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=kind)
        self._detector.setInputSize((scaled.shape[1], scaled.shape[0]))
        rows: Any = self._detector.detect(cv2.cvtColor(scaled, cv2.COLOR_RGB2BGR))[1]
        if rows is None:
            return []
        found = np.asarray(rows, np.float64)
        found[:, :14] /= scale
        return list(found)


def _to_box(row: _Row, width: int, height: int) -> Box:
    left, top, across, down = (float(value) for value in row[:4])
    return Box(
        max(0, round(left)),
        max(0, round(top)),
        min(width, round(left + across)),
        min(height, round(top + down)),
    )


def _middle(row: _Row) -> npt.NDArray[np.float32]:
    return np.add(row[:2], row[2:4] / 2)


def _unit(feature: Encoding) -> Encoding:
    length = float(np.linalg.norm(feature))
    return np.divide(feature, length or 1.0)
