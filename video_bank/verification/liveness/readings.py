"""One frame as the person's own neutral face sees it: how far turned, nodded, eyes shut (pure)."""

import statistics
from collections.abc import Sequence
from typing import Final, Self

import msgspec
import numpy as np
import numpy.typing as npt

from video_bank.verification.liveness.jobs import FaceSeen, Geometry, Look

# A still head's landmarks wander by .03; eyes that stay open by less than .95.
_STILL: Final = 0.06
_ALIKE: Final = 0.9

_Patch = npt.NDArray[np.float64]


class Reading(msgspec.Struct, frozen=True):
    """`at`: seconds of one clock. Lengths in parts of the eyes' distance, against neutral.

    `turn`: more to the person's own left; `tilt`: the nose's base farther from the eyes. `eyes`:
    how much the eyes look like the person's own open ones, 1 the same. `mouth`: likewise.
    `mouth_open` and `bend` are of 68 points only: lips apart by the mouth's width, more than in
    the neutral face; what is left when the face is taken for a flat picture that was turned.
    """

    at: float
    turn: float
    tilt: float
    eyes: float
    mouth: float
    mouth_open: float | None = None
    bend: float | None = None


class Neutral(msgspec.Struct, frozen=True):
    """The person's own face, looking straight with open eyes."""

    yaw: float
    pitch: float
    eyes: _Patch
    mouth: _Patch
    mouth_open: float | None
    eyes_open: float | None
    shape: tuple[float, ...]

    @classmethod
    def learn(cls, seen: Sequence[FaceSeen]) -> Self:
        """Return the median of frames that each show one face; one at least."""
        faces = [each.geometry for each in seen if each.geometry]
        looks = [each.look for each in seen if each.look]
        return cls(
            yaw=statistics.median(face.yaw for face in faces),
            pitch=statistics.median(face.pitch for face in faces),
            eyes=np.median([_patch(look.eyes) for look in looks], axis=0),
            mouth=np.median([_patch(look.mouth) for look in looks], axis=0),
            mouth_open=_median([face.mouth_open for face in faces]),
            eyes_open=_median([face.eyes_open for face in faces]),
            shape=faces[-1].shape,
        )

    def read(self, geometry: Geometry, look: Look, at: float) -> Reading:
        mouth_open, eyes = None, likeness(self.eyes, _patch(look.eyes))
        if geometry.mouth_open is not None and self.mouth_open is not None:
            mouth_open = geometry.mouth_open - self.mouth_open
        if geometry.eyes_open is not None and self.eyes_open:
            eyes = min(1.0, geometry.eyes_open / self.eyes_open)
        return Reading(
            at=at,
            turn=geometry.yaw - self.yaw,
            tilt=geometry.pitch - self.pitch,
            eyes=eyes,
            mouth=likeness(self.mouth, _patch(look.mouth)),
            mouth_open=mouth_open,
            bend=bend(self.shape, geometry.shape) if self.shape and geometry.shape else None,
        )


def are_alike(seen: Sequence[FaceSeen]) -> bool:
    """Say whether these faces could be one neutral face: no blink, no movement among them."""
    faces = [each.geometry for each in seen if each.geometry]
    eyes = [_patch(each.look.eyes) for each in seen if each.look]
    middle = np.median(eyes, axis=0)
    yaws, pitches = [face.yaw for face in faces], [face.pitch for face in faces]
    is_still = max(yaws) - min(yaws) < _STILL and max(pitches) - min(pitches) < _STILL
    return is_still and min(likeness(middle, each) for each in eyes) > _ALIKE


def likeness(one: _Patch, other: _Patch) -> float:
    """Return the correlation of two pictures of one size, -1 to 1; light and contrast fall out."""
    one, other = one - one.mean(), other - other.mean()
    power = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / power if power > 0 else 0.0


def bend(before: Sequence[float], after: Sequence[float]) -> float:
    """Return the mean distance that is left when `before` is laid on `after` as a flat picture.

    The plane's best projection (eight numbers, least squares) takes up all that turning, moving
    and tilting a photograph does; a head's nose and ears do not lie in one plane.
    """
    source = np.asarray(before, np.float64).reshape(-1, 2)
    target = np.asarray(after, np.float64).reshape(-1, 2)
    x, y = source.T
    zero, one = np.zeros_like(x), np.ones_like(x)
    u, v = target.T
    rows = np.concatenate(
        [
            np.stack([x, y, one, zero, zero, zero, -u * x, -u * y], axis=1),
            np.stack([zero, zero, zero, x, y, one, -v * x, -v * y], axis=1),
        ]
    )
    found, *_ = np.linalg.lstsq(rows, np.concatenate([u, v]), rcond=None)
    matrix = np.append(found, 1.0).reshape(3, 3)
    laid = np.stack([x, y, one], axis=1) @ matrix.T
    laid = laid[:, :2] / laid[:, 2:]
    return float(np.hypot(*(laid - target).T).mean())


def _patch(grey: bytes) -> _Patch:
    return np.frombuffer(grey, np.uint8).astype(np.float64)


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
