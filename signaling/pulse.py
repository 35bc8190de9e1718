"""The beat of all sockets of a process, by one timer instead of a sleeping task for each."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

BEAT_S: Final = 2.0
_TICK_S: Final = 0.05  # sockets whose beats fall into one tick look things up together


class Pulse:
    def __init__(self) -> None:
        self._due: deque[tuple[float, Callable[[], None]]] = deque()  # earliest first

    def next_beat(self, start: Callable[[], None]) -> None:
        """Call `start` once, a beat from now."""
        self._due.append((asyncio.get_running_loop().time() + BEAT_S, start))

    async def run(self) -> None:
        """Call what is due until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_TICK_S)
            while self._due and self._due[0][0] <= loop.time():
                _, start = self._due.popleft()
                start()
