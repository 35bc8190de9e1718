"""Recorded calls that keep a media node of a running house so busy, until its input ends.

`python -m tests.benchmarks.media.load DATA_DIR NODE_ID PID SHARE` prints how many calls that takes
once they are on. Customer and agent send all that a call has, three more only watch, and nobody
reads any media: the peers cost a fraction of what they cost the node.
"""

import asyncio
import math
import sys
from pathlib import Path
from typing import Final

from tests.benchmarks.media.engines import cpu_s
from tests.benchmarks.media.node_calls import NodeCalls
from tests.benchmarks.media.swarm import SwarmPeer, send_clips
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.ids import NodeId
from video_bank.media.commands import LegName
from video_bank.vault.key_file import KeyFile

_FIRST_CALLS: Final = 8
_WATCHERS: Final = (LegName.GUEST, LegName.SUPERVISOR, LegName.COLLEAGUE)
_LOOK_S: Final = 3.0
_NEAR: Final = 0.02


async def main(data_dir: Path, node_id: NodeId, pid: int, share: float) -> None:
    link = RedisLink(EmbeddedRedis(data_dir / "redis").url)
    calls = NodeCalls(link, KeyFile(data_dir / "keys" / "master.key"), node_id)
    async with asyncio.TaskGroup() as tasks:
        load = _Load(calls, tasks)
        await load.grow(_FIRST_CALLS)
        while (seen := await _settled_share_of(pid)) < share - _NEAR:
            await load.grow(max(1, int(load.size * (share / seen - 1))))
        print(load.size, flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await load.end()
    await link.close()


class _Load:
    def __init__(self, calls: NodeCalls, tasks: asyncio.TaskGroup) -> None:
        self.size = 0
        self._calls, self._tasks = calls, tasks
        self._peers: list[SwarmPeer] = []
        self._sending: list[asyncio.Task[None]] = []

    async def grow(self, by: int) -> None:
        speakers = [peer for _ in range(by) for peer in await self._begin()]
        sending = send_clips(speakers, math.inf)
        self._sending.append(self._tasks.create_task(sending, name="calls"))
        self.size += by

    async def _begin(self) -> list[SwarmPeer]:
        """Begin a call; return who speaks in it."""
        speakers, watchers = [SwarmPeer(), SwarmPeer()], [SwarmPeer() for _ in _WATCHERS]
        session_id = await self._calls.begin(*speakers)
        for leg, peer in zip(_WATCHERS, watchers, strict=True):
            await self._calls.join(session_id, leg, peer)
        for peer in speakers + watchers:
            await peer.wait_until_connected()
            peer.listen_to_checks_alone()
            self._peers.append(peer)
        return speakers

    async def end(self) -> None:
        for each in self._sending:
            each.cancel()
        await asyncio.gather(*(peer.close() for peer in self._peers))


async def _settled_share_of(pid: int) -> float:
    """Return a process's share once it is steady: beginning a call costs more than having it."""
    before, now = math.inf, await _share_of(pid)
    while now < before - _NEAR:
        before, now = now, await _share_of(pid)
    return now


async def _share_of(pid: int) -> float:
    """Return how much of a core a process takes."""
    before = cpu_s(pid)
    await asyncio.sleep(_LOOK_S)  # what is measured: the time of a processor over so long
    return (cpu_s(pid) - before) / _LOOK_S


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), NodeId(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
