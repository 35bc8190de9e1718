"""What the person before the camera should do, from one frame (pure). Limits are `quality.py`'s."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from video_bank.verification.evidence import Reason
from video_bank.verification.liveness.jobs import FaceSeen
from video_bank.verification.quality import find_live_obstacles

_NEAREST: Final = 0.62  # of the picture's width
# Height by width of an eye (68 points): 0.30 and more open, 0.10 to 0.16 shut.
_SHUT: Final = 0.17
_FARTHEST_PX: Final = 110  # smaller faces are compared, but eyes cannot be followed


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


_REMEDIES: Final[Mapping[Reason, Hint]] = {
    Reason.LIVE_FACE_SMALL: Hint.CLOSER,
    Reason.LIVE_FACE_CUT: Hint.FARTHER,
    Reason.LIVE_DARK: Hint.BRIGHTER,
    Reason.LIVE_FLAT: Hint.BRIGHTER,
    Reason.LIVE_GLARE: Hint.LESS_LIGHT,
    Reason.LIVE_FACE_COVERED: Hint.UNCOVER,
    Reason.LIVE_BLURRED: Hint.HOLD_STILL,
    Reason.LIVE_FACE_TURNED: Hint.LOOK_STRAIGHT,
}
# What a head that moves does as well.
_AT_REST: Final = frozenset({Hint.UNCOVER, Hint.HOLD_STILL, Hint.LOOK_STRAIGHT, Hint.OPEN_EYES})


def find_hint(seen: FaceSeen, picture_width: int, *, is_moving: bool = False) -> Hint | None:
    """Return what keeps the frame from being a good one; `is_moving`: the head is asked to."""
    if seen.faces > 1:
        return Hint.SEVERAL_FACES
    if seen.quality is None:
        return Hint.NO_FACE
    if seen.quality.width < _FARTHEST_PX:
        return Hint.CLOSER
    if seen.quality.width > _NEAREST * picture_width:
        return Hint.FARTHER
    obstacles = find_live_obstacles(seen.quality)
    hints = [_REMEDIES[finding.reason] for finding in obstacles]
    if _are_eyes_shut(seen):
        hints.append(Hint.OPEN_EYES)
    return next((hint for hint in hints if not (is_moving and hint in _AT_REST)), None)


def _are_eyes_shut(seen: FaceSeen) -> bool:
    """Five points do not see eyelids."""
    opened = seen.geometry.eyes_open if seen.geometry else None
    return opened is not None and opened < _SHUT
