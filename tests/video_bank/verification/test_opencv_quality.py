"""What is measured on a face follows what was done to its picture, and nothing else."""

from typing import Final

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.video_bank.verification.pictures import admiral, astronaut, darker
from video_bank.verification.evidence import Reason
from video_bank.verification.face import Box, FaceQuality, Pose
from video_bank.verification.opencv_quality import measure_quality
from video_bank.verification.quality import find_document_flaws, find_live_obstacles

# Where dlib finds them.
ASTRONAUT: Final = Box(181, 79, 273, 171)
ADMIRAL: Final = Box(181, 140, 368, 326)
PEOPLE: Final = [(astronaut(), ASTRONAUT), (admiral(), ADMIRAL)]
STRAIGHT: Final = Pose(0.5, 0.0)
PARTS: Final = {
    "mask": [(0.05, 0.5, 0.95, 1.0)],
    "hand before the eyes": [(0.0, 0.2, 1.0, 0.43)],
    "sunglasses": [(0.13, 0.2, 0.47, 0.43), (0.53, 0.2, 0.87, 0.43)],
}
COLOURS: Final = {
    "mask": [(225, 228, 230), (120, 170, 205), (25, 25, 28)],
    "hand before the eyes": [(200, 160, 140)],
    "sunglasses": [(15, 15, 18)],
}


@pytest.mark.parametrize(("picture", "box"), PEOPLE, ids=["astronaut", "admiral"])
def test_bare_face_has_no_obstacle(picture: Image.Image, box: Box) -> None:
    assert find_live_obstacles(_measure(picture, box)) == ()


@pytest.mark.parametrize(("picture", "box"), PEOPLE, ids=["astronaut", "admiral"])
def test_noise_makes_no_picture_sharper(picture: Image.Image, box: Box) -> None:
    blurred = picture.filter(ImageFilter.GaussianBlur(box.width / 40))
    clean = _measure(picture, box).sharpness
    assert _measure(_grainy(picture), box).sharpness == pytest.approx(clean, rel=0.25)
    for unsharp in (blurred, _grainy(blurred)):
        assert _measure(unsharp, box).sharpness < min(30.0, clean / 3)
    assert _reasons(_grainy(blurred), box) == {Reason.LIVE_BLURRED}


@pytest.mark.parametrize(("picture", "box"), PEOPLE, ids=["astronaut", "admiral"])
@pytest.mark.parametrize("cover", PARTS)
def test_covered_face_is_not_compared(picture: Image.Image, box: Box, cover: str) -> None:
    for colour in COLOURS[cover]:
        hidden = _grainy(_covered(picture, box, PARTS[cover], colour), 3)
        assert Reason.LIVE_FACE_COVERED in _reasons(hidden, box), colour
        flaws = find_document_flaws(_measure(hidden, box))
        assert Reason.DOCUMENT_FACE_COVERED in {flaw.reason for flaw in flaws}


def test_dark_face_is_dark_and_not_covered() -> None:
    assert _reasons(darker(astronaut(), 0.2), ASTRONAUT) <= {
        Reason.LIVE_DARK,
        Reason.LIVE_FLAT,
        Reason.LIVE_BLURRED,
    }


@pytest.mark.parametrize(
    "edge", [(200, 0, 512, 512), (0, 100, 512, 512), (0, 0, 250, 512), (0, 0, 512, 160)]
)
def test_face_at_the_edge_of_the_picture_is_cut(edge: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = edge
    box = Box(
        max(0, ASTRONAUT.left - left),
        max(0, ASTRONAUT.top - top),
        min(right, ASTRONAUT.right) - left,
        min(bottom, ASTRONAUT.bottom) - top,
    )
    assert Reason.LIVE_FACE_CUT in _reasons(astronaut().crop(edge), box)


def _measure(picture: Image.Image, box: Box) -> FaceQuality:
    return measure_quality(np.asarray(picture), box, STRAIGHT)


def _reasons(picture: Image.Image, box: Box) -> set[Reason]:
    return {finding.reason for finding in find_live_obstacles(_measure(picture, box))}


def _grainy(picture: Image.Image, deviation: float = 25.0) -> Image.Image:
    rgb = np.asarray(picture, np.float64)
    noise = np.random.default_rng(1).normal(0, deviation, rgb.shape)
    return Image.fromarray(np.clip(rgb + noise, 0, 255).astype(np.uint8))


def _covered(
    picture: Image.Image,
    box: Box,
    parts: list[tuple[float, float, float, float]],
    colour: tuple[int, int, int],
) -> Image.Image:
    """Draw over parts of the face: left, top, right, bottom in parts of its box."""
    hidden = picture.copy()
    pen = ImageDraw.Draw(hidden)
    for left, top, right, bottom in parts:
        corners = (
            box.left + left * box.width,
            box.top + top * box.height,
            box.left + right * box.width,
            box.top + bottom * box.height,
        )
        pen.rectangle(corners, colour)
    return hidden
