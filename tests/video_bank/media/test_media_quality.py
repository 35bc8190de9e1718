from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.media.quality import Gauge, Level, Measured, Quality, Way, rate

CALM = Measured(up=Way(0.0, 5, 700), down=Way(0.0, 5, 700), rtt_ms=40)
LOSSY = Measured(up=Way(0.15, 30, 400), down=CALM.down, rtt_ms=40)
DEAF = Measured(up=Way(0.5, 30, 100), down=CALM.down, rtt_ms=40)

ways = st.builds(
    Way,
    st.integers(0, 1_000).map(lambda share: share / 1_000),
    st.integers(0, 65_535),
    st.integers(0, 65_535),
)
measurements = st.builds(Measured, ways, ways, st.none() | st.integers(0, 65_534))


@pytest.mark.parametrize(
    ("measured", "level"),
    [
        (CALM, Level.GOOD),
        (Measured(), Level.GOOD),
        (Measured(up=Way(0.05)), Level.FAIR),
        (Measured(down=Way(0.05)), Level.FAIR),
        (Measured(rtt_ms=500), Level.FAIR),
        (Measured(down=Way(jitter_ms=150)), Level.WEAK),
        (Measured(up=Way(0.3)), Level.BAD),
        (Measured(rtt_ms=5_000), Level.BAD),
        (Measured(up=Way(kbps=20), down=Way(kbps=20)), Level.GOOD),  # nobody wants to send more
    ],
)
def test_a_second_is_called_by_the_worst_that_it_shows(measured: Measured, level: Level) -> None:
    assert rate(measured) is level


def levels(*readings: tuple[Measured, int]) -> list[Level]:
    gauge = Gauge()
    return [gauge.note(each).level for each, times in readings for _ in range(times)]


def test_one_bad_second_changes_nothing() -> None:
    assert set(levels((CALM, 3), (Measured(rtt_ms=5_000), 1), (CALM, 3))) == {Level.GOOD}


def test_a_link_that_becomes_bad_is_called_so_within_four_seconds_and_good_again_later() -> None:
    found = levels((CALM, 3), (DEAF, 4), (CALM, 30))
    assert found[6] is Level.BAD
    assert found[10] is Level.BAD
    assert found[-1] is Level.GOOD


def test_a_link_between_two_levels_stays_at_the_worse() -> None:
    up_and_down = [(LOSSY, 2), (CALM, 2)] * 10
    found = levels(*up_and_down)[8:]
    assert len(set(found)) == 1


@given(st.lists(measurements, max_size=40))
def test_a_level_never_changes_twice_within_two_seconds(readings: list[Measured]) -> None:
    gauge = Gauge()
    found = [Level.GOOD, *(gauge.note(each).level for each in readings)]
    changes = [at for at, (before, now) in enumerate(pairwise(found)) if before is not now]
    assert all(later - earlier >= 2 for earlier, later in pairwise(changes))


@given(st.lists(measurements, max_size=10), measurements)
def test_a_link_that_stays_as_it_is_comes_to_rest_at_its_own_level(
    before: list[Measured], measured: Measured
) -> None:
    gauge = Gauge()
    for each in before:
        gauge.note(each)
    found = [gauge.note(measured) for _ in range(60)][-1]
    # Smoothing only nears a loss: on the very edge of a level it may stay beyond it.
    edge = Measured(_more(measured.up), _more(measured.down), measured.rtt_ms)
    assert found.level in {rate(measured), rate(edge)}


def _more(way: Way) -> Way:
    return Way(way.loss + 1e-6, way.jitter_ms, way.kbps)


@given(measurements)
def test_a_journal_keeps_what_was_measured(measured: Measured) -> None:
    quality = Gauge().note(measured)
    assert Quality.unpack(quality.pack()) == quality


def test_what_is_too_large_is_cut() -> None:
    far = Way(2.0, 1 << 20, 1 << 20)
    quality = Quality(level=Level.BAD, rtt_ms=1 << 20, up=far, down=far)
    found = Quality.unpack(quality.pack())
    assert (found.rtt_ms, found.up) == (65_534, Way(1.0, 65_535, 65_535))


@given(st.binary(max_size=20))
def test_other_bytes_are_no_quality(packed: bytes) -> None:
    if len(packed) != 15 or packed[0] >= len(Level):
        with pytest.raises(ValueError, match="not a quality"):
            Quality.unpack(packed)
