import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.recording.reorder import InOrder, Reorder


def run(arrivals: list[tuple[int, float]]) -> list[tuple[int, bool]]:
    """Return (number, follows loss) in the order they came out; numbers are not wrapped."""
    order: Reorder[int] = Reorder()
    out: list[InOrder[int]] = []
    for number, at_s in arrivals:
        out += order.add(number & 0xFFFF, at_s, number)
    out += order.flush()
    return [(each.item, each.follows_loss) for each in out]


@given(st.integers(0, 70_000), st.permutations(range(12)), st.lists(st.integers(0, 11)))
def test_any_order_and_any_repetition_comes_out_sorted(
    first: int, shuffled: list[int], repeated: list[int]
) -> None:
    arrivals = [(first + number, index * 0.01) for index, number in enumerate(shuffled + repeated)]
    assert run(arrivals) == [(first + number, False) for number in range(12)]


def test_a_hole_is_waited_for_and_then_counts_as_a_loss() -> None:
    late = [(number, number * 0.1) for number in range(10) if number != 4]
    assert (4, False) in run([*late, (4, 1.5)])
    lost = [(number, number * 0.1) for number in range(60) if number != 4]
    out = run([*lost, (4, 9.0)])
    assert (5, True) in out
    assert [number for number, follows_loss in out if follows_loss] == [5]
    assert 4 not in [number for number, _ in out]


def test_a_source_that_begins_anew_loses_nothing_but_the_connection() -> None:
    arrivals = [(number, 0.0) for number in (5, 6, 7, 40_000, 40_001, 40_002)]
    assert run(arrivals) == [
        *((number, False) for number in (5, 6, 7)),
        (40_000, True),
        (40_001, False),
        (40_002, False),
    ]


@pytest.mark.parametrize("count", [70_000])
def test_a_long_stream_wraps_without_a_loss(count: int) -> None:
    out = run([(number, number * 0.02) for number in range(count)])
    assert out == [(number, False) for number in range(count)]


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.floats(0, 100)), max_size=60))
def test_whatever_comes_comes_out_at_most_once(arrivals: list[tuple[int, float]]) -> None:
    order: Reorder[int] = Reorder()
    out: list[int] = []
    for index, (sequence, at_s) in enumerate(sorted(arrivals, key=lambda each: each[1])):
        out += [each.item for each in order.add(sequence, at_s, index)]
    out += [each.item for each in order.flush()]
    assert len(out) == len(set(out)) <= len(arrivals)
