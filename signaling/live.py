"""The sockets that this process serves right now, so that it can send them elsewhere."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signaling.connection import Connection


class LiveSockets:
    def __init__(self) -> None:
        self._connections: set[Connection] = set()

    @contextmanager
    def count(self, connection: "Connection") -> Iterator[None]:
        self._connections.add(connection)
        try:
            yield
        finally:
            self._connections.discard(connection)

    async def drain(self) -> None:
        """Close every socket with 1012: its page comes back to another desk at once."""
        await asyncio.gather(*(connection.drain() for connection in self._connections))
