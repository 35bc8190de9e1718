"""The three servers that are measured, each a process on a core of its own."""

import asyncio
import json
import os
import sys
from abc import ABC, abstractmethod
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from tests.benchmarks.media.node_calls import NodeCalls
from tests.benchmarks.media.node_process import COUNT_TASKS
from tests.benchmarks.media.swarm import SwarmPeer
from video_bank.child import ONE_HEAP
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.ids import NodeId, SessionId, new_session_id
from video_bank.vault.key_file import KeyFile

SERVER_CORE: Final = 0
PEERS_CORE: Final = 1
_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")


class Engine(ABC):
    """Enter to start the server; `call` brings two peers together in it, recorded."""

    pid: int

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @abstractmethod
    async def start(self) -> None: ...

    @abstractmethod
    async def call(self, first: SwarmPeer, second: SwarmPeer) -> object: ...

    @abstractmethod
    async def stop(self) -> None: ...


@contextmanager
def on_peers_core() -> Iterator[None]:
    """Keep this process, and the peers in it, off the core of the server that is measured."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {PEERS_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def cpu_s(pid: int) -> float:
    """Return the processor time that a process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S


def memory_of(pid: int) -> int:
    """Return a process's resident bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def spawn(*command: str) -> Process:
    """Start a server on its core."""
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,
        stdout=PIPE,
        env={**ONE_HEAP, **os.environ},
        preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CORE}),
    )


async def read_line(process: Process) -> str:
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 30)
    assert line, "the server ended"
    return line.decode().strip()


class NodeEngine(Engine):
    """A media node of ours, told by Redis streams, with real journals on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys = KeyFile(folder / "master.key")

    async def start(self) -> None:
        redis = EmbeddedRedis(self._folder / "redis")
        self._redis = await asyncio.to_thread(redis.start)
        self._link = RedisLink(redis.url)
        await self._keys.make_data_key(new_session_id())  # the key file is there from now on
        self._process = await spawn(
            sys.executable,
            "-m",
            "tests.benchmarks.media.node_process",
            redis.url,
            str(self._folder),
        )
        node_id = NodeId(await read_line(self._process))
        self._calls = NodeCalls(self._link, self._keys, node_id)
        self.pid = self._process.pid

    async def call(self, first: SwarmPeer, second: SwarmPeer) -> SessionId:
        return await self._calls.begin(first, second)

    async def hang_up(self, session_id: SessionId) -> None:
        """Return when the node has finished the journals."""
        await self._calls.hang_up(session_id)

    async def count_tasks(self) -> int:
        self._process.send_signal(COUNT_TASKS)
        return int(await read_line(self._process))

    async def stop(self) -> None:
        self._process.terminate()
        await self._process.wait()
        await self._link.close()
        self._redis.terminate()
        await asyncio.to_thread(self._redis.wait)


class AiortcEngine(Engine):
    """Stock aiortc relaying tracks: it decodes and encodes what it forwards; nothing is kept."""

    async def start(self) -> None:
        self._process = await spawn(sys.executable, "-m", "tests.benchmarks.media.aiortc_relay")
        self.pid = self._process.pid

    async def call(self, first: SwarmPeer, second: SwarmPeer) -> None:
        for peer in (first, second):
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(await peer.offer()).encode() + b"\n")
            await peer.accept(json.loads(await read_line(self._process)))

    async def stop(self) -> None:
        self._process.kill()
        await self._process.wait()
