"""Which photographs of a card are good enough to be read (pure)."""

from typing import Final

import msgspec

from video_bank.errors import BankError
from video_bank.verification.errors import (
    CardBlurredError,
    CardDarkError,
    CardGlareError,
    CardTooSmallError,
    CardWrongSideError,
)

# Measured on drawn cards (tests/video_bank/verification/document/cards.py).
LEAST_FACE: Final = 80  # pixels, as a comparison needs
LEAST_WIDTH: Final = 450  # pixels of a side without a portrait, for its print
LEAST_SHARPNESS: Final = 1.0
LEAST_BRIGHTNESS: Final = 55.0
MOST_GLARE: Final = 0.004


class CardQuality(msgspec.Struct, frozen=True):
    """`width`: the card's on the photograph, in pixels, and `face_width` its portrait's face's.

    The rest is measured on the flat card.

    `sharpness`: the steepest slopes by the contrast of the print. `brightness`: the mean grey.
    `glare_share`: of the card, by its largest blown-out spot. `is_side_seen`: it looks like the
    side that was asked for.
    """

    width: int
    face_width: int | None  # None: this side has no portrait
    sharpness: float
    brightness: float
    glare_share: float
    is_side_seen: bool


def check_card(quality: CardQuality) -> None:
    """Raise what to do first about a card that cannot be read."""
    if fault := _find_fault(quality):
        raise fault


def _find_fault(quality: CardQuality) -> type[BankError] | None:
    faults: tuple[tuple[bool, type[BankError]], ...] = (
        (_is_too_small(quality), CardTooSmallError),
        (quality.brightness < LEAST_BRIGHTNESS, CardDarkError),
        (quality.glare_share > MOST_GLARE, CardGlareError),
        (quality.sharpness < LEAST_SHARPNESS, CardBlurredError),
        (not quality.is_side_seen, CardWrongSideError),
    )
    return next((error for is_so, error in faults if is_so), None)


def _is_too_small(quality: CardQuality) -> bool:
    if quality.face_width is None:
        return quality.width < LEAST_WIDTH
    return quality.face_width < LEAST_FACE
