"""What recording costs: bytes, processor time, and how much of that is syncing and proving.

In a process of its own, with the disk that the temporary folder is on: 60 calls at once, once with
journals and once with nothing behind the same packets; the difference is the recording's.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec

from tests.benchmarks.recording.feeder import feed
from video_bank.clock import SystemClock
from video_bank.errors import BankError
from video_bank.ids import new_session_id
from video_bank.media.needs import PacketSink
from video_bank.media.tracks import TrackName
from video_bank.recording import recorder as recorder_module
from video_bank.recording.recorder import Recorder
from video_bank.recording.take_journal import TakeJournal
from video_bank.recording.volumes import Volumes
from video_bank.vault.key_file import KeyFile

CALLS: Final = 60
SECONDS: Final = 20.0
_LEGS: Final = (TrackName.CUSTOMER, TrackName.AGENT)


class Cost(msgspec.Struct):
    cpu_s: float
    wall_s: float
    shares: dict[str, float] = {}  # of a core


class NoSink:
    """Takes packets and keeps nothing."""

    failure: type[BankError] | None = None
    lost_packets = 0

    def write_rtp(self, packet: bytes | memoryview, arrival_us: int) -> None: ...

    def write_rtcp(self, packet: bytes | memoryview, arrival_us: int) -> None: ...

    def write_quality(self, packed: bytes, arrival_us: int) -> None: ...

    def write_lost(self, packets: int, arrival_us: int) -> None: ...

    async def finish(self) -> None: ...


def measure_cost() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        idle, busy = (_run(folder, kind) for kind in ("idle", "busy"))
        journals = Path(folder).rglob("*.journal")
        bytes_written = sum(journal.stat().st_size for journal in journals)
    minutes = busy.wall_s / 60 * CALLS
    spent_s = busy.cpu_s - idle.cpu_s * busy.wall_s / idle.wall_s
    return {
        "bytes_per_minute": bytes_written / minutes,
        "cpu_s_per_minute": spent_s / minutes,
        **{f"{name}_core_share_60_calls": share for name, share in busy.shares.items()},
    }


def _run(folder: str, kind: str) -> Cost:
    program = [sys.executable, "-m", "tests.benchmarks.recording.cost", folder, kind]
    found = subprocess.run(program, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(found.stdout.splitlines()[-1], type=Cost)


async def _record(folder: Path) -> Cost:
    keys = KeyFile(folder / "master.key")
    recorder = Recorder(Volumes([folder / "journals"], 0), keys, SystemClock())
    sinks: list[PacketSink] = []
    sessions = [new_session_id() for _ in range(CALLS)]
    for session_id in sessions:
        recorder.open_call(session_id, await keys.make_data_key(session_id), time.time())
        sinks += [await recorder.open_take(session_id, leg, 1) for leg in _LEGS]
    parts = {
        "sync": _timed(TakeJournal, "sync"),
        "proof": _timed(TakeJournal, "prove"),
        "picture": _timed(recorder_module, "_look_at_pictures"),
    }
    cost = await _feed(sinks)
    cost.shares = {name: spent() / cost.wall_s for name, spent in parts.items()}
    await asyncio.gather(*(sink.finish() for sink in sinks))
    for session_id in sessions:
        recorder.close_call(session_id)
    return cost


async def _feed(sinks: list[PacketSink]) -> Cost:
    cpu_s, wall_s = time.process_time(), time.monotonic()
    await feed(sinks, SECONDS)
    return Cost(time.process_time() - cpu_s, time.monotonic() - wall_s)


def _timed(owner: Any, name: str) -> Callable[[], float]:
    """Have the time counted that its thread spends in a function."""
    real, spent = getattr(owner, name), [0.0]

    def counted(*arguments: Any) -> Any:
        began = time.thread_time()
        try:
            return real(*arguments)
        finally:
            spent[0] += time.thread_time() - began

    setattr(owner, name, counted)
    return lambda: spent[0]


async def main(folder: str, kind: str) -> None:
    """Print the cost: of `busy` with journals, of `idle` with nothing behind the packets."""
    if kind == "busy":
        cost = await _record(Path(folder))
    else:
        cost = await _feed([NoSink() for _ in range(CALLS * len(_LEGS))])
    print(msgspec.json.encode(cost).decode())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
