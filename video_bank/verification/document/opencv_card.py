"""A photographed card laid flat, measured, told front from back and cut into strips of print."""

import contextlib
from typing import Final

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from video_bank.verification.document.card_quality import CardQuality
from video_bank.verification.document.layout import (
    FACE_OF_PORTRAIT,
    LAYOUTS,
    Layout,
    Place,
    Strip,
)
from video_bank.verification.document.opencv_corners import Corners, find_corners
from video_bank.verification.document.values import CardSide
from video_bank.verification.engine import Rgb
from video_bank.verification.errors import CardNotFoundError

_Grey = npt.NDArray[np.uint8]

_MOST_WIDTH: Final = 1712  # pixels; 20 a millimetre: no print on a card needs more
_MEASURED_WIDTH: Final = 856
_BLOWN_OUT: Final = 250
_STRIP_HEIGHT: Final = 48  # pixels; of larger letters the reader takes one for two
_DARK: Final = 110  # hair, clothes and print, on a card lit so that its paper is 255
_PORTRAIT_FROM: Final = 0.22  # of a portrait's place is dark; print alone darkens less
_EMBLEM_FROM: Final = 0.25  # of the emblem's place is red


class FlatCard(msgspec.Struct, frozen=True):
    rgb: Rgb
    quality: CardQuality
    strips: tuple[Strip, ...]


def warm_up() -> None:
    """Before the first card: one thread, and what numpy imports late is imported now."""
    cv2.setNumThreads(1)
    table = np.zeros((480, 640, 3), np.uint8)
    table[100:340, 130:510] = 230
    for side in CardSide:
        with contextlib.suppress(CardNotFoundError):  # a passport's page has another shape
            lay_flat(table, side)


def lay_flat(rgb: Rgb, side: CardSide) -> FlatCard:
    """Raise CardNotFoundError. `quality.is_side_seen`: it looks like the side that was asked."""
    layout = LAYOUTS[side]
    corners = find_corners(rgb, layout.aspect)
    if corners is None:
        raise CardNotFoundError
    width = min(round(_length(corners)), _MOST_WIDTH)
    card = _warp(rgb, corners, layout.aspect, width)
    turned = _turned(card)
    if _likeness(turned, side) > _likeness(card, side):
        card, corners = turned, np.roll(corners, 2, axis=0)
    return FlatCard(card, _measure(card, side, corners), _cut_strips(card, layout))


def _warp(rgb: Rgb, corners: Corners, aspect: float, width: int) -> Rgb:
    height = round(width / aspect)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, flat)
    return np.asarray(
        cv2.warpPerspective(rgb, matrix, (width, height), flags=cv2.INTER_CUBIC), np.uint8
    )


def _length(corners: Corners) -> float:
    top, bottom = corners[1] - corners[0], corners[2] - corners[3]
    return float(np.hypot(*top) + np.hypot(*bottom)) / 2


def _face_width(corners: Corners, portrait: Place) -> float:
    """Return how many pixels of the photograph the portrait's face is wide, where it lies.

    A card that leans away has more of them at one end than at the other.
    """
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    middle = (portrait.top + portrait.bottom) / 2
    ends = np.array([[[portrait.left, middle], [portrait.right, middle]]], np.float32)
    left, right = cv2.perspectiveTransform(ends, cv2.getPerspectiveTransform(unit, corners))[0]
    return FACE_OF_PORTRAIT * float(np.hypot(*(right - left)))


def _turned(card: Rgb) -> Rgb:
    return np.ascontiguousarray(card[::-1, ::-1])


def _likeness(card: Rgb, side: CardSide) -> float:
    """Return how much the card looks like this side, from 0; 1 is enough."""
    layout = LAYOUTS[side]
    if layout.emblem is not None:
        return _red_share(_cut(card, layout.emblem)) / _EMBLEM_FROM
    if layout.portrait is not None:
        return _dark_share(card, layout.portrait) / _PORTRAIT_FROM
    return 1.0


