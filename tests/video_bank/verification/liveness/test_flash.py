"""A face before a screen takes on its colours; a video knows nothing of them."""

import random
from typing import Final

import numpy as np
import pytest

from tests.drawn_head import STILL, draw_head
from video_bank.verification.face import Box
from video_bank.verification.liveness.draw import COLOUR_S, draw
from video_bank.verification.liveness.flash import FOLLOWED, Shown, Tint, agreement
from video_bank.verification.liveness.opencv_look import look

_RATE: Final = 12
_FACE: Final = Box(224, 166, 398, 342)
_EYES: Final = (np.array([250.0, 203.0]), np.array([371.0, 209.0]))


def shown(seed: int) -> list[Shown]:
    colours = draw("5", chance=random.Random(seed)).colours[:15]
    return [Shown(number * COLOUR_S, colour) for number, colour in enumerate(colours)]


def tints(colours: list[Shown], strength: float, late_s: float, seed: int) -> list[Tint]:
    """What is measured of pictures whose face is lit by the screen, with a camera's noise."""
    found = []
    for number in range(round(len(colours) * COLOUR_S * _RATE)):
        at = number / _RATE
        lit = [each for each in colours if each.at + late_s <= at]
        colour = lit[-1].colour if lit else "#000000"
        light = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
        picture = draw_head(STILL, seed * 1_000 + number).astype(np.float64)
        inside = np.s_[_FACE.top : _FACE.bottom, _FACE.left : _FACE.right]
        picture[inside] *= 1 + strength * (light - 0.5)
        lit_up = np.clip(picture, 0, 255).astype(np.uint8)
        found.append(Tint(at, *look(lit_up, _FACE, *_EYES).tint))
    return found


@pytest.mark.parametrize("late_s", [0.1, 0.4])
def test_a_face_that_is_lit_by_the_screen_follows(late_s: float) -> None:
    colours = shown(1)
    found = agreement(colours, tints(colours, 0.04, late_s, 2))
    assert found is not None
    assert found >= FOLLOWED


def test_a_face_that_knows_nothing_of_the_colours_does_not() -> None:
    found = agreement(shown(1), tints(shown(7), 0.04, 0.2, 3))
    assert found is not None
    assert found < FOLLOWED


def test_a_face_in_daylight_does_not_either_and_few_pictures_say_nothing() -> None:
    colours = shown(1)
    found = agreement(colours, tints(colours, 0.0, 0.2, 3))
    assert found is not None
    assert found < FOLLOWED
    assert agreement(colours, []) is None
    assert agreement([], tints(colours, 0.0, 0.2, 3)) is None


def test_other_colours_agree_by_chance_in_few_of_a_hundred() -> None:
    measured = tints(shown(1), 0.04, 0.2, 2)
    by_chance = [agreement(shown(seed), measured) or 0.0 for seed in range(100, 300)]
    assert sum(each >= FOLLOWED for each in by_chance) <= 6
