"""Loops, pictures that stand still, and clocks that are too good."""

from typing import Final

import numpy as np
import pytest

from video_bank.verification.liveness.repeats import find_loop, irregularity, still_share

_RATE: Final = 12
_SHAPE: Final = (24, 32)


def film(lasts_s: float, seed: int = 1) -> list[bytes]:
    """A soft blob that wanders about, before a camera's noise."""
    chance = np.random.default_rng(seed)
    y, x = np.mgrid[0 : _SHAPE[0], 0 : _SHAPE[1]]
    place = np.array([16.0, 12.0])
    speed = np.zeros(2)
    pictures = []
    for _ in range(round(lasts_s * _RATE)):
        speed = 0.8 * speed + chance.normal(0, 0.12, 2) + 0.01 * (np.array([16.0, 12.0]) - place)
        place = place + speed
        blob = 90 * np.exp(-((x - place[0]) ** 2 + (y - place[1]) ** 2) / 60)
        picture = 90 + blob + chance.normal(0, 0.3, _SHAPE)
        pictures.append(picture.astype(np.uint8).tobytes())
    return pictures


def times(pictures: list[bytes]) -> list[float]:
    return [number / _RATE for number in range(len(pictures))]


@pytest.mark.parametrize("period_s", [3.0, 5.0, 9.0])
def test_a_loop_is_found_with_its_length(period_s: float) -> None:
    once = film(period_s)
    pictures = (once * 5)[: 25 * _RATE]
    found = find_loop(pictures, times(pictures))
    assert found is not None
    assert abs(found.lag_s / period_s - round(found.lag_s / period_s)) < 0.05
    assert found.difference < 0.3


@pytest.mark.parametrize("seed", range(8))
def test_somebody_who_sways_is_no_loop(seed: int) -> None:
    pictures = film(25, seed)
    assert find_loop(pictures, times(pictures)) is None


def test_somebody_who_sits_like_a_statue_is_no_loop() -> None:
    chance = np.random.default_rng(3)
    pictures = [
        (100 + chance.normal(0, 0.6, _SHAPE)).astype(np.uint8).tobytes() for _ in range(240)
    ]
    assert find_loop(pictures, times(pictures)) is None
    assert still_share(pictures) == 0


def test_a_picture_that_stands_is_told_from_one_that_lives() -> None:
    assert still_share(film(10)) == 0
    assert still_share(film(1)[:1] * 60) == 1


def test_too_few_pictures_say_nothing() -> None:
    few = film(2)
    assert find_loop(few, times(few)) is None
    assert find_loop(film(10), [1.0] * 120) is None
    assert still_share([]) == 0
    assert irregularity([]) is None


def test_a_counter_s_clock_is_more_regular_than_a_camera_s() -> None:
    steady = [(2**32 - 50_000 + 6_000 * number) % 2**32 for number in range(60)]
    assert irregularity(steady) == 0
    chance = np.random.default_rng(2)
    camera = np.cumsum(6_000 + chance.normal(0, 200, 60)).astype(int).tolist()
    spread = irregularity(camera)
    assert spread is not None
    assert spread > 0.02
