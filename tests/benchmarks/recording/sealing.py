"""How fast a call is sealed, and whether everything that is done to a recording is found.

Sealing is measured on ten minutes of a 1:1 call by the archivist itself, its remuxing processes
included, and scaled to an hour: the work is linear in the packets.
"""

import asyncio
import logging
import resource
import tempfile
from pathlib import Path
from typing import Final

import structlog

from tests.benchmarks.recording import history, mutations
from tests.benchmarks.recording.long_call import make_records
from tests.conftest import open_with_tables
from tests.video_bank.recording.archive import Archive
from video_bank.media.tracks import TrackName
from video_bank.recording.manifest import SealState

SECONDS: Final = 600
MUTATIONS: Final = 10_000
ROLLBACKS: Final = 200  # of these
UNTOUCHED: Final = 1_000


def measure_sealing() -> dict[str, float]:
    """Return CPU seconds of sealing an hour of a call; mutations, those found, false alarms."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory(prefix="vb-seal-") as name:
        speed, kept, past = folders = [Path(name) / each for each in ("speed", "kept", "past")]
        for folder in folders:
            folder.mkdir()
        seal_s = asyncio.run(_measure_seal(speed, SECONDS))
        found, alarms = asyncio.run(mutations.find_all(kept, UNTOUCHED, MUTATIONS - ROLLBACKS))
        rollbacks_found, rollback_alarms = asyncio.run(history.find_rollbacks(past, ROLLBACKS))
    return {
        "seal_seconds_per_hour": seal_s * 3600 / SECONDS,
        "mutations": MUTATIONS,
        "mutations_found": found + rollbacks_found,
        "false_alarms": alarms + rollback_alarms,
    }


async def _measure_seal(folder: Path, seconds: int) -> float:
    """Return the CPU seconds of sealing a call of two people."""
    async for database in open_with_tables(f"sqlite:///{folder}/bank.sqlite"):
        archive = Archive(folder, database)
        session = await archive.begin_session()
        for track in (TrackName.CUSTOMER, TrackName.AGENT):
            await archive.write_journal(session, track, 1, make_records(seconds))
        await archive.end_session(session)
        begin = _cpu_s()
        await archive.make_archivist().seal_next()
        spent = _cpu_s() - begin
        recording = await archive.find(session)
        assert recording.state is SealState.SEALED
        return spent
    raise AssertionError


def _cpu_s() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        for usage in [resource.getrusage(who)]
    )
