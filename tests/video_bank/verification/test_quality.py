"""Gates on faces, each at its limit."""

import math
from typing import Final

import msgspec
import pytest

from video_bank.verification.evidence import Finding, Reason
from video_bank.verification.face import Box, FaceQuality, Pose, pick_faces
from video_bank.verification.quality import (
    find_document_flaws,
    find_live_flaws,
    is_usable_live,
    rank_live,
)

GOOD: Final = FaceQuality(200, 150.0, 130.0, 50.0, 0.0, Pose(0.5, 0.0))
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
    ("figure", "value", "reason", "limit"),
    [
        ("width", 79, Reason.DOCUMENT_FACE_SMALL, 80),
        ("sharpness", 29.0, Reason.DOCUMENT_BLURRED, 30.0),
        ("sharpness", math.nan, Reason.DOCUMENT_BLURRED, 30.0),
        ("brightness", 39.0, Reason.DOCUMENT_DARK, 40.0),
        ("contrast", 19.0, Reason.DOCUMENT_FLAT, 20.0),
        ("clipped_share", 0.26, Reason.DOCUMENT_GLARE, 0.25),
    ],
)
def test_flaw_of_a_document_is_told_with_what_was_measured(
    figure: str, value: float, reason: Reason, limit: float
) -> None:
    [flaw] = find_document_flaws(msgspec.structs.replace(GOOD, **{figure: value}))
    assert (flaw.reason, flaw.limit) == (reason, limit)
    assert flaw.value == value or math.isnan(value)


@pytest.mark.parametrize(
    ("figure", "value", "reason", "limit"),
    [
        ("width", 159, Reason.LIVE_FACE_SMALL, 160),
        ("sharpness", 44.0, Reason.LIVE_BLURRED, 45.0),
        ("brightness", 54.0, Reason.LIVE_DARK, 55.0),
        ("contrast", 24.0, Reason.LIVE_FLAT, 25.0),
        ("clipped_share", 0.11, Reason.LIVE_GLARE, 0.10),
    ],
)
def test_flaw_of_every_live_frame_is_told_and_one_better_frame_makes_up_for_it(
    figure: str, value: float, reason: Reason, limit: float
) -> None:
    live = msgspec.structs.replace(GOOD, **{figure: value})
    assert find_live_flaws([live] * 3) == (Finding(reason, value, limit),)
    assert find_live_flaws([live, GOOD, live]) == ()


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
