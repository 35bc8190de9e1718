"""Exact intervals against values from tables."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from video_bank.verification.measuring.rates import clopper_pearson


@pytest.mark.parametrize(
    ("events", "trials", "lowest", "highest"),
    [
        (0, 10, 0.0, 0.3085),
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (10, 10, 0.6915, 1.0),
        (0, 150, 0.0, 0.0243),  # nothing in 150 attacks proves 2.4 %, not 0
        (3, 100, 0.0062, 0.0852),
    ],
)
def test_interval_is_the_one_in_the_tables(
    events: int, trials: int, lowest: float, highest: float
) -> None:
    rate = clopper_pearson(events, trials)
    assert rate.value == events / trials
    assert (rate.lowest, rate.highest) == pytest.approx((lowest, highest), abs=1e-4)


def test_without_trials_nothing_is_known() -> None:
    rate = clopper_pearson(0, 0)
    assert math.isnan(rate.value)
    assert (rate.lowest, rate.highest) == (0.0, 1.0)


@given(st.integers(0, 40), st.integers(0, 40))
def test_interval_holds_the_share_and_shrinks_with_more_trials(events: int, others: int) -> None:
    trials = events + others
    assume(trials > 0)
    rate = clopper_pearson(events, trials)
    more = clopper_pearson(events * 4, trials * 4)
    assert 0 <= rate.lowest <= rate.value <= rate.highest <= 1
    assert more.highest - more.lowest < rate.highest - rate.lowest
