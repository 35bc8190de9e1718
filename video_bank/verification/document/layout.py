"""Where what stands on each side of a document: shares of its width and height (pure).

Measures: ID-1 (ISO/IEC 7810) for cards, TD3 (ICAO 9303-4) for a passport's page; the fields of a
resident's card as GA 461 places them, with room for a print that is a little off.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from video_bank.verification.document.values import CardSide


class Print(StrEnum):
    """What stands in a strip, for whoever reads it."""

    NUMBER = "number"  # digits and X
    NAME = "name"
    SEX = "sex"
    BIRTH = "birth"  # 1949 年 12 月 31 日
    VALIDITY = "validity"  # 2018.05.20-2038.05.20, or 长期
    ZONE_UPPER = "zone_upper"  # the machine readable zone's two lines
    ZONE_LOWER = "zone_lower"


class Strip(msgspec.Struct, frozen=True):
    """One line of print, grey, a byte a pixel, its paper made even."""

    what: Print
    width: int
    height: int
    pixels: bytes


class Place(msgspec.Struct, frozen=True):
    left: float
    top: float
    right: float
    bottom: float


class Layout(msgspec.Struct, frozen=True):
    """`aspect`: width by height. By its portrait or its emblem a side is told from another."""

    aspect: float
    fields: Mapping[Print, Place]
    portrait: Place | None = None
    emblem: Place | None = None


FACE_OF_PORTRAIT: Final = 0.67  # of its width, from ear to ear as a face is found
_CARD_ASPECT: Final = 85.6 / 54.0
LAYOUTS: Final[Mapping[CardSide, Layout]] = {
    CardSide.FRONT: Layout(
        aspect=_CARD_ASPECT,
        fields={
            Print.NUMBER: Place(0.325, 0.80, 0.97, 0.94),
            Print.NAME: Place(0.155, 0.07, 0.60, 0.20),
            Print.SEX: Place(0.05, 0.20, 0.60, 0.305),
            Print.BIRTH: Place(0.155, 0.31, 0.60, 0.425),
        },
        portrait=Place(0.65, 0.15, 0.92, 0.72),
    ),
    CardSide.BACK: Layout(
        aspect=_CARD_ASPECT,
        fields={Print.VALIDITY: Place(0.35, 0.79, 0.94, 0.93)},
        emblem=Place(0.06, 0.10, 0.25, 0.40),
    ),
    CardSide.PASSPORT_PAGE: Layout(
        aspect=125.0 / 88.0,
        # Their middles lie 15.75 and 9.4 mm from the page's lower edge.
        fields={
            Print.ZONE_UPPER: Place(0.01, 0.780, 0.99, 0.858),
            Print.ZONE_LOWER: Place(0.01, 0.856, 0.99, 0.934),
        },
        portrait=Place(0.06, 0.20, 0.30, 0.62),
    ),
}
