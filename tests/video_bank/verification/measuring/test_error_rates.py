"""False accepts and rejects of invented persons whose distances are known."""

import numpy as np
import pytest

from video_bank.errors import SetupError
from video_bank.verification.evidence import Thresholds
from video_bank.verification.measuring.error_rates import draw_curve, measure
from video_bank.verification.measuring.pairs import (
    Compared,
    Pair,
    compare,
    files_of,
    find_persons,
    read_pairs,
)

LIMITS = Thresholds(0.45, 0.55)
HEADER = "file_a,file_b,same,set"


def _compared(pairs: list[tuple[float, int, int]]) -> Compared:
    """Make pairs of distance and both persons."""
    return Compared(
        np.array([distance for distance, _, _ in pairs]),
        np.array([one == other for _, one, other in pairs], bool),
        np.array([(one, other) for _, one, other in pairs], int).reshape(-1, 2),
        0,
    )


def test_rates_are_shares_beyond_the_limits() -> None:
    same = [(0.3, 0, 0), (0.5, 1, 1), (0.6, 2, 2), (0.4, 3, 3)]
    other = [(0.44, 0, 1), (0.5, 0, 2), (0.7, 1, 2), (0.8, 2, 3), (0.9, 1, 3)]
    rates = measure(_compared(same + other), LIMITS)
    assert rates.far_match.value == pytest.approx(1 / 5)
    assert rates.far_review.value == pytest.approx(2 / 5)
    assert rates.frr_match.value == pytest.approx(2 / 4)
    assert rates.frr_review.value == pytest.approx(1 / 4)
    assert (rates.persons, rates.same_pairs, rates.other_pairs, rates.pairs) == (4, 4, 5, 9)


def test_distance_at_the_limit_is_within_it() -> None:
    rates = measure(_compared([(0.45, 0, 0), (0.45, 0, 1), (0.9, 0, 1)]), LIMITS)
    assert rates.frr_match.value == 0
    assert rates.far_match.value == pytest.approx(1 / 2)


def test_persons_that_are_told_apart_leave_no_error_but_much_doubt() -> None:
    same = [(0.3, each, each) for each in range(5)]
    other = [(0.8, one, two) for one in range(5) for two in range(one)]
    rates = measure(_compared(same + other), LIMITS)
    assert rates.eer.value == rates.far_match.value == rates.frr_match.value == 0
    assert rates.far_match.highest > 0.4  # five persons prove little
    assert rates.threshold.value < 0.8


def test_more_persons_leave_less_doubt_and_more_pairs_of_few_do_not() -> None:
    def width(persons: int, times: int) -> float:
        chance = np.random.default_rng(5)
        same = [(chance.normal(0.4, 0.06), each, each) for each in range(persons)] * times
        other = [
            (chance.normal(0.62, 0.06), one, two) for one in range(persons) for two in range(one)
        ] * times
        rate = measure(_compared(same + other), LIMITS).frr_match
        return rate.highest - rate.lowest

    assert width(60, 1) < width(15, 1)
    assert width(15, 4) == pytest.approx(width(15, 1), abs=0.02)


def test_set_without_strangers_has_no_rates() -> None:
    rates = measure(_compared([(0.3, 0, 0)]), LIMITS)
    assert np.isnan(rates.far_match.value)
    assert np.isnan(rates.eer.value)
    assert measure(_compared([]), LIMITS).pairs == 0


def test_curve_falls_and_rises() -> None:
    curve = draw_curve(_compared([(0.3, 0, 0), (0.5, 1, 1), (0.6, 0, 1), (0.9, 0, 2)]), points=10)
    assert list(curve.far) == sorted(curve.far)
    assert list(curve.frr) == sorted(curve.frr, reverse=True)
    assert (curve.far[0], curve.frr[0], curve.far[-1], curve.frr[-1]) == (0, 1, 1, 0)


def test_persons_are_found_through_their_pairs() -> None:
    pairs = read_pairs([HEADER, "a,b,1,x", "b,c,1,x", "a,d,0,x", "e,d,0,y"])
    persons = find_persons(pairs)
    assert persons["a"] == persons["b"] == persons["c"]
    assert len({persons[file] for file in "ade"}) == 3
    assert files_of(pairs) == ["a", "b", "c", "d", "e"]


def test_pairs_with_a_refused_picture_are_counted_and_not_compared() -> None:
    pairs = [Pair("a", "b", True, "x"), Pair("a", "c", False, "x"), Pair("c", "d", False, "y")]
    vectors = {"a": np.zeros(2), "b": np.array([0.3, 0.4])}
    compared = compare(pairs, vectors)
    assert compared["x"].distances.tolist() == [0.5]
    assert compared["x"].is_same.tolist() == [True]
    assert [compared[name].without_distance for name in "xy"] == [1, 1]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [(["file_a,file_b,same"], "no column set"), ([HEADER], "has none"), ([], "no column")],
)
def test_file_that_holds_no_pairs_is_refused(lines: list[str], sentence: str) -> None:
    with pytest.raises(SetupError, match=sentence):
        read_pairs(lines)
