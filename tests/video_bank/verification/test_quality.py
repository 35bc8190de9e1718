"""Gates on live frames, each at its limit."""

from typing import Final

import msgspec
import pytest

from tests.video_bank.verification.test_policy import GOOD
from video_bank.verification.face import Box, Pose, pick_faces
from video_bank.verification.quality import is_usable_live, rank_live

LIMITS: Final[list[tuple[str, object, object]]] = [
    ("width", 80, 79),
    ("sharpness", 30.0, 29.9),
    ("brightness", 40.0, 39.9),
    ("contrast", 20.0, 19.9),
    ("clipped_share", 0.25, 0.26),
    ("pose", Pose(0.3, 25.0), Pose(0.29, 0.0)),
    ("pose", Pose(0.7, -25.0), Pose(0.71, 0.0)),
    ("pose", Pose(0.5, 25.0), Pose(0.5, 25.1)),
    ("pose", Pose(0.5, -25.0), Pose(0.5, -25.1)),
]


@pytest.mark.parametrize(("figure", "still_good", "too_much"), LIMITS)
def test_live_frame_beyond_a_limit_is_not_compared(
    figure: str, still_good: object, too_much: object
) -> None:
    assert is_usable_live(msgspec.structs.replace(GOOD, **{figure: still_good}))
    assert not is_usable_live(msgspec.structs.replace(GOOD, **{figure: too_much}))


@pytest.mark.parametrize(
    ("figure", "worse"), [("width", 100), ("sharpness", 50.0), ("pose", Pose(0.35, 0.0))]
)
def test_larger_sharper_straighter_frames_are_taken_first(figure: str, worse: object) -> None:
    assert rank_live(GOOD) > rank_live(msgspec.structs.replace(GOOD, **{figure: worse}))


def test_second_face_counts_from_three_tenths_of_the_main_one() -> None:
    main, ghost, friend = Box(0, 0, 100, 100), Box(0, 0, 54, 54), Box(0, 0, 55, 55)
    assert pick_faces([ghost, main]) == [main]
    assert pick_faces([friend, main]) == [main, friend]
    assert pick_faces([]) == []


def test_margin_around_a_face_stays_on_the_picture() -> None:
    assert Box(10, 10, 110, 60).grown(0.5, 120, 200) == Box(0, 0, 120, 85)
