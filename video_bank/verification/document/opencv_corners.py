"""The four corners of a card on a photograph, by its outline alone."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from video_bank.verification.engine import Rgb

Corners = npt.NDArray[np.float32]  # 4 x 2: top left, top right, bottom right, bottom left
_Grey = npt.NDArray[np.uint8]

_SEARCH_SIDE: Final = 800  # pixels
_LEAST_SHARE: Final = 0.03  # of the picture's area
_MOST_SHARE: Final = 0.97
_ASPECT_SLACK: Final = 0.22  # a leaning card looks shorter than it is
_LEAST_FILLED: Final = 0.90  # of the four corners' area, by the outline they were taken from
_ROUNDED: Final = 0.14  # of each edge's end belongs to a rounded corner
_WHOLE_SLACK: Final = 0.05


def find_corners(rgb: Rgb, aspect: float) -> Corners | None:
    """Return the corners of the largest outline of that shape (`aspect`: width by height).

    A picture that is nothing but the card, as a scanner gives it, has its own corners. The long
    edge lies across; which of two ways up it is, the corners do not say.
    """
    scale = min(1.0, _SEARCH_SIDE / max(rgb.shape[:2]))
    small = np.asarray(
        cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )
    best: Corners | None = None
    best_area = 0.0
    for mask in _masks(small):
        for outline in _outlines(mask):
            corners = _fit(outline, aspect)
            if corners is not None and (area := cv2.contourArea(corners)) > best_area:
                best, best_area = corners, area
        if best is not None:
            break  # a later mask only finds the same card less sharply
    if best is not None:
        return np.asarray(best / scale, np.float32)
    return _whole(rgb, aspect)


def _masks(small: npt.NDArray[np.uint8]) -> Iterator[_Grey]:
    """Yield pictures whose outlines may be the card's: edges first, then what is bright or pale."""
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0)
    saturation = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[:, :, 1]
    kernel = np.ones((5, 5), np.uint8)
    for bright in (grey, cv2.GaussianBlur(255 - saturation, (5, 5), 0)):
        _, mask = cv2.threshold(bright, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield _closed(mask, kernel)
    for high in (120, 60, 30):
        edges = cv2.Canny(grey, high // 2, high)
        yield _closed(cv2.dilate(edges, kernel), kernel)


def _closed(mask: cv2.typing.MatLike, kernel: _Grey) -> _Grey:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel, iterations=2), np.uint8)


def _outlines(mask: _Grey) -> Iterator[npt.NDArray[np.int32]]:
    found, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = mask.shape[0] * mask.shape[1]
    for contour in found:
        hull = cv2.convexHull(contour)
        if _LEAST_SHARE <= cv2.contourArea(hull) / whole <= _MOST_SHARE:
            yield np.asarray(contour, np.int32)


def _fit(outline: npt.NDArray[np.int32], aspect: float) -> Corners | None:
    hull = cv2.convexHull(outline)
    rough = _four_points(hull)
    if rough is None:
        return None
    corners = _sharpened(_in_order(rough), hull[:, 0, :].astype(np.float32))
    if corners is None:
        return None
    area = cv2.contourArea(corners)
    if area <= 0 or cv2.contourArea(hull) / area < _LEAST_FILLED:
        return None
    width, height = _size(corners)
    is_shaped = abs(np.log(width / height / aspect)) <= _ASPECT_SLACK
    return corners if is_shaped else None


def _four_points(hull: cv2.typing.MatLike) -> Corners | None:
    length = cv2.arcLength(hull, closed=True)
    for slack in (0.02, 0.03, 0.05, 0.08):
        points = cv2.approxPolyDP(hull, slack * length, closed=True)
        if len(points) == 4:
            return points[:, 0, :].astype(np.float32)
    return None


def _sharpened(corners: Corners, hull: Corners) -> Corners | None:
    """Put a line through each edge without its rounded ends; corners are where lines cross."""
    lines = []
    for index in range(4):
        start, end = corners[index], corners[(index + 1) % 4]
        points = _along(hull, start, end)
        vx, vy, x, y = cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        ends = np.array([[x, y, 1.0], [x + vx, y + vy, 1.0]], np.float64)
        lines.append(np.cross(ends[0], ends[1]))
    crossings = [np.cross(lines[index - 1], lines[index]) for index in range(4)]
    if any(abs(crossing[2]) < 1e-6 for crossing in crossings):
        return None
    return np.array([crossing[:2] / crossing[2] for crossing in crossings], np.float32)


def _along(hull: Corners, start: Corners, end: Corners) -> Corners:
    edge = end - start
    length = float(np.hypot(*edge))
    dense = _dense(hull)
    away = dense - start
    share = away @ edge / length**2
    off = np.abs(edge[0] * away[:, 1] - edge[1] * away[:, 0]) / length
    near = (share > _ROUNDED) & (share < 1 - _ROUNDED) & (off < 0.03 * length)
    points = dense[near]
    return points if len(points) >= 2 else np.array([start, end], np.float32)


def _dense(hull: Corners) -> Corners:
    """Return points all along a hull, which itself has only its turns."""
    after = np.roll(hull, -1, axis=0)
    steps = np.linspace(0, 1, 24, endpoint=False, dtype=np.float32)[:, None, None]
    return np.asarray((hull + (after - hull) * steps).reshape(-1, 2), np.float32)


def _in_order(points: Corners) -> Corners:
    """Return them clockwise from the top left, turned so that the long edge lies across."""
    centre = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    around = points[np.argsort(angles)]
    around = np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0)
    width, height = _size(around)
    return around if width >= height else np.roll(around, 1, axis=0)


def _size(corners: Corners) -> tuple[float, float]:
    top, right, bottom, left = (
        float(np.hypot(*(corners[(index + 1) % 4] - corners[index]))) for index in range(4)
    )
    return (top + bottom) / 2, max((left + right) / 2, 1e-6)


def _whole(rgb: Rgb, aspect: float) -> Corners | None:
    height, width = rgb.shape[:2]
    if abs(np.log(width / height / aspect)) > _WHOLE_SLACK:
        return None
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
