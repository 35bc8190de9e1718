"""N recorded 1:1 calls on each server in turn, and what a forwarded packet costs there."""

import asyncio
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.media.clip import make_clip
from tests.benchmarks.media.engines import (
    AiortcEngine,
    Engine,
    NodeEngine,
    cpu_s,
    memory_of,
    on_peers_core,
)
from tests.benchmarks.media.janus import JanusEngine
from tests.benchmarks.media.swarm import Counts, SwarmPeer, send_clips

WARM_UP_S: Final = 3.0
FULL_SHARE: Final = 0.7
_STOCK_CALLS: Final = 1  # two would fill the core: it decodes and encodes


@dataclass(frozen=True)
class Run:
    """One server's figures; `sent` and `received` are packets of all peers."""

    calls: int
    seconds: float
    cpu_s: float
    sent: int
    received: int
    delays_ms: list[float]
    bytes_per_call: float

    @property
    def us_per_packet(self) -> float:
        return self.cpu_s / self.sent * 1e6


def measure(calls: int = 12, seconds: float = 20.0) -> dict[str, float]:
    """Return the figures of all three servers, measured one after the other."""
    make_clip()
    with on_peers_core():
        return _measure(calls, seconds)


def _measure(calls: int, seconds: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        runs = {}
        for name in ("node", "janus"):
            (place / name).mkdir()
        runs["node"] = asyncio.run(_run(NodeEngine(place / "node"), calls, seconds))
        runs["janus"] = asyncio.run(_run(JanusEngine(place / "janus"), calls, seconds))
        runs["aiortc"] = asyncio.run(_run(AiortcEngine(), _STOCK_CALLS, seconds))
    return _figures(runs["node"], runs["janus"], runs["aiortc"])


def _figures(node: Run, janus: Run, stock: Run) -> dict[str, float]:
    delays = statistics.quantiles(node.delays_ms, n=100)
    return {
        "calls": float(node.calls),
        "us_per_packet": node.us_per_packet,
        "janus_us_per_packet": janus.us_per_packet,
        "aiortc_us_per_packet": stock.us_per_packet,
        "ratio_to_janus": node.us_per_packet / janus.us_per_packet,
        "ratio_of_aiortc": stock.us_per_packet / node.us_per_packet,
        "calls_per_core": FULL_SHARE / (node.cpu_s / node.seconds / node.calls),
        "added_delay_p50_ms": delays[49],
        "added_delay_p99_ms": delays[98],
        "loss": 1 - node.received / node.sent,
        "janus_loss": 1 - janus.received / janus.sent,
        "mb_per_call": node.bytes_per_call / 1e6,
    }


async def _run(engine: Engine, calls: int, seconds: float) -> Run:
    async with engine:
        before = memory_of(engine.pid)
        peers = [SwarmPeer() for _ in range(2 * calls)]
        for first, second in zip(peers[::2], peers[1::2], strict=True):
            first.other, second.other = second, first
            await engine.call(first, second)
        await asyncio.gather(*(peer.wait_until_connected() for peer in peers))
        await send_clips(peers, WARM_UP_S)
        for peer in peers:
            peer.counts = Counts()
        used_s = cpu_s(engine.pid)
        await send_clips(peers, seconds)
        await asyncio.sleep(0.2)  # what is on its way arrives
        used_s = cpu_s(engine.pid) - used_s
        run = Run(
            calls=calls,
            seconds=seconds,
            cpu_s=used_s,
            sent=sum(peer.counts.sent for peer in peers),
            received=sum(peer.counts.received for peer in peers),
            delays_ms=[delay * 1000 for peer in peers for delay in peer.counts.delays_s],
            bytes_per_call=(memory_of(engine.pid) - before) / calls,
        )
        await asyncio.gather(*(peer.close() for peer in peers))
        return run
