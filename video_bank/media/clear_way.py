"""Whether a link carries what it is given without a queue, and how much that was: pure.

A browser's estimate of its way down (REMB) is made from the times between packets. Where packets
are lost and sent again it may fall to a tenth of what demonstrably comes through, and takes a
minute to rise. A queue would show in the round trip; without one, what came through is believed.
"""

from collections import deque
from typing import Final

from video_bank.media.quality import Quality

_USUAL_S: Final = 10  # the least round trip of so many seconds is the way without a queue
_CARRIED_S: Final = 5
_QUEUE_MS: Final = 60
_QUEUE_SHARE: Final = 0.25
_MOST_RTT_MS: Final = 400  # beyond, a queue that has stood for long would pass for the way itself
_MOST_LOSS: Final = 0.15
_TRY: Final = 1.25


class ClearWay:
    """Of one leg's link; give it every second's measurement, in order."""

    def __init__(self) -> None:
        self._round_trips_ms: deque[int] = deque(maxlen=_USUAL_S)
        self._carried_bps: deque[int] = deque(maxlen=_CARRIED_S)
        self.is_clear = False

    @property
    def bearable_bps(self) -> int:
        """What came through of late and a quarter more, to be tried; 0 where there is a queue."""
        return int(max(self._carried_bps, default=0) * _TRY) if self.is_clear else 0

    def note(self, quality: Quality) -> None:
        self.is_clear = self._judge(quality)
        if self.is_clear:
            self._carried_bps.append(quality.down.kbps * 1_000)
        else:
            self._carried_bps.clear()

    def _judge(self, quality: Quality) -> bool:
        rtt_ms = quality.rtt_ms
        if rtt_ms is None:
            return False
        self._round_trips_ms.append(rtt_ms)
        usual_ms = min(self._round_trips_ms)
        most_ms = usual_ms + max(_QUEUE_MS, usual_ms * _QUEUE_SHARE)
        loss = max(quality.up.loss, quality.down.loss)
        return rtt_ms <= min(most_ms, _MOST_RTT_MS) and loss <= _MOST_LOSS
