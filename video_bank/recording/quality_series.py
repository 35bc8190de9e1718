"""How a leg's link was, second by second, as it is sealed beside the leg's video (pure)."""

from collections.abc import Sequence

import msgspec

from video_bank.media.quality import Level, Quality

Sample = tuple[float, Quality]  # seconds on the recording's clock


class QualitySeries(msgspec.Struct, frozen=True, kw_only=True):
    """Columns of one length, in order of time; `at_s` is on the recording's clock.

    `up` is what the bank received of the leg, `down` what the leg's person was sent.
    """

    at_s: tuple[float, ...] = ()
    level: tuple[Level, ...] = ()
    rtt_ms: tuple[int | None, ...] = ()
    up_loss: tuple[float, ...] = ()
    up_jitter_ms: tuple[int, ...] = ()
    up_kbps: tuple[int, ...] = ()
    down_loss: tuple[float, ...] = ()
    down_jitter_ms: tuple[int, ...] = ()
    down_kbps: tuple[int, ...] = ()


def make_series(takes: Sequence[Sequence[Sample]]) -> QualitySeries:
    """Return the series of a leg's takes, in their order; one ends where the next one begins."""
    samples: list[Sample] = []
    for take in takes:
        if take:
            samples = [each for each in samples if each[0] < take[0][0]]
            samples += take
    qualities = [quality for _, quality in samples]
    return QualitySeries(
        at_s=tuple(round(at_s, 2) for at_s, _ in samples),
        level=tuple(each.level for each in qualities),
        rtt_ms=tuple(each.rtt_ms for each in qualities),
        up_loss=tuple(each.up.loss for each in qualities),
        up_jitter_ms=tuple(each.up.jitter_ms for each in qualities),
        up_kbps=tuple(each.up.kbps for each in qualities),
        down_loss=tuple(each.down.loss for each in qualities),
        down_jitter_ms=tuple(each.down.jitter_ms for each in qualities),
        down_kbps=tuple(each.down.kbps for each in qualities),
    )
