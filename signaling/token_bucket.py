"""How fast a page may speak (pure): short bursts are fine, a steady flood is not."""

from typing import Final

RATE_PER_S: Final = 20.0
BURST: Final = 60.0


class TokenBucket:
    """Starts full; times are seconds of one monotonic clock."""

    __slots__ = ("_at", "_burst", "_level", "_rate_per_s")

    def __init__(self, now: float, rate_per_s: float = RATE_PER_S, burst: float = BURST) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._level = burst
        self._at = now

    def take(self, now: float) -> bool:
        """Take one token; False when there is none."""
        self._level = min(self._burst, self._level + (now - self._at) * self._rate_per_s)
        self._at = now
        if self._level < 1:
            return False
        self._level -= 1
        return True
