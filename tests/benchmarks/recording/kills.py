"""What kill -9 at a random moment costs a recording, two hundred times.

Each time a process records a 1:1 call at the speed of life; until when it was given packets
stands in memory that outlives it. Its journals are read as a seal would read them.
"""

import asyncio
import mmap
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.media.clip import make_clip
from tests.benchmarks.recording.feeder import feed
from video_bank.clock import SystemClock
from video_bank.ids import SessionId, new_session_id
from video_bank.media.tracks import TrackName
from video_bank.recording.journal import JournalReader
from video_bank.recording.recorder import Recorder
from video_bank.recording.volumes import Volumes
from video_bank.vault.errors import IntegrityError
from video_bank.vault.key_file import KeyFile

KILLS: Final = 200
_AT_ONCE: Final = 20
_LEAST_S: Final = 0.5
_MOST_S: Final = 5.0
_LEGS: Final = (TrackName.CUSTOMER, TrackName.AGENT)
_BYTES: Final = 8


@dataclass
class _Victim:
    """A process that records until it is killed."""

    pid: int
    session_id: SessionId
    wrapped_key: bytes
    given: mmap.mmap  # the arrival of the last packet that each leg was given
    dies_at: float

    def given_until_us(self) -> list[int]:
        place = range(0, len(_LEGS) * _BYTES, _BYTES)
        return [int.from_bytes(self.given[at : at + _BYTES]) for at in place]


def measure_kills() -> dict[str, float]:
    make_clip()  # once, for all that are forked
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        keys = KeyFile(place / "master.key")
        lost_s: list[float] = []
        unverifiable = 0
        for _ in range(KILLS // _AT_ONCE):
            for victim in _kill_all([_fork(place, keys) for _ in range(_AT_ONCE)]):
                for seconds in _losses(place, keys, victim):
                    if seconds is None:
                        unverifiable += 1
                    else:
                        lost_s.append(seconds)
    return {
        "kills": float(KILLS),
        "kill_lost_max_s": max(lost_s),
        "kill_lost_p50_s": sorted(lost_s)[len(lost_s) // 2],
        "unverifiable_prefixes": float(unverifiable),
    }


def _fork(place: Path, keys: KeyFile) -> _Victim:
    session_id = new_session_id()
    wrapped_key = asyncio.run(keys.make_data_key(session_id))
    given = mmap.mmap(-1, len(_LEGS) * _BYTES)
    if pid := os.fork():
        lives_s = random.uniform(_LEAST_S, _MOST_S)
        return _Victim(pid, session_id, wrapped_key, given, time.monotonic() + lives_s)
    try:
        asyncio.run(_record(place, session_id, wrapped_key, given))
    finally:
        os._exit(1)


async def _record(place: Path, session_id: SessionId, wrapped_key: bytes, given: mmap.mmap) -> None:
    keys = KeyFile(place / "master.key")
    recorder = Recorder(Volumes([place / "journals"], 0), keys, SystemClock())
    recorder.open_call(session_id, wrapped_key, time.time())
    sinks = [await recorder.open_take(session_id, leg, 1) for leg in _LEGS]

    def note(track: int, arrival_us: int) -> None:
        given[track * _BYTES : (track + 1) * _BYTES] = arrival_us.to_bytes(_BYTES)

    await feed(sinks, 10 * _MOST_S, note)


def _kill_all(victims: list[_Victim]) -> Iterator[_Victim]:
    for victim in sorted(victims, key=lambda each: each.dies_at):
        time.sleep(max(0.0, victim.dies_at - time.monotonic()))
        with suppress(ProcessLookupError):
            os.kill(victim.pid, signal.SIGKILL)
        os.waitpid(victim.pid, 0)
        yield victim


def _losses(place: Path, keys: KeyFile, victim: _Victim) -> Iterator[float | None]:
    """Yield the seconds that each leg lost; None where what is left cannot be verified."""
    key = asyncio.run(keys.unwrap(victim.session_id, victim.wrapped_key))
    for leg, given_us in zip(_LEGS, victim.given_until_us(), strict=True):
        path = place / "journals" / victim.session_id / f"{leg}-0001.journal"
        kept_us = 0
        try:
            with path.open("rb") as file:
                for record in JournalReader(file, key).records():
                    kept_us = record.arrival_us
        except FileNotFoundError:  # killed before the first turn
            pass
        except IntegrityError:
            yield None
            continue
        yield (given_us - kept_us) / 1e6
