"""A door on TCP in front of a server: shut, and nobody answers there."""

import asyncio
from contextlib import suppress
from typing import Final, Self

_CHUNK_BYTES: Final = 64 * 1024


class Gate:
    """Stands at `port` of 127.0.0.1 and leads to `target` as long as it is open."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._left = asyncio.Event()
        self.port = 0

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.shut()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._lead, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Refuse whoever comes, and cut off who is inside."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._writers:
            writer.transport.abort()
        while self._writers:
            self._left.clear()
            await self._left.wait()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            with suppress(OSError):
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
                await asyncio.gather(_copy(reader, far_writer), _copy(far_reader, writer))
        finally:
            self._writers.discard(writer)
            self._left.set()
            writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(_CHUNK_BYTES):
            writer.write(some)
            await writer.drain()
    writer.close()
