"""Who lives: a process says so in Redis twice a second, and is dead after two silent seconds.

node:{id}:lease            what the node says of itself; there as long as it lives
node:{id}:dead             its supervisor saw it die: nobody has to wait for the lease
process:{machine}:{pid}    the node that lives in a process
nodes:{kind}               all nodes of a kind
"""

import asyncio
import os
import socket
from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog

from video_bank.database.redis_link import RedisLink
from video_bank.errors import UnavailableError
from video_bank.ids import NodeId

LEASE_S: Final = 2.0
RENEW_EVERY_S: Final = 0.5
_BURIED_S: Final = 60

_log = structlog.get_logger()


class Leases:
    """Leases of one kind of process; a report goes with each, readable by everybody."""

    def __init__(self, link: RedisLink, kind: str) -> None:
        self._link = link
        self._kind = kind

    async def hold(self, node_id: NodeId, report: Callable[[], bytes]) -> None:
        """Renew this node's lease until cancelled, then give it back."""
        try:
            while True:
                try:
                    await self._renew(node_id, report())
                except UnavailableError:
                    _log.warning("lease not renewed", node=node_id, kind=self._kind)
                await asyncio.sleep(RENEW_EVERY_S)
        finally:
            await asyncio.shield(self._give_back(node_id))

    async def alive(self) -> dict[NodeId, bytes]:
        """Return the reports of all nodes that live."""
        async with self._link.reach() as client:
            members: Any = await client.smembers(self._members_key)
            node_ids = sorted(NodeId(bytes(member).decode()) for member in members)
            if not node_ids:
                return {}
            found: list[Any] = await client.mget([_lease_key(node_id) for node_id in node_ids])
            reports = dict(zip(node_ids, found, strict=True))
            if dead := [node_id for node_id, report in reports.items() if report is None]:
                await client.srem(self._members_key, *dead)
        return {node_id: report for node_id, report in reports.items() if report is not None}

    async def is_alive(self, node_id: NodeId) -> bool:
        async with self._link.reach() as client:
            return bool(await client.exists(_lease_key(node_id)))

    async def buried(self, node_ids: Sequence[NodeId]) -> set[NodeId]:
        """Return those that are known to be dead, not only silent."""
        if not node_ids:
            return set()
        async with self._link.reach() as client:
            found: list[Any] = await client.mget([_dead_key(node_id) for node_id in node_ids])
        return {node_id for node_id, mark in zip(node_ids, found, strict=True) if mark is not None}

    @property
    def _members_key(self) -> str:
        return f"nodes:{self._kind}"

    async def _renew(self, node_id: NodeId, report: bytes) -> None:
        async with self._link.reach() as client, client.pipeline(transaction=True) as pipeline:
            await pipeline.set(_lease_key(node_id), report, px=int(LEASE_S * 1000))
            await pipeline.set(_process_key(os.getpid()), node_id, px=int(LEASE_S * 1000))
            await pipeline.sadd(self._members_key, node_id)
            await pipeline.execute()

    async def _give_back(self, node_id: NodeId) -> None:
        try:
            async with self._link.reach() as client:
                await client.delete(_lease_key(node_id))
        except UnavailableError:
            _log.warning("lease left to run out", node=node_id, kind=self._kind)


async def bury_process(link: RedisLink, pid: int) -> None:
    """End the lease of whatever node lived in a process of this machine that is gone."""
    async with link.reach() as client:
        found: Any = await client.get(_process_key(pid))
        if found is None:
            return
        node_id = NodeId(bytes(found).decode())
        async with client.pipeline(transaction=True) as pipeline:
            await pipeline.set(_dead_key(node_id), b"1", ex=_BURIED_S)
            await pipeline.delete(_lease_key(node_id), _process_key(pid))
            await pipeline.execute()
    _log.info("lease ended for a dead process", node=node_id)


def _lease_key(node_id: NodeId) -> str:
    return f"node:{node_id}:lease"


def _dead_key(node_id: NodeId) -> str:
    return f"node:{node_id}:dead"


def _process_key(pid: int) -> str:
    return f"process:{socket.gethostname()}:{pid}"
