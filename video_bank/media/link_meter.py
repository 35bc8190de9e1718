"""How a leg's link is, from what is counted anyway: pure, to be asked once a second.

The way up is counted by the node itself (`Reception`); of the way down its peer tells (`FarEnd`).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from video_bank.media.leg import MediaKind
from video_bank.media.quality import Measured, Way
from video_bank.media.slots import Slot
from video_bank.media.sources import Source

_LEAST_PACKETS: Final = 10  # of fewer, a share says nothing


class _Counts(NamedTuple):
    expected: int = 0
    received: int = 0
    octets: int = 0


class LinkMeter:
    """One take of one leg; times are seconds of one monotonic clock."""

    def __init__(self, now: float) -> None:
        self._incoming: dict[int, _Counts] = {}
        self._sent_octets = 0
        self._measured_at = now

    def measure(self, sources: Sequence[Source], slots: Sequence[Slot], now: float) -> Measured:
        """Return what there was since the last time."""
        past_s = max(now - self._measured_at, 1e-3)
        self._measured_at = now
        heard = [slot for slot in slots if slot.far_end.is_fresh(now)]
        rtts_s = [slot.far_end.rtt_s for slot in heard if slot.far_end.rtt_s is not None]
        return Measured(
            up=self._measure_up(sources, past_s),
            down=self._measure_down(slots, heard, past_s),
            rtt_ms=round(min(rtts_s) * 1_000) if rtts_s else None,
        )

    def _measure_up(self, sources: Sequence[Source], past_s: float) -> Way:
        octets = expected = received = 0
        for source in sources:
            counts = _Counts(source.reception.expected, source.reception.received, source.octets)
            before = self._incoming.get(source.ssrc, _Counts())
            self._incoming[source.ssrc] = counts
            octets += counts.octets - before.octets
            if counts.expected < before.expected:
                before = _Counts()  # it began anew
            expected += counts.expected - before.expected
            received += counts.received - before.received
        loss = max(0.0, 1 - received / expected) if expected >= _LEAST_PACKETS else 0.0
        sound_s = [each.reception.jitter_s for each in sources if each.kind is MediaKind.AUDIO]
        return Way(loss, _to_ms(sound_s), _to_kbps(octets, past_s))

    def _measure_down(self, slots: Sequence[Slot], heard: Sequence[Slot], past_s: float) -> Way:
        sent_octets = sum(slot.octets for slot in slots)
        octets, self._sent_octets = sent_octets - self._sent_octets, sent_octets
        loss = max((slot.far_end.loss for slot in heard), default=0.0)
        sound_s = [slot.far_end.jitter_s for slot in heard if slot.kind is MediaKind.AUDIO]
        return Way(loss, _to_ms(sound_s), round(_to_kbps(octets, past_s) * (1 - loss)))


def _to_ms(seconds: Sequence[float]) -> int:
    return round(max(seconds, default=0.0) * 1_000)


def _to_kbps(octets: int, past_s: float) -> int:
    return round(octets * 8 / past_s / 1_000)
