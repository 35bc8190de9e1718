"""The beat of all sockets of a process, by one timer instead of a sleeping task for each."""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from typing import Final

BEAT_S: Final = 2.0
_TICK_S: Final = 0.025  # sockets whose beats fall into one tick look things up together
_HEADROOM: Final = 1.25  # over the even share, to catch up with


class Pulse:
    def __init__(self) -> None:
        self._due: deque[tuple[float, Callable[[], None]]] = deque()  # earliest first

    def next_beat(self, start: Callable[[], None]) -> None:
        """Call `start` once, a beat from now or, for more evenness, a little later."""
        self._due.append((asyncio.get_running_loop().time() + BEAT_S, start))

    async def run(self) -> None:
        """Call what is due until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_TICK_S)
            for _ in range(self._share()):
                if not self._due or self._due[0][0] > loop.time():
                    break
                _, start = self._due.popleft()
                start()

    def _share(self) -> int:
        """Return how many may begin in one tick.

        Sockets that are answered together would beat together ever after, in clumps that hold up
        all others.
        """
        return math.ceil(len(self._due) * _TICK_S / BEAT_S * _HEADROOM)
