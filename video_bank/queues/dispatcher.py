"""Keeps the queues moving: twice a second, whatever ran out is ended and matched anew."""

import asyncio
from typing import Final

import structlog

from video_bank.errors import UnavailableError
from video_bank.queues.redis_store import RedisQueues

_SWEEP_EVERY_S: Final = 0.5

_log = structlog.get_logger()


class Dispatcher:
    """Any number may run at once: each sweep is one script."""

    def __init__(self, queues: RedisQueues) -> None:
        self._queues = queues

    async def run(self) -> None:
        while True:
            try:
                await self._queues.sweep()
            except UnavailableError:
                _log.warning("queues not swept")
            await asyncio.sleep(_SWEEP_EVERY_S)
