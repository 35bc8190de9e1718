"""The portrait on an ID picture."""

from typing import Final

import msgspec

from video_bank.verification.engine import Encoding, FaceEngine, Rgb
from video_bank.verification.errors import NoFaceError, SeveralFacesError
from video_bank.verification.face import Box, FaceQuality, pick_faces
from video_bank.verification.opencv_quality import measure_quality

# The first search costs 0.1 s; the second, 0.4 s, is for a card that fills little of the picture.
_SEARCH_SIDES: Final = (1280, 2400)
SIDE: Final = _SEARCH_SIDES[-1]  # pixels; a picture need not be decoded larger
_MARGIN: Final = 0.35


class DocumentPortrait(msgspec.Struct, frozen=True):
    """`frame` is the portrait with the margin that the desk shows."""

    frame: Box
    quality: FaceQuality
    encoding: Encoding


def read_portrait(engine: FaceEngine, rgb: Rgb) -> DocumentPortrait:
    """Raise NoFaceError or SeveralFacesError. A ghost image beside the portrait does not count."""
    box = _find_only_face(engine, rgb)
    return DocumentPortrait(
        frame=box.grown(_MARGIN, rgb.shape[1], rgb.shape[0]),
        quality=measure_quality(rgb, box, engine.measure_pose(rgb, box)),
        encoding=engine.encode(rgb, box),
    )


def _find_only_face(engine: FaceEngine, rgb: Rgb) -> Box:
    for side in _SEARCH_SIDES:
        faces = pick_faces(engine.find_faces(rgb, side))
        if len(faces) > 1:
            raise SeveralFacesError
        if faces:
            return faces[0]
    raise NoFaceError
