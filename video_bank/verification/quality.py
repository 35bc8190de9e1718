"""Which faces are good enough (pure). Limits were measured on degraded photographs of 66 people."""

from typing import Final

import msgspec

from video_bank.verification.evidence import Reason
from video_bank.verification.face import FaceQuality


class Limits(msgspec.Struct, frozen=True):
    """A face beyond one of these is compared less reliably."""

    least_width: int
    least_sharpness: float
    least_brightness: float
    least_contrast: float
    most_clipped: float


# Beyond these a live frame is not compared at all ...
_USABLE_LIVE: Final = Limits(80, 30.0, 40.0, 20.0, 0.25)
_YAW_RATIO: Final = (0.30, 0.70)
_MOST_ROLL_DEG: Final = 25.0
# ... and beyond these the evidence says so.
_GOOD_LIVE: Final = Limits(160, 60.0, 55.0, 25.0, 0.10)
_GOOD_DOCUMENT: Final = Limits(80, 30.0, 40.0, 20.0, 0.25)


def is_usable_live(quality: FaceQuality) -> bool:
    lowest, highest = _YAW_RATIO
    return (
        not any(_beyond(quality, _USABLE_LIVE))
        and lowest <= quality.pose.yaw_ratio <= highest
        and abs(quality.pose.roll_deg) <= _MOST_ROLL_DEG
    )


def rank_live(quality: FaceQuality) -> float:
    """Return more for a frame that promises a better comparison."""
    sharpness = min(quality.sharpness / _GOOD_LIVE.least_sharpness, 3.0)
    size = min(quality.width / _GOOD_LIVE.least_width, 1.5)
    return sharpness + size - 4.0 * abs(quality.pose.yaw_ratio - 0.5)


def find_document_flaws(quality: FaceQuality) -> tuple[Reason, ...]:
    names = (
        Reason.DOCUMENT_FACE_SMALL,
        Reason.DOCUMENT_BLURRED,
        Reason.DOCUMENT_DARK,
        Reason.DOCUMENT_GLARE,
    )
    return _named(quality, _GOOD_DOCUMENT, names)


def find_live_flaws(quality: FaceQuality) -> tuple[Reason, ...]:
    names = (Reason.LIVE_FACE_SMALL, Reason.LIVE_BLURRED, Reason.LIVE_DARK, Reason.LIVE_GLARE)
    return _named(quality, _GOOD_LIVE, names)


def _named(quality: FaceQuality, limits: Limits, names: tuple[Reason, ...]) -> tuple[Reason, ...]:
    beyond = _beyond(quality, limits)
    return tuple(name for name, is_beyond in zip(names, beyond, strict=True) if is_beyond)


def _beyond(quality: FaceQuality, limits: Limits) -> tuple[bool, bool, bool, bool]:
    """Say for size, sharpness, light and glare whether the face is beyond the limits."""
    return (
        quality.width < limits.least_width,
        quality.sharpness < limits.least_sharpness,
        quality.brightness < limits.least_brightness or quality.contrast < limits.least_contrast,
        quality.clipped_share > limits.most_clipped,
    )
