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
from typing import Final, Self, TypeVar

import msgspec

from tests.benchmarks.media.node_process import COUNT_TASKS
from tests.benchmarks.media.swarm import SwarmPeer
from video_bank.child import ONE_HEAP
from video_bank.clock import SystemClock
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink, command_stream, inbox_stream
from video_bank.ids import NodeId, SessionId, new_session_id
from video_bank.media.commands import AttachLeg, CloseCall, LegName, MediaCommand, OpenCall
from video_bank.media.news import CallClosed, LegAnswered, MediaNews
from video_bank.vault.key_file import KeyFile

_News = TypeVar("_News", bound=msgspec.Struct)

SERVER_CORE: Final = 0
PEERS_CORE: Final = 1


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
        self._node_id = NodeId(await read_line(self._process))
        self.pid = self._process.pid

    async def call(self, first: SwarmPeer, second: SwarmPeer) -> SessionId:
        session_id = new_session_id()
        wrapped_key = await self._keys.make_data_key(session_id)
        await self._tell(OpenCall(session_id, wrapped_key, SystemClock().now()))
        for leg, peer in ((LegName.CUSTOMER, first), (LegName.AGENT, second)):
            await self._tell(AttachLeg(session_id, leg, 1, await peer.offer()))
            await peer.accept(await self._answer_for(session_id, leg))
        return session_id

    async def hang_up(self, session_id: SessionId) -> None:
        """Return when the node has finished the journals."""
        await self._tell(CloseCall(session_id))
        await self._news_of(session_id, CallClosed)

    async def count_tasks(self) -> int:
        self._process.send_signal(COUNT_TASKS)
        return int(await read_line(self._process))

    async def stop(self) -> None:
        self._process.terminate()
        await self._process.wait()
        await self._link.close()
        self._redis.terminate()
        await asyncio.to_thread(self._redis.wait)

    async def _tell(self, command: MediaCommand) -> None:
        await self._link.append(command_stream(self._node_id), msgspec.json.encode(command))

    async def _answer_for(self, session_id: SessionId, leg: LegName) -> str:
        answered = await self._news_of(session_id, LegAnswered, leg)
        return str(answered.answer_sdp)

    async def _news_of(
        self, session_id: SessionId, kind: type[_News], leg: LegName | None = None
    ) -> _News:
        """Return the first news of a kind, of a leg where one is named."""
        stream, place = inbox_stream(session_id), "0-0"
        async with asyncio.timeout(10):
            while True:
                for _, entry_id, payload in await self._link.read({stream: place}, wait_ms=500):
                    place = entry_id
                    news = msgspec.json.decode(payload, type=MediaNews)
                    if isinstance(news, kind) and leg in {None, getattr(news, "leg", None)}:
                        return news


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
