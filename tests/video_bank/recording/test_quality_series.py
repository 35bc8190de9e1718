from video_bank.media.quality import Level, Quality, Way
from video_bank.recording.quality_series import QualitySeries, Sample, make_series


def sample(at_s: float, kbps: int) -> Sample:
    quality = Quality(level=Level.WEAK, rtt_ms=None, up=Way(0.1, 5, kbps), down=Way(0.2, 7, 9))
    return at_s, quality


def test_a_series_has_a_column_for_each_figure() -> None:
    series = make_series([[sample(1.004, 100), sample(2.0, 200)]])
    assert series == QualitySeries(
        at_s=(1.0, 2.0),
        level=(Level.WEAK, Level.WEAK),
        rtt_ms=(None, None),
        up_loss=(0.1, 0.1),
        up_jitter_ms=(5, 5),
        up_kbps=(100, 200),
        down_loss=(0.2, 0.2),
        down_jitter_ms=(7, 7),
        down_kbps=(9, 9),
    )


def test_a_take_ends_where_the_next_one_begins() -> None:
    takes = [[sample(1.0, 1), sample(2.0, 1), sample(3.0, 1)], [], [sample(2.5, 2)]]
    assert make_series(takes).at_s == (1.0, 2.0, 2.5)


def test_what_was_never_measured_is_an_empty_series() -> None:
    assert make_series([[], []]) == QualitySeries()
