"""`video-bank bench churn`: what 2,000 calls leave behind in a media node, set up and torn down.

Each figure is what was there after the last call, less what was there after the first two hundred:
until then libraries load, caches fill and the heap finds its size.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from tests.benchmarks.media.engines import NodeEngine, memory_of, on_peers_core
from tests.benchmarks.media.swarm import SwarmPeer, send_clips
from tests.eventually import eventually

CALLS: Final = 2_000
_SETTLED_AFTER: Final = 200
_AT_ONCE: Final = 8
_TALK_S: Final = 0.1


class Left(NamedTuple):
    """What a node holds on to while no call is on."""

    rss_mb: float
    fds: int
    threads: int
    tasks: int


def measure(calls: int = CALLS) -> dict[str, float]:
    with on_peers_core(), tempfile.TemporaryDirectory() as folder:
        settled, last = asyncio.run(_run(Path(folder), calls))
    return {
        "calls": float(calls),
        **{f"{name}_growth": float(now - before) for name, now, before in _pairs(last, settled)},
        "rss_mb": last.rss_mb,
    }


def _pairs(last: Left, settled: Left) -> list[tuple[str, float, float]]:
    return list(zip(Left._fields, last, settled, strict=True))


async def _run(folder: Path, calls: int) -> tuple[Left, Left]:
    async with NodeEngine(folder) as engine:
        await _talk_often(engine, _SETTLED_AFTER)
        settled = await _look(engine)
        await _talk_often(engine, calls - _SETTLED_AFTER)
        return settled, await _look(engine)


async def _talk_often(engine: NodeEngine, calls: int) -> None:
    for _ in range(0, calls, _AT_ONCE):
        await asyncio.gather(*(_talk(engine) for _ in range(_AT_ONCE)))


async def _talk(engine: NodeEngine) -> None:
    peers = [SwarmPeer(), SwarmPeer()]
    session_id = await engine.call(*peers)
    for peer in peers:
        await peer.wait_until_connected()
    await send_clips(peers, _TALK_S)
    await engine.hang_up(session_id)
    await asyncio.gather(*(peer.close() for peer in peers))


async def _look(engine: NodeEngine) -> Left:
    """Look when nothing of the last calls is being ended any more."""
    seen: list[Left] = []

    async def is_quiet() -> bool:
        await asyncio.sleep(1.0)  # two looks that agree are a second apart
        seen.append(_left(engine.pid, await engine.count_tasks()))
        return len(seen) > 1 and seen[-1][1:] == seen[-2][1:]

    await eventually(is_quiet, 60, "the node does not come to rest")
    return seen[-1]


def _left(pid: int, tasks: int) -> Left:
    place = Path(f"/proc/{pid}")
    return Left(
        rss_mb=memory_of(pid) / 1e6,
        fds=len(list((place / "fd").iterdir())),
        threads=len(list((place / "task").iterdir())),
        tasks=tasks,
    )
