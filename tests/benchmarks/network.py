"""`video-bank bench network`: how long a picture stands still when its media node dies or leaves.

Two robots in a call on one of two nodes; the figure of a move is the longest pause between two
frames that either of them saw.
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

from signaling.robots.call_side import CallSide
from signaling.robots.desk_client import DeskClient
from tests.archive_reader import ArchiveReader
from tests.eventually import eventually
from tests.house import House
from tests.talk import Talk, media_nodes, signed_in, talk

MOVES: Final = 10  # of each kind
_LOOK_EVERY_S: Final = 0.005
_WITHIN_S: Final = 30.0


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        settings = {"VIDEO_BANK_MEDIA_NODES": "2"}
        with House(Path(folder) / "data", settings) as house:
            killed = asyncio.run(_move_often(house, signal.SIGKILL))
            left = asyncio.run(_move_often(house, signal.SIGTERM))
    return {
        "node_kill_p50_ms": statistics.median(killed),
        "node_kill_p95_ms": _p95(killed),
        "node_leave_p50_ms": statistics.median(left),
        "node_leave_p95_ms": _p95(left),
    }


async def _move_often(house: House, how: signal.Signals) -> list[float]:
    reader = ArchiveReader(house)
    async with signed_in(house) as desk:
        return [await _move_once(house, desk, reader, how) for _ in range(MOVES)]


async def _move_once(
    house: House, desk: DeskClient, reader: ArchiveReader, how: signal.Signals
) -> float:
    async with talk(house, desk) as meeting:
        trail = (await asyncio.to_thread(reader.detail, meeting.session_id)).trail
        placed = next(line for line in trail if line.kind == "media_placed")
        pid = media_nodes(house)[str(placed.facts["node"])]
        with _pauses(meeting) as longest:
            os.kill(pid, how)
            await eventually(lambda: min(meeting.connections()) >= 2, _WITHIN_S, "not moved")
            await meeting.both_see()
        await eventually(lambda: len(media_nodes(house)) == 2, _WITHIN_S, "the node is not back")
    return max(longest) * 1000


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


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[18]
