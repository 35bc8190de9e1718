"""The verdict as a table, and that worse evidence never makes it better."""

import math
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.verification.evidence import (
    Action,
    ActionSeen,
    ChallengeSeen,
    Finding,
    Reason,
    Thresholds,
    Verdict,
)
from video_bank.verification.policy import EFFECTS, Effect, judge, measure_distance

DONE: Final = ActionSeen(Action.BLINK, 0.0, 5.0, done_after_s=2.0)
LATE: Final = ActionSeen(Action.NOD, 5.0, 5.0, done_after_s=5.1)
UNSEEN: Final = ActionSeen(Action.NOD, 5.0, 5.0)
READ: Final = ActionSeen(Action.READ_DIGITS, 3.0, 5.0, done_after_s=2.0)
ANSWERED: Final = ChallengeSeen("challenge_1", 1, (DONE, READ))
RANK: Final = [Verdict.FAILED, Verdict.REVIEW, Verdict.PASSED]


def _judge(
    distance: float,
    *findings: Finding,
    live_frames: int = 3,
    challenge: ChallengeSeen | None = ANSWERED,
    thresholds: Thresholds | None = None,
) -> tuple[Verdict, tuple[Finding, ...]]:
    limits = thresholds or Thresholds()
    return judge(distance, limits, findings, live_frames, challenge=challenge)


@pytest.mark.parametrize(
    ("distance", "verdict", "reason"),
    [
        (0.0, Verdict.PASSED, Reason.DISTANCE_BELOW_MATCH),
        (0.45, Verdict.PASSED, Reason.DISTANCE_BELOW_MATCH),
        (0.4501, Verdict.REVIEW, Reason.DISTANCE_BETWEEN),
        (0.55, Verdict.REVIEW, Reason.DISTANCE_BETWEEN),
        (0.5501, Verdict.FAILED, Reason.DISTANCE_ABOVE_MISMATCH),
        (math.inf, Verdict.FAILED, Reason.DISTANCE_ABOVE_MISMATCH),
        (math.nan, Verdict.FAILED, Reason.DISTANCE_ABOVE_MISMATCH),
    ],
)
def test_distance_decides_where_nothing_else_was_found(
    distance: float, verdict: Verdict, reason: Reason
) -> None:
    found, findings = _judge(distance)
    assert (found, [finding.reason for finding in findings]) == (verdict, [reason])


def test_a_finding_says_what_was_measured_and_the_limit() -> None:
    assert _judge(0.5)[1] == (Finding(Reason.DISTANCE_BETWEEN, 0.5, 0.45),)
    assert _judge(0.6)[1] == (Finding(Reason.DISTANCE_ABOVE_MISMATCH, 0.6, 0.55),)


@pytest.mark.parametrize("live_frames", [0, 1, 2])
def test_fewer_than_three_live_frames_do_not_pass(live_frames: int) -> None:
    verdict, findings = _judge(0.1, live_frames=live_frames)
    assert verdict is Verdict.REVIEW
    assert findings[1:] == (Finding(Reason.FEW_LIVE_FRAMES, live_frames, 3),)


@pytest.mark.parametrize(
    ("challenge", "finding"),
    [
        (None, Finding(Reason.NO_CHALLENGE)),
        (ChallengeSeen("c", 1, ()), Finding(Reason.CHALLENGE_UNANSWERED, 0, 0)),
        (ChallengeSeen("c", 1, (UNSEEN,)), Finding(Reason.CHALLENGE_UNANSWERED, 0, 1)),
        (ChallengeSeen("c", 1, (DONE, LATE)), Finding(Reason.CHALLENGE_UNANSWERED, 1, 2)),
        (ChallengeSeen("c", 1, (DONE, DONE)), Finding(Reason.NOTHING_SPOKEN)),
    ],
)
def test_nothing_passes_without_an_answered_challenge(
    challenge: ChallengeSeen | None, finding: Finding
) -> None:
    assert _judge(0.1, challenge=challenge) == (
        Verdict.REVIEW,
        (Finding(Reason.DISTANCE_BELOW_MATCH, 0.1, 0.45), finding),
    )


def test_what_the_caller_found_of_the_challenge_is_not_said_twice() -> None:
    told = Finding(Reason.CHALLENGE_UNANSWERED, 1, 3)
    assert _judge(0.1, told, challenge=ChallengeSeen("c", 1, (UNSEEN,)))[1][1:] == (told,)


def test_thresholds_are_the_banks_own() -> None:
    assert _judge(0.45, thresholds=Thresholds(0.3, 0.4))[0] is Verdict.FAILED


def test_thresholds_in_the_wrong_order_pass_nobody_that_one_of_them_fails() -> None:
    assert _judge(0.5, thresholds=Thresholds(0.6, 0.4))[0] is Verdict.FAILED


def test_distance_is_the_mean_over_the_live_frames() -> None:
    assert measure_distance((0.0, 0.0), [(3.0, 4.0), (0.0, 1.0)]) == 3.0


def test_an_encoding_that_is_no_number_is_far_away() -> None:
    assert measure_distance((0.0, 0.0), [(0.0, 0.0), (math.nan, 0.0)]) == 2.0


def test_every_reason_has_an_effect() -> None:
    assert set(EFFECTS) == set(Reason)


_numbers = st.none() | st.floats(0, 1000)
_findings = st.builds(Finding, st.sampled_from(Reason), _numbers, _numbers)
_actions = st.builds(
    ActionSeen,
    st.sampled_from(Action),
    st.floats(0, 12),
    st.floats(1, 6),
    st.none() | st.floats(0, 12),
)
_challenges = st.none() | st.builds(
    ChallengeSeen, st.just("c"), st.integers(1, 3), st.lists(_actions, max_size=4).map(tuple)
)


@given(
    st.floats(0, 2),
    st.floats(0, 2),
    st.lists(_findings, max_size=5),
    _findings,
    st.integers(0, 5),
    _challenges,
)
def test_worse_evidence_never_gives_a_better_verdict(
    distance: float,
    more: float,
    findings: list[Finding],
    finding: Finding,
    live_frames: int,
    challenge: ChallengeSeen | None,
) -> None:
    def rank(
        distance: float,
        *findings: Finding,
        live_frames: int = live_frames,
        challenge: ChallengeSeen | None = challenge,
    ) -> int:
        seen = _judge(distance, *findings, live_frames=live_frames, challenge=challenge)
        return RANK.index(seen[0])

    here = rank(distance, *findings)
    assert rank(distance + more, *findings) <= here
    assert rank(math.nan, *findings) == 0
    assert rank(distance, *findings, finding) <= here
    assert rank(distance, finding, *findings) <= here
    assert rank(distance, *findings, live_frames=max(0, live_frames - 1)) <= here
    assert rank(distance, *findings, challenge=None) <= here
    assert here <= rank(distance, *findings, challenge=ANSWERED)


@given(st.floats(allow_nan=True), st.lists(_findings, max_size=5), st.integers(0, 5), _challenges)
def test_whatever_passes_lacks_nothing(
    distance: float, findings: list[Finding], live_frames: int, challenge: ChallengeSeen | None
) -> None:
    verdict, found = _judge(distance, *findings, live_frames=live_frames, challenge=challenge)
    if verdict is Verdict.PASSED:
        assert distance <= Thresholds().match_at_most
        assert live_frames >= 3
        assert challenge is not None
        assert all(action.done_after_s is not None for action in challenge.actions)
        assert all(EFFECTS[finding.reason] is Effect.NOTE for finding in found)
