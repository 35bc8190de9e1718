"""What the person before the camera should do, from one frame (pure). Limits as in `quality.py`."""

from enum import StrEnum
from typing import Final

from video_bank.verification.face import FaceQuality
from video_bank.verification.liveness.jobs import FaceSeen

_NEAREST: Final = 0.62  # of the picture's width
_FARTHEST_PX: Final = 110
_LEAST_BRIGHTNESS: Final = 40.0
_LEAST_CONTRAST: Final = 20.0
_MOST_CLIPPED: Final = 0.25
_LEAST_SHARPNESS: Final = 30.0
_STRAIGHT: Final = (0.36, 0.64)  # the nose between the eyes; faces are not symmetric
_MOST_ROLL_DEG: Final = 14.0
_COVERED: Final = 0.12  # mouth and chin of another colour than cheeks and nose


class Hint(StrEnum):
    """The most pressing one is shown, in words."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    CLOSER = "closer"
    FARTHER = "farther"
    BRIGHTER = "brighter"
    LESS_LIGHT = "less_light"
    UNCOVER = "uncover"
    HOLD_STILL = "hold_still"
    LOOK_STRAIGHT = "look_straight"
    OPEN_EYES = "open_eyes"


def find_hint(seen: FaceSeen, picture_width: int, *, is_moving: bool = False) -> Hint | None:
    """Return what keeps the frame from being a good one; `is_moving`: the head is asked to."""
    if seen.faces > 1:
        return Hint.SEVERAL_FACES
    if seen.quality is None or seen.look is None:
        return Hint.NO_FACE
    hint = _of_place(seen.quality, picture_width) or _of_light(seen.quality)
    if hint is None and seen.look.covered > _COVERED:
        hint = Hint.UNCOVER
    if hint is None and not is_moving:
        hint = _of_rest(seen.quality)
    return hint


def _of_place(quality: FaceQuality, picture_width: int) -> Hint | None:
    if quality.width < _FARTHEST_PX:
        return Hint.CLOSER
    return Hint.FARTHER if quality.width > _NEAREST * picture_width else None


def _of_light(quality: FaceQuality) -> Hint | None:
    if quality.brightness < _LEAST_BRIGHTNESS or quality.contrast < _LEAST_CONTRAST:
        return Hint.BRIGHTER
    return Hint.LESS_LIGHT if quality.clipped_share > _MOST_CLIPPED else None


def _of_rest(quality: FaceQuality) -> Hint | None:
    lowest, highest = _STRAIGHT
    is_straight = lowest <= quality.pose.yaw_ratio <= highest
    if not is_straight or abs(quality.pose.roll_deg) > _MOST_ROLL_DEG:
        return Hint.LOOK_STRAIGHT
    return Hint.HOLD_STILL if quality.sharpness < _LEAST_SHARPNESS else None
