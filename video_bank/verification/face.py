"""A face on a picture: where it is, how it is turned, how well it can be seen."""

from typing import Final

import msgspec

# A second face counts from this share of the main face's area: less is a ghost image on the
# card, or somebody in the background.
_COUNTS_FROM: Final = 0.3


class Box(msgspec.Struct, frozen=True):
    """Pixels of the picture; right and bottom lie just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def area(self) -> int:
        return self.width * self.height

    def grown(self, share: float, width: int, height: int) -> "Box":
        """Return the box with `share` of its size more on each side, cut to the picture."""
        across, down = round(self.width * share), round(self.height * share)
        return Box(
            max(0, self.left - across),
            max(0, self.top - down),
            min(width, self.right + across),
            min(height, self.bottom + down),
        )


class Pose(msgspec.Struct, frozen=True):
    """`yaw_ratio`: the nose between the outer eye corners, 0.5 when the head looks straight.

    `roll_deg`: how far the line through the eyes leans.
    """

    yaw_ratio: float
    roll_deg: float


class FaceQuality(msgspec.Struct, frozen=True):
    """Measured on the face alone, grey, scaled to 150 pixels, except `width` (of the original).

    `sharpness` is near the variance of the Laplacian, without what noise adds to it; `brightness`
    is the mean grey, `contrast` its standard deviation, `clipped_share` the share of pixels that
    are blown out. `is_cut`: the face reaches the picture's edge. Where something covers them,
    `mouth_relief` (how much light changes from nose to chin) and `eyes_relief` (how much it does
    about the eyes), both in parts of the contrast, or `eyes_light` (in parts of the cheeks'), are
    small.
    """

    width: int
    sharpness: float
    brightness: float
    contrast: float
    clipped_share: float
    pose: Pose
    is_cut: bool = False
    mouth_relief: float = 1.0
    eyes_relief: float = 1.0
    eyes_light: float = 1.0


def pick_faces(found: list[Box]) -> list[Box]:
    """Return the faces that count, the main one first."""
    by_size = sorted(found, key=lambda box: box.area, reverse=True)
    return [box for box in by_size if box.area >= _COUNTS_FROM * by_size[0].area]
