"""Keeps the queues moving: twice a second, whatever ran out is ended and matched anew.

Beside it, and never in its way, what was decided is written down.
"""

import asyncio
from typing import Final, Protocol

import structlog

from video_bank.errors import UnavailableError
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.sql_decisions import SqlDecisions

_SWEEP_EVERY_S: Final = 0.5
_COLLECT_EVERY_S: Final = 2.0

_log = structlog.get_logger()


class Room(Protocol):
    """`video_bank.media.placement.NodeDirectory` fits."""

    async def has_room(self) -> bool:
        """Say whether a call that begins now would find a media node."""
        ...


class Dispatcher:
    """Any number may run at once: each sweep is one script.

    While no media node has room nobody is rung: customers keep their places in the queue.
    """

    def __init__(self, queues: RedisQueues, room: Room, decisions: SqlDecisions) -> None:
        self._queues = queues
        self._decisions = decisions
        self._room = room
        self._has_room = True

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._sweep_on(), name="sweep queues")
            tasks.create_task(self._collect_on(), name="collect decisions")

    async def _collect_on(self) -> None:
        while True:
            try:
                while await self._decisions.collect():
                    pass
            except UnavailableError:
                _log.warning("decisions not collected")
            await asyncio.sleep(_COLLECT_EVERY_S)

    async def _sweep_on(self) -> None:
        while True:
            try:
                await self._sweep()
            except UnavailableError:
                _log.warning("queues not swept")
            await asyncio.sleep(_SWEEP_EVERY_S)

    async def _sweep(self) -> None:
        await self._queues.follow_policy()
        has_room = await self._room.has_room()
        await self._queues.sweep(has_room=has_room)
        if has_room is not self._has_room:
            self._has_room = has_room
            if has_room:
                _log.info("media nodes have room again: offers go on")
            else:
                _log.warning("no media node has room: offers are held back")
