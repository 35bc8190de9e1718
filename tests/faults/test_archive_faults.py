"""The store is away for an hour, the database is killed: every recording is sealed all the same."""

import asyncio
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import open_with_tables
from tests.eventually import eventually
from tests.faults.gate import Gate
from tests.servers import PostgresServer
from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import Archive, Session
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import Happening, find_break
from video_bank.clock import Clock, SystemClock
from video_bank.database.sql_engine import Database
from video_bank.errors import UnavailableError
from video_bank.ids import SessionId, new_node_id
from video_bank.media.tracks import TrackName
from video_bank.recording.archivist import Archivist
from video_bank.recording.manifest import SealState
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.vault.obstore_vault import ObstoreVault
from video_bank.vault.signing_key import SigningKey

TRACKS = (TrackName.CUSTOMER, TrackName.AGENT)


@pytest.fixture
async def archive(tmp_path: Path, database: Database) -> Archive:
    return Archive(tmp_path, database)


async def record(archive: Archive) -> Session:
    session = await archive.begin_session()
    for track in TRACKS:
        await archive.write_journal(session, track, 1, Stage(seconds=2).records())
    await archive.end_session(session)
    return session


def count_journals(archive: Archive) -> int:
    return len(list(archive.journal_dir.rglob("*.journal")))


async def state_of(archive: Archive, session: Session) -> SealState:
    return (await archive.find(session)).state


@pytest.mark.timeout(180)
async def test_a_store_that_is_away_for_an_hour_loses_nothing(
    archive: Archive, s3_url: str
) -> None:
    parts = urlsplit(s3_url)
    server = int(s3_url.split("127.0.0.1:")[1].split("&", maxsplit=1)[0])
    async with Gate(server) as gate:
        url = f"s3://{parts.netloc}/bank?endpoint=http://127.0.0.1:{gate.port}&region=us-east-1"
        archive.vault = ObstoreVault(url, "test", "test")
        archivist = archive.make_archivist()
        before = await record(archive)
        assert await archivist.seal_next()
        await gate.shut()
        during = [await record(archive) for _ in range(2)]
        for _ in range(4):
            while await archivist.seal_next():
                pass
            assert count_journals(archive) == 4
            for session in during:
                recording = await archive.find(session)
                assert (recording.state, recording.error) == (SealState.FAILED, "unavailable")
            archive.clock.advance(900)
        await gate.open()
        while await archivist.seal_next():
            pass
        assert count_journals(archive) == 0
        for session in (before, *during):
            assert await state_of(archive, session) is SealState.SEALED
            for track in TRACKS:
                assert len(await archive.read_track(session, track)) > 10_000
        kinds = archive.trail.kinds(during[0].session_id)
        assert kinds == ["session_created", "recording_seal_failed", "recording_sealed"]


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


def make_archivist(archive: Archive, trail: SqlJournal, clock: Clock) -> Archivist:
    return Archivist(
        new_node_id("archivist"),
        SqlShelf(archive.database, clock),
        archive.vault,
        archive.keys,
        SigningKey(archive.folder / "keys/signing.key"),
        trail,
        [archive.journal_dir],
        clock,
    )


async def kinds_of(trail: SqlJournal, session_id: SessionId) -> list[str]:
    entries = await trail.read(session_id)
    assert find_break(entries) is None
    return [entry.happening.kind for entry in entries]


async def is_sealed(archive: Archive, session: Session) -> bool:
    try:
        return await state_of(archive, session) is SealState.SEALED
    except UnavailableError:
        return False


@pytest.mark.timeout(180)
async def test_a_database_that_is_killed_in_the_middle_is_caught_up_with(
    tmp_path: Path, own_postgres: PostgresServer
) -> None:
    async for database in open_with_tables(own_postgres.new_database("faults")):
        archive, trail = Archive(tmp_path, database), SqlJournal(database)
        sessions = [await record(archive) for _ in range(4)]
        created = Happening("session_created", "test", 1.0)
        for session in sessions:
            await trail.append(session.session_id, [created])
        archivists = [make_archivist(archive, trail, SystemClock()) for _ in range(2)]
        working = [asyncio.create_task(each.run(), name="archivist") for each in archivists]
        try:
            for _ in range(3):
                await asyncio.sleep(random.uniform(0.2, 0.9))
                await asyncio.to_thread(own_postgres.kill)
                await asyncio.to_thread(own_postgres.start)
            for session in sessions:
                await eventually(partial(is_sealed, archive, session), 60)
        finally:
            for each in working:
                each.cancel()
            await asyncio.wait(working)
        archive.clock.advance(SystemClock().now())
        await make_archivist(archive, trail, archive.clock).tidy()
        for session in sessions:
            for track in TRACKS:
                assert len(await archive.read_track(session, track)) > 10_000
            assert (await kinds_of(trail, session.session_id)).count("recording_sealed") == 1
        assert count_journals(archive) == 0
