"""What a worker is asked of one frame in a challenge, and what it answers.

Everything that lasts over several frames is judged from these answers, outside the worker.
"""

from typing import Literal

import msgspec

from video_bank.verification.face import Box, FaceQuality
from video_bank.verification.frame import Frame

# Which points of a face are found. "5": eye corners and the nose's base, by a model that is free
# for every use; what it does not see (an open mouth) is not asked for. "68": eyelids, lips and jaw
# as well; its model was trained on iBUG 300-W, whose licence excludes commercial use.
Landmarks = Literal["5", "68"]


class LookAtFace(msgspec.Struct, frozen=True, tag=True):
    """Answered by `FaceSeen`; `near`: search only around where the face was before."""

    frame: Frame
    landmarks: Landmarks
    near: Box | None = None


class CutPicture(msgspec.Struct, frozen=True, tag=True):
    """What the desk is shown of a moment; answered by `PictureCut`."""

    frame: Frame
    box: Box


class Geometry(msgspec.Struct, frozen=True):
    """Where the points of a face stand to each other; lengths in parts of the eyes' distance.

    `yaw`: the nose between the outer eye corners as the camera sees it, 0.5 straight, more when
    the person turns to their own left. `pitch`: how far the nose's base lies below the eyes' line.
    `eyes_open` and `mouth_open` are height by width, of 68 points only; so is `shape`, the points
    themselves (x, y, x, y …), from which it is seen whether the face is flat.
    """

    yaw: float
    pitch: float
    roll_deg: float
    eyes_open: float | None = None
    mouth_open: float | None = None
    shape: tuple[float, ...] = ()


class Look(msgspec.Struct, frozen=True):
    """The small pictures that a face is followed by: grey, row after row, turned upright.

    `tint` is the chroma of the face less that of what is around it: (red - green, blue - green)
    in parts of the light. `fingerprint` is a 64-bit difference hash of the picture around the face:
    it tells whether two pictures are the same picture, not whose face is on them.
    """

    eyes: bytes
    mouth: bytes
    tint: tuple[float, float]
    fingerprint: int


class FaceSeen(msgspec.Struct, frozen=True, tag=True):
    """How many faces count, the main one's measures, and the whole picture at 32 x 24, grey."""

    faces: int
    thumbnail: bytes
    box: Box | None = None
    quality: FaceQuality | None = None
    geometry: Geometry | None = None
    look: Look | None = None


class PictureCut(msgspec.Struct, frozen=True, tag=True):
    """A JPEG of the face with a margin."""

    content: bytes
