"""Brings a node's news to the sessions' inboxes: in order, and again until Redis takes them."""

import asyncio
from typing import Final

import msgspec
import structlog

from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.errors import UnavailableError
from video_bank.ids import SessionId

_RETRY_EVERY_S: Final = 0.25

_log = structlog.get_logger()


class NewsPost:
    """`publish` from anywhere in the loop; `run` as one task."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._queue: asyncio.Queue[tuple[SessionId, bytes]] = asyncio.Queue()

    def publish(self, session_id: SessionId, news: msgspec.Struct) -> None:
        """Never waits: calls go on while Redis is away."""
        _log.info("media news", session=session_id, news=type(news).__name__)
        self._queue.put_nowait((session_id, msgspec.json.encode(news)))

    async def run(self) -> None:
        while True:
            session_id, payload = await self._queue.get()
            await self._deliver(session_id, payload)
            self._queue.task_done()

    async def flush(self) -> None:
        """Wait until everything published so far is delivered; needs `run` running."""
        await self._queue.join()

    async def _deliver(self, session_id: SessionId, payload: bytes) -> None:
        while True:
            try:
                await self._link.append(inbox_stream(session_id), payload)
            except UnavailableError:
                _log.warning("media news wait for redis", waiting=self._queue.qsize() + 1)
                await asyncio.sleep(_RETRY_EVERY_S)
            else:
                return
