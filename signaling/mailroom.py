"""One reader of all outboxes that this process's sockets wait for: one blocking call, not one each.

Nothing is kept here beyond a few frames per socket: a page that reads slowly leaves its mail in
Redis.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

import structlog

from video_bank.database.redis_link import RedisLink
from video_bank.errors import UnavailableError

_LOOK_AROUND_MS: Final = 100  # a new box waits at most this long for a read that knows of it
_BOX_SIZE: Final = 64
_PAUSE_S: Final = 0.2

_log = structlog.get_logger()


class Box:
    """Mail of one stream after one sequence number, for one socket."""

    def __init__(self, stream: str, after: int) -> None:
        self.stream = stream
        self.position = after
        self._mail: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue()

    @property
    def has_room(self) -> bool:
        return self._mail.qsize() < _BOX_SIZE

    def put(self, seq: int, payload: bytes) -> None:
        if seq > self.position:
            self.position = seq
            self._mail.put_nowait((seq, payload))

    async def letters(self) -> AsyncIterator[tuple[int, bytes]]:
        """Yield (sequence number, payload), in order, without end."""
        while True:
            yield await self._mail.get()


class Mailroom:
    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._boxes: set[Box] = set()
        self._has_boxes = asyncio.Event()

    @contextmanager
    def open_box(self, stream: str, after: int) -> Iterator[Box]:
        box = Box(stream, after)
        self._boxes.add(box)
        self._has_boxes.set()
        try:
            yield box
        finally:
            self._boxes.remove(box)

    async def run(self) -> None:
        """Distribute until cancelled."""
        while True:
            await self._has_boxes.wait()
            waiting = [box for box in self._boxes if box.has_room]
            if waiting:
                await self._fill(waiting)
            elif self._boxes:
                await asyncio.sleep(_LOOK_AROUND_MS / 1000)  # every page is slow
            else:
                self._has_boxes.clear()

    async def _fill(self, waiting: list[Box]) -> None:
        places: dict[str, int] = {}
        for box in waiting:
            places[box.stream] = min(places.get(box.stream, box.position), box.position)
        try:
            found = await self._link.read(
                {stream: f"{seq}-0" for stream, seq in places.items()}, wait_ms=_LOOK_AROUND_MS
            )
        except UnavailableError:
            _log.warning("outboxes cannot be read")
            await asyncio.sleep(_PAUSE_S)
            return
        for stream, entry_id, payload in found:
            # Only boxes that this read asked for: another one may be further behind.
            for box in waiting:
                if box.stream == stream:
                    box.put(int(entry_id.partition("-")[0]), payload)
