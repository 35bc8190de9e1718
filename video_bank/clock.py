"""Time as an argument: rules and workers ask a Clock, tests own one."""

import time
from typing import Protocol


class Clock(Protocol):
    def now(self) -> float:
        """Return the wall clock in seconds since 1970 UTC; only for what people will read."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never jump; for every duration and deadline inside one process."""
        ...


class SystemClock:
    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()
