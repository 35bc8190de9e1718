"""A robot agent behind a narrow link: its estimate of what it can receive stands in a file.

`python narrow_robot.py FILE`, in a house's environment; the file holds bits per second.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from aiortc import rtcrtpreceiver

from signaling.robots.play import play
from video_bank.settings import Settings


class NarrowEstimator:
    """In place of aiortc's own, which finds loopback wide."""

    def __init__(self) -> None:
        self._told_ms = 0

    def add(self, arrival_time_ms: int, ssrc: int, **_: int) -> tuple[int, Sequence[int]] | None:
        if arrival_time_ms - self._told_ms < 500:
            return None
        self._told_ms = arrival_time_ms
        return int(Path(sys.argv[1]).read_text()), [ssrc]


if __name__ == "__main__":
    rtcrtpreceiver.RemoteBitrateEstimator = NarrowEstimator  # type: ignore[assignment,attr-defined]
    part = play(
        Settings.from_environment(), "agent", clip=None, link=None, seconds=600.0, meetings=1
    )
    asyncio.run(part)
