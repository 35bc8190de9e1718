"""What the receiver of an outgoing stream says of it in its report blocks (RFC 3550 §6.4.1): pure.

Times are seconds of one monotonic clock.
"""

from collections import OrderedDict, deque
from typing import Final, NamedTuple

from video_bank.media.rtcp import ReportBlock

_KEPT_REPORTS: Final = 16
_FRESH_S: Final = 12.0  # a browser speaks of its sound each five seconds
_LONGEST_RTT_S: Final = 30.0
_LOSS_OVER_S: Final = 2.0
_HALF: Final = 1 << 15


class Sent(NamedTuple):
    """How far a stream is: its newest number, and how many packets it really had."""

    newest_sequence: int
    packets: int


class _Share(NamedTuple):
    at: float
    lost: float
    of: int


class FarEnd:
    def __init__(self, clock_rate: int) -> None:
        self._clock_rate = clock_rate
        self._sent: OrderedDict[int, float] = OrderedDict()
        self._sent_before: Sent | None = None
        self._heard_at: float | None = None
        self._lost: deque[_Share] = deque()
        self._out_until: int | None = None
        self.loss = 0.0
        self.jitter_s = 0.0
        self.rtt_s: float | None = None

    def note_sent(self, ntp: int, now: float) -> None:
        """Keep when a sender report left: the wall clock in it is its source's, not the node's."""
        self._sent[ntp >> 16 & 0xFFFFFFFF] = now
        if len(self._sent) > _KEPT_REPORTS:
            self._sent.popitem(last=False)

    def pass_over(self, newest_sequence: int) -> None:
        """Leave out losses up to this packet: there was an outage, which is no narrow link."""
        self._out_until = newest_sequence

    def take(self, block: ReportBlock, sent: Sent, now: float) -> None:
        """Note what the receiver says; what its source's link has lost before is not its own."""
        self._heard_at = now
        self._note_loss(self._fraction_lost(block), sent, now)
        self.jitter_s = block.jitter / self._clock_rate
        sent_at = self._sent.get(block.lsr) if block.lsr else None
        if sent_at is not None:
            rtt_s = now - sent_at - block.dlsr / 65_536
            # A peer may say what it likes; a little below nothing is a clock's coarseness.
            self.rtt_s = max(0.0, rtt_s) if rtt_s < _LONGEST_RTT_S else None

    def _fraction_lost(self, block: ReportBlock) -> float:
        """The first block that speaks of what came after an outage speaks of the outage as well."""
        if self._out_until is None:
            return block.fraction_lost / 256
        if (block.highest_sequence - self._out_until) & 0xFFFF < _HALF:
            self._out_until = None
        return 0.0

    def _note_loss(self, fraction: float, sent: Sent, now: float) -> None:
        """A browser reports with every request, too: a few packets each, which say little alone."""
        before, self._sent_before = self._sent_before or sent, sent
        numbers = (sent.newest_sequence - before.newest_sequence) & 0xFFFF
        missing = max(0, numbers - (sent.packets - before.packets))
        of = max(1, numbers)
        self._lost.append(_Share(now, max(0.0, fraction * of - missing), of))
        while now - self._lost[0].at > _LOSS_OVER_S:
            self._lost.popleft()
        self.loss = sum(each.lost for each in self._lost) / sum(each.of for each in self._lost)

    def is_fresh(self, now: float) -> bool:
        return self._heard_at is not None and now - self._heard_at < _FRESH_S
