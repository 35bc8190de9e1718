"""The verdict as a table, and that worse evidence never makes it better."""

import math
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.verification.evidence import Reason, Thresholds, Verdict
from video_bank.verification.face import FaceQuality, Pose
from video_bank.verification.policy import judge, measure_distance

STRAIGHT: Final = Pose(0.5, 0.0)
GOOD: Final = FaceQuality(200, 150.0, 130.0, 50.0, 0.0, STRAIGHT)
SMALL: Final = FaceQuality(79, 150.0, 130.0, 50.0, 0.0, STRAIGHT)
BLURRED: Final = FaceQuality(200, 29.0, 130.0, 50.0, 0.0, STRAIGHT)
DARK: Final = FaceQuality(200, 150.0, 39.0, 50.0, 0.0, STRAIGHT)
FLAT: Final = FaceQuality(200, 150.0, 130.0, 19.0, 0.0, STRAIGHT)
GLARING: Final = FaceQuality(200, 150.0, 130.0, 50.0, 0.26, STRAIGHT)
RANK: Final = [Verdict.MISMATCH, Verdict.LOOK_CLOSER, Verdict.MATCH]


@pytest.mark.parametrize(
    ("distance", "verdict", "reason"),
    [
        (0.0, Verdict.MATCH, Reason.DISTANCE_BELOW_MATCH),
        (0.45, Verdict.MATCH, Reason.DISTANCE_BELOW_MATCH),
        (0.4501, Verdict.LOOK_CLOSER, Reason.DISTANCE_BETWEEN),
        (0.55, Verdict.LOOK_CLOSER, Reason.DISTANCE_BETWEEN),
        (0.5501, Verdict.MISMATCH, Reason.DISTANCE_ABOVE_MISMATCH),
        (math.inf, Verdict.MISMATCH, Reason.DISTANCE_ABOVE_MISMATCH),
        (math.nan, Verdict.MISMATCH, Reason.DISTANCE_ABOVE_MISMATCH),
    ],
)
def test_distance_decides_between_good_pictures(
    distance: float, verdict: Verdict, reason: Reason
) -> None:
    assert judge(distance, GOOD, [GOOD] * 3, Thresholds()) == (verdict, (reason,))


@pytest.mark.parametrize(
    ("document", "flaw"),
    [
        (SMALL, Reason.DOCUMENT_FACE_SMALL),
        (BLURRED, Reason.DOCUMENT_BLURRED),
        (DARK, Reason.DOCUMENT_DARK),
        (FLAT, Reason.DOCUMENT_DARK),
        (GLARING, Reason.DOCUMENT_GLARE),
    ],
)
@pytest.mark.parametrize(
    ("distance", "verdict"), [(0.3, Verdict.LOOK_CLOSER), (0.7, Verdict.MISMATCH)]
)
def test_poor_document_is_never_a_match_and_never_excuses_a_mismatch(
    document: FaceQuality, flaw: Reason, distance: float, verdict: Verdict
) -> None:
    found, reasons = judge(distance, document, [GOOD] * 3, Thresholds())
    assert (found, reasons[1:]) == (verdict, (flaw,))


@pytest.mark.parametrize(
    ("live", "flaw"),
    [
        (FaceQuality(159, 150.0, 130.0, 50.0, 0.0, STRAIGHT), Reason.LIVE_FACE_SMALL),
        (FaceQuality(200, 59.0, 130.0, 50.0, 0.0, STRAIGHT), Reason.LIVE_BLURRED),
        (FaceQuality(200, 150.0, 54.0, 50.0, 0.0, STRAIGHT), Reason.LIVE_DARK),
        (FaceQuality(200, 150.0, 130.0, 50.0, 0.11, STRAIGHT), Reason.LIVE_GLARE),
    ],
)
def test_flaw_of_every_live_frame_is_told_and_one_better_frame_makes_up_for_it(
    live: FaceQuality, flaw: Reason
) -> None:
    verdict, reasons = judge(0.3, GOOD, [live] * 3, Thresholds())
    assert (verdict, reasons[1:]) == (Verdict.MATCH, (flaw,))
    assert judge(0.3, GOOD, [live, GOOD, live], Thresholds())[1][1:] == ()


def test_fewer_than_three_live_frames_need_a_closer_look() -> None:
    verdict, reasons = judge(0.3, GOOD, [GOOD] * 2, Thresholds())
    assert verdict is Verdict.LOOK_CLOSER
    assert reasons == (Reason.DISTANCE_BELOW_MATCH, Reason.FEW_LIVE_FRAMES)


def test_thresholds_are_the_banks_own() -> None:
    assert judge(0.45, GOOD, [GOOD] * 3, Thresholds(0.3, 0.4))[0] is Verdict.MISMATCH


def test_distance_is_the_mean_over_the_live_frames() -> None:
    assert measure_distance((0.0, 0.0), [(3.0, 4.0), (0.0, 1.0)]) == 3.0


_qualities = st.builds(
    FaceQuality,
    width=st.integers(40, 300),
    sharpness=st.floats(0, 500),
    brightness=st.floats(0, 255),
    contrast=st.floats(0, 100),
    clipped_share=st.floats(0, 1),
    pose=st.just(STRAIGHT),
)


@given(st.floats(0, 2), st.floats(0, 2), _qualities, st.lists(_qualities, min_size=1, max_size=3))
def test_worse_evidence_never_gives_a_better_verdict(
    distance: float, more: float, document: FaceQuality, live: list[FaceQuality]
) -> None:
    def rank(distance: float, document: FaceQuality, live: list[FaceQuality]) -> int:
        return RANK.index(judge(distance, document, live, Thresholds())[0])

    here = rank(distance, document, live)
    assert rank(distance + more, document, live) <= here
    assert rank(distance, document, live[:1]) <= here
    assert here <= rank(distance, GOOD, live)
    for worse in (SMALL, BLURRED, DARK, GLARING):
        assert rank(distance, worse, live) <= here
