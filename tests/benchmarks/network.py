"""`video-bank bench network`: what a dead or leaving media node and a bad network do to a call.

Of a node that dies or leaves: two robots are in a call on one of two nodes; the figure of a move
is the longest pause between two frames that either of them saw. The network: see `outages.py`.
"""

import asyncio
import os
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from signaling.robots.call_side import CallSide
from signaling.robots.desk_client import DeskClient
from tests.archive_reader import ArchiveReader
from tests.eventually import eventually
from tests.house import House
from tests.journeys.networks import run_apart
from tests.talk import Talk, media_nodes, signed_in, talk

KILLS: Final = 20
LEAVES: Final = 10
_LOOK_EVERY_S: Final = 0.005
_WITHIN_S: Final = 30.0
_NETWORK_WITHIN_S: Final = 1_500.0


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        settings = {"VIDEO_BANK_MEDIA_NODES": "2"}
        with House(Path(folder) / "data", settings) as house:
            killed = asyncio.run(_move_often(house, signal.SIGKILL, KILLS))
            left = asyncio.run(_move_often(house, signal.SIGTERM, LEAVES))
    return {
        **_spread("node_kill", killed),
        **_spread("node_leave", left),
        "node_leave_dropped_calls": float(left.count(None)),
        **_measure_network(),
    }


def _measure_network() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        found = run_apart("tests.benchmarks.outages", folder, within_s=_NETWORK_WITHIN_S)
    return msgspec.json.decode(found, type=dict[str, float])


async def _move_often(house: House, how: signal.Signals, times: int) -> list[float | None]:
    reader = ArchiveReader(house)
    async with signed_in(house) as desk:
        return [await _move_once(house, desk, reader, how) for _ in range(times)]


async def _move_once(
    house: House, desk: DeskClient, reader: ArchiveReader, how: signal.Signals
) -> float | None:
    """Return the longest pause in milliseconds; None for a call that did not come back."""
    async with talk(house, desk) as meeting:
        trail = (await asyncio.to_thread(reader.detail, meeting.session_id)).trail
        placed = next(line for line in trail if line.kind == "media_placed")
        pid = media_nodes(house)[str(placed.facts["node"])]
        with _pauses(meeting) as longest:
            os.kill(pid, how)
            is_back = await _comes_back(meeting)
        await eventually(lambda: len(media_nodes(house)) == 2, _WITHIN_S, "the node is not back")
    return max(longest) * 1000 if is_back else None


async def _comes_back(meeting: Talk) -> bool:
    try:
        await eventually(lambda: min(meeting.connections()) >= 2, _WITHIN_S, "not moved")
        await meeting.both_see()
    except AssertionError:
        return False
    return True


@contextmanager
def _pauses(meeting: Talk) -> Iterator[list[float]]:
    """Note the longest pause between frames of each side, in seconds."""
    longest = [0.0, 0.0]
    watching = asyncio.get_running_loop().create_task(_watch(meeting, longest), name="watch")
    try:
        yield longest
    finally:
        watching.cancel()


async def _watch(meeting: Talk, longest: list[float]) -> None:
    seen, seen_at = [0, 0], [time.monotonic()] * 2
    while True:
        now = time.monotonic()
        for side, call in enumerate((meeting.carla._call, meeting.amir._call)):
            if (frames := _all_frames(call)) != seen[side]:
                longest[side] = max(longest[side], now - seen_at[side])
                seen[side], seen_at[side] = frames, now
        await asyncio.sleep(_LOOK_EVERY_S)


def _all_frames(call: CallSide | None) -> int:
    return call.report.frames + call.statistics.frames if call else 0


def _spread(name: str, pauses_ms: list[float | None]) -> dict[str, float]:
    found = [each for each in pauses_ms if each is not None]
    return {
        f"{name}_p50_ms": statistics.median(found),
        f"{name}_p95_ms": statistics.quantiles(found, n=20, method="inclusive")[18],
    }
