"""Which faces are good enough (pure). Limits were measured on degraded photographs of 66 people."""

from collections.abc import Sequence
from typing import Final

import msgspec

from video_bank.verification.evidence import Finding, Reason
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
_MOST_YAW: Final = 0.20  # of the ratio, to either side of straight
_MOST_ROLL_DEG: Final = 25.0
_ROUNDING: Final = 1e-9
# ... and beyond these the evidence says so.
_GOOD_LIVE: Final = Limits(160, 45.0, 55.0, 25.0, 0.10)
_GOOD_DOCUMENT: Final = Limits(80, 30.0, 40.0, 20.0, 0.25)
# Bare faces have 0.50 and more, 0.45 and 0.24; a mask has 0.05, a hand before the eyes 0.05,
# sunglasses 0.15.
_LEAST_MOUTH_RELIEF: Final = 0.25
_LEAST_EYES_RELIEF: Final = 0.20
_LEAST_EYES_LIGHT: Final = 0.20
_LIVE_NAMES: Final = (
    Reason.LIVE_FACE_SMALL,
    Reason.LIVE_BLURRED,
    Reason.LIVE_DARK,
    Reason.LIVE_FLAT,
    Reason.LIVE_GLARE,
)


def is_usable_live(quality: FaceQuality) -> bool:
    return not find_live_obstacles(quality)


def find_live_obstacles(quality: FaceQuality) -> tuple[Finding, ...]:
    """Return why a live frame is not compared; nothing of one that is."""
    yaw, roll_deg = abs(quality.pose.yaw_ratio - 0.5), abs(quality.pose.roll_deg)
    turned = ((yaw, _MOST_YAW), (roll_deg, _MOST_ROLL_DEG))
    return (
        *_find_flaws(quality, _USABLE_LIVE, _LIVE_NAMES),
        *_find_hidden(quality, Reason.LIVE_FACE_CUT, Reason.LIVE_FACE_COVERED),
        *(
            Finding(Reason.LIVE_FACE_TURNED, value, most)
            for value, most in turned
            if not value <= most + _ROUNDING
        ),
    )


def rank_live(quality: FaceQuality) -> float:
    """Return more for a frame that promises a better comparison."""
    sharpness = min(quality.sharpness / _GOOD_LIVE.least_sharpness, 3.0)
    size = min(quality.width / _GOOD_LIVE.least_width, 1.5)
    return sharpness + size - 4.0 * abs(quality.pose.yaw_ratio - 0.5)


def find_document_flaws(quality: FaceQuality) -> tuple[Finding, ...]:
    names = (
        Reason.DOCUMENT_FACE_SMALL,
        Reason.DOCUMENT_BLURRED,
        Reason.DOCUMENT_DARK,
        Reason.DOCUMENT_FLAT,
        Reason.DOCUMENT_GLARE,
    )
    hidden = _find_hidden(quality, Reason.DOCUMENT_FACE_CUT, Reason.DOCUMENT_FACE_COVERED)
    return (*_find_flaws(quality, _GOOD_DOCUMENT, names), *hidden)


def find_live_flaws(live: Sequence[FaceQuality]) -> tuple[Finding, ...]:
    """Return the flaws that every frame has, as measured on the first.

    One better frame makes up for the others.
    """
    first, *others = [_find_flaws(quality, _GOOD_LIVE, _LIVE_NAMES) for quality in live]
    shared = [{flaw.reason for flaw in flaws} for flaws in others]
    return tuple(flaw for flaw in first if all(flaw.reason in reasons for reasons in shared))


def _find_flaws(
    quality: FaceQuality, limits: Limits, names: tuple[Reason, ...]
) -> tuple[Finding, ...]:
    held = zip(names, _hold(quality, limits), strict=True)
    return tuple(
        Finding(name, value, limit) for name, (value, limit, is_beyond) in held if is_beyond
    )


def _find_hidden(quality: FaceQuality, cut: Reason, covered: Reason) -> list[Finding]:
    """Return what of the face is not on the picture, or has something before it."""
    covers = (
        (quality.mouth_relief, _LEAST_MOUTH_RELIEF),
        (quality.eyes_relief, _LEAST_EYES_RELIEF),
        (quality.eyes_light, _LEAST_EYES_LIGHT),
    )
    found = [Finding(covered, value, least) for value, least in covers if not value >= least][:1]
    return [Finding(cut), *found] if quality.is_cut else found


def _hold(quality: FaceQuality, limits: Limits) -> tuple[tuple[float, float, bool], ...]:
    """Return value, limit and whether it is beyond for size, sharpness, light, contrast, glare."""
    least = (
        (quality.width, limits.least_width),
        (quality.sharpness, limits.least_sharpness),
        (quality.brightness, limits.least_brightness),
        (quality.contrast, limits.least_contrast),
    )
    glare, most = quality.clipped_share, limits.most_clipped
    return (
        *((value, limit, not value >= limit) for value, limit in least),
        (glare, most, not glare <= most),
    )