def _measure(card: Rgb, side: CardSide, corners: Corners) -> CardQuality:
    portrait = LAYOUTS[side].portrait
    scale = _MEASURED_WIDTH / card.shape[1]
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(card, None, fx=scale, fy=scale, interpolation=kind)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    return CardQuality(
        width=round(_length(corners)),
        face_width=round(_face_width(corners, portrait)) if portrait else None,
        sharpness=_sharpness(grey),
        brightness=float(grey.mean()),
        glare_share=_glare_share(small),
        is_side_seen=_is_side_seen(card, side),
    )


def _is_side_seen(card: Rgb, side: CardSide) -> bool:
    if side is CardSide.PASSPORT_PAGE:
        return True  # its zone says so by check digits, or does not
    if side is CardSide.FRONT:
        return _likeness(card, CardSide.FRONT) >= 1
    # Somebody in red, upside down, has colour where the emblem would be.
    is_front = max(_likeness(way, CardSide.FRONT) for way in (card, _turned(card))) >= 1
    return _likeness(card, CardSide.BACK) >= 1 and not is_front


def _sharpness(grey: cv2.typing.MatLike) -> float:
    """Return the steepest tenth-percent of slopes: print is as steep as the picture is sharp."""
    calm = cv2.medianBlur(grey, 3)
    slopes = np.hypot(cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1))
    contrast = float(np.percentile(calm, 90)) - float(np.percentile(calm, 0.5))
    return float(np.percentile(slopes, 99.5)) / max(contrast, 20.0)


def _glare_share(small: cv2.typing.MatLike) -> float:
    """Return the largest blown-out blob's share of the card; single bright points are no glare."""
    blown = np.asarray(small.min(axis=2) > _BLOWN_OUT, np.uint8)
    blown = np.asarray(cv2.erode(blown, np.ones((7, 7), np.uint8)), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(blown)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return float(areas.max() / blown.size) if len(areas) else 0.0


def _red_share(part: Rgb) -> float:
    hue, saturation, _ = np.moveaxis(cv2.cvtColor(part, cv2.COLOR_RGB2HSV), 2, 0)
    return float((((hue < 10) | (hue > 170)) & (saturation > 110)).mean())


def _dark_share(card: Rgb, place: Place) -> float:
    grey = np.asarray(cv2.cvtColor(card, cv2.COLOR_RGB2GRAY), np.uint8)
    paper = max(float(np.percentile(grey, 80)), 1.0)
    return float((_cut(grey, place) < _DARK * paper / 255).mean())


def _cut_strips(card: Rgb, layout: Layout) -> tuple[Strip, ...]:
    grey = np.asarray(cv2.cvtColor(card, cv2.COLOR_RGB2GRAY), np.uint8)
    strips = []
    for what, place in layout.fields.items():
        strip = _evened(_scaled(_cut(grey, place), _STRIP_HEIGHT))
        strips.append(Strip(what, strip.shape[1], strip.shape[0], strip.tobytes()))
    return tuple(strips)


def _cut(card: npt.NDArray[np.uint8], place: Place) -> npt.NDArray[np.uint8]:
    height, width = card.shape[:2]
    return np.ascontiguousarray(
        card[
            round(place.top * height) : round(place.bottom * height),
            round(place.left * width) : round(place.right * width),
        ]
    )


def _scaled(strip: _Grey, height: int) -> _Grey:
    scale = height / strip.shape[0]
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(strip, None, fx=scale, fy=scale, interpolation=kind), np.uint8)


def _evened(strip: _Grey) -> _Grey:
    """Take out shadows and the waves of the paper: what is left is print on white."""
    paper = cv2.morphologyEx(strip, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 9)
    even = np.clip(strip.astype(np.float32) / np.maximum(paper, 1) * 255, 0, 255)
    low = float(np.percentile(even, 1))
    spread = np.clip((even - low) / max(245.0 - low, 20.0) * 255, 0, 255)
    return np.ascontiguousarray(spread.astype(np.uint8))
