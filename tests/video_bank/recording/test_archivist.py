import asyncio
import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.video_bank.recording import archivist_process
from tests.video_bank.recording.aiortc_player import play
from tests.video_bank.recording.aiortc_stage import Stage, encode_pictures, encode_sound
from tests.video_bank.recording.archive import CLOCK_ZERO, Archive, Session
from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.archivist import Archivist
from video_bank.recording.manifest import SealState
from video_bank.recording.recorder import Recorder
from video_bank.recording.sql_shelf import LEASE_S
from video_bank.recording.volumes import Volumes
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.obstore_vault import ObstoreVault

CUSTOMER, AGENT = TrackName.CUSTOMER, TrackName.AGENT


@asynccontextmanager
async def running(archivist: Archivist) -> AsyncIterator[None]:
    task = asyncio.create_task(archivist.run(), name="archivist")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def record_call(archive: Archive) -> Session:
    """Return a session whose customer changed the network once."""
    session = await archive.begin_session()
    first, second = Stage(seconds=3), Stage(seconds=2, begins_s=4.5)
    await archive.write_journal(session, CUSTOMER, 1, first.records())
    await archive.write_journal(session, CUSTOMER, 2, second.records())
    await archive.write_journal(session, AGENT, 1, Stage(seconds=5, begins_s=0.5).records())
    return session


async def is_in(archive: Archive, session: Session, state: SealState) -> bool:
    return (await archive.find(session)).state is state


def journals_of(archive: Archive, session: Session) -> list[str]:
    folder = archive.journal_dir / session.session_id
    return sorted(os.listdir(folder)) if folder.exists() else []


def has_no_journals(archive: Archive, session: Session) -> bool:
    return not journals_of(archive, session)


async def test_a_session_becomes_a_recording_that_plays(archive: Archive) -> None:
    session = await record_call(archive)
    async with running(archive.make_archivist()):
        await archive.end_session(session)
        await eventually(lambda: is_in(archive, session, SealState.SEALED), 10)
        await eventually(partial(has_no_journals, archive, session))
    manifest = await archive.make_replay().manifest(session.session_id)
    assert archive.make_replay().verify_signature(manifest)
    assert len(manifest.journal_hashes) == 3
    assert manifest.clock_zero == CLOCK_ZERO
    assert manifest.duration_s == pytest.approx(6.5, abs=0.1)
    assert archive.trail.kinds(session.session_id) == ["session_created", "recording_sealed"]
    entries = await archive.trail.read(session.session_id)
    assert manifest.trail_head == entries[0].hash
    assert entries[1].happening.facts["merkle_root"] == manifest.merkle_root
    customer, agent = manifest.legs
    assert (customer.track, customer.takes, customer.cut_short) == (CUSTOMER, 2, False)
    (gap,) = customer.gaps
    assert gap.start_s == pytest.approx(3.0, abs=0.1)
    assert gap.end_s == pytest.approx(4.5, abs=0.1)
    assert (agent.takes, agent.gaps) == (1, ())
    for leg in manifest.legs:
        content = await archive.read_track(session, leg.track)
        assert hashlib.sha256(content).hexdigest() == leg.sha256
        played = play(content)
        assert played.duration_s == pytest.approx(leg.duration_s, abs=0.1)
        assert len(played.heard) == 5


async def test_no_face_and_no_voice_lie_in_the_clear(archive: Archive) -> None:
    session = await record_call(archive)
    await archive.end_session(session)
    assert await archive.make_archivist().seal_next()
    secrets = [encode_pictures(3)[0][20:60], encode_sound(5)[120][:40]]
    content = await archive.read_track(session, CUSTOMER)
    assert secrets[0] in content
    for path in archive.folder.rglob("*"):
        if path.is_file():
            kept = await asyncio.to_thread(path.read_bytes)
            assert not any(secret in kept for secret in secrets), path


async def test_any_range_of_a_leg_can_be_read(archive: Archive) -> None:
    session = await record_call(archive)
    await archive.end_session(session)
    await archive.make_archivist().seal_next()
    whole = await archive.read_track(session, AGENT)
    reader = await archive.make_replay().open_track(session.session_id, AGENT)
    for start in (0, 1, 65_535, len(whole) - 10):
        assert await reader.read(start, start + 5000) == whole[start : start + 5000]


async def test_a_session_without_media_is_empty(archive: Archive) -> None:
    session, silent = await archive.begin_session(), await archive.begin_session()
    await archive.write_journal(silent, CUSTOMER, 1, [])
    for each in (session, silent):
        await archive.end_session(each)
        await archive.make_archivist().seal_next()
        assert await is_in(archive, each, SealState.EMPTY)
        assert archive.trail.kinds(each.session_id) == ["session_created", "recording_empty"]
        assert not journals_of(archive, each)


async def test_a_journal_of_a_process_that_died_is_cut_short_and_plays(archive: Archive) -> None:
    session = await archive.begin_session()
    path = await archive.write_journal(
        session, CUSTOMER, 1, Stage(seconds=4).records(), is_ended=False
    )
    os.truncate(path, path.stat().st_size - 100)
    await archive.end_session(session)
    await archive.make_archivist().seal_next()
    (leg,) = (await archive.make_replay().manifest(session.session_id)).legs
    assert leg.cut_short
    assert 2.5 < leg.duration_s < 4.1
    assert len(play(await archive.read_track(session, CUSTOMER)).heard) >= 3


async def test_a_journal_that_was_tampered_with_is_never_sealed(archive: Archive) -> None:
    session = await record_call(archive)
    path = archive.journal_dir / session.session_id / "customer-0001.journal"
    content = bytearray(await asyncio.to_thread(path.read_bytes))
    content[len(content) // 2] ^= 1
    await asyncio.to_thread(path.write_bytes, content)
    await archive.end_session(session)
    archivist = archive.make_archivist()
    for _ in range(3):
        assert await archivist.seal_next()
        recording = await archive.find(session)
        assert (recording.state, recording.error) == (SealState.FAILED, "integrity_broken")
        archive.clock.advance(301)
    assert len(journals_of(archive, session)) == 3
    assert archive.trail.kinds(session.session_id) == ["session_created", "recording_seal_failed"]


@pytest.mark.parametrize(
    ("source", "target"),
    [("customer-0001", "customer-0002"), ("customer-0001", "agent-0001")],
)
async def test_a_journal_under_a_foreign_name_is_found(
    archive: Archive, source: str, target: str
) -> None:
    session = await record_call(archive)
    folder = archive.journal_dir / session.session_id
    os.replace(folder / f"{source}.journal", folder / f"{target}.journal")
    await archive.end_session(session)
    await archive.make_archivist().seal_next()
    assert (await archive.find(session)).error == "integrity_broken"


async def test_a_journal_of_another_session_is_found(archive: Archive) -> None:
    session, other = await record_call(archive), await record_call(archive)
    name = "customer-0001.journal"
    folders = [archive.journal_dir / each.session_id for each in (session, other)]
    os.replace(folders[1] / name, folders[0] / name)
    await archive.end_session(session)
    await archive.make_archivist().seal_next()
    assert (await archive.find(session)).error == "integrity_broken"


async def test_a_journal_is_not_sealed_while_it_is_written(archive: Archive) -> None:
    session = await archive.begin_session()
    recorder = Recorder(Volumes([archive.journal_dir], 0), archive.keys, archive.clock)
    recorder.open_call(session.session_id, session.wrapped_key, CLOCK_ZERO)
    sink = await recorder.open_take(session.session_id, CUSTOMER, 1)
    for _, arrival_us, packet in Stage(seconds=2, has_reports=False).records():
        sink.write_rtp(packet, arrival_us)
    await archive.end_session(session)
    archivist = archive.make_archivist()
    assert await archivist.seal_next()
    assert (await archive.find(session)).error == "not_now"
    await sink.finish()
    recorder.close_call(session.session_id)
    archive.clock.advance(3)
    assert await archivist.seal_next()
    assert await is_in(archive, session, SealState.SEALED)
    assert archive.trail.kinds(session.session_id) == ["session_created", "recording_sealed"]


async def test_a_vault_that_is_away_is_tried_again(archive: Archive) -> None:
    session = await record_call(archive)
    await archive.end_session(session)
    disk = archive.vault
    archive.vault = ObstoreVault(
        "s3://bucket/bank?endpoint=http://127.0.0.1:9&region=us-east-1", "test", "test"
    )
    assert await archive.make_archivist().seal_next()
    assert (await archive.find(session)).error == "unavailable"
    assert len(journals_of(archive, session)) == 3
    archive.vault = disk
    archive.clock.advance(3)
    assert await archive.make_archivist().seal_next()
    assert await is_in(archive, session, SealState.SEALED)


class LyingVault(DiskVault):
    """A disk that loses the last byte of what it was given."""

    async def put(self, name: str, content: AsyncIterator[bytes] | bytes) -> None:
        await super().put(name, content)
        whole = await self.get(name, 0, await self.size(name))
        await super().put(name, whole[:-1])


async def test_journals_stay_until_the_object_was_read_back(archive: Archive) -> None:
    session = await record_call(archive)
    archive.vault = LyingVault(archive.folder / "objects")
    await archive.end_session(session)
    await archive.make_archivist().seal_next()
    assert (await archive.find(session)).error == "integrity_broken"
    assert len(journals_of(archive, session)) == 3


async def test_an_archivist_that_stops_anywhere_leaves_the_work_to_another(
    archive: Archive,
) -> None:
    """Cancelled after ever longer times, up to one that is long enough."""
    for after_s in (0.0, 0.01, 0.05, 0.2, 0.5, 0.8):
        session = await record_call(archive)
        await archive.end_session(session)
        task = asyncio.create_task(archive.make_archivist().run(), name="stopped archivist")
        await asyncio.sleep(after_s)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        archive.clock.advance(LEASE_S + 61)
        second = archive.make_archivist()
        while await second.seal_next():
            pass
        await second.tidy()
        assert await is_in(archive, session, SealState.SEALED)
        assert not journals_of(archive, session)
        assert archive.trail.kinds(session.session_id) == ["session_created", "recording_sealed"]
        assert len(play(await archive.read_track(session, CUSTOMER)).heard) == 5


async def test_a_killed_archivist_leaves_the_work_to_another(
    archive: Archive, sqlite_url: str
) -> None:
    for _ in range(3):
        session = await record_call(archive)
        await archive.end_session(session)
        after_s = random.uniform(0.0, 1.0)
        await asyncio.to_thread(archive_until_killed, archive.folder, sqlite_url, after_s)
        archive.clock.advance(time.time())  # the killed one's claim was made by the real clock
        second = archive.make_archivist()
        while await second.seal_next():
            pass
        assert await is_in(archive, session, SealState.SEALED)
        assert len(play(await archive.read_track(session, AGENT)).heard) == 5
        archive.clock.advance(100)
        await second.tidy()
        assert not journals_of(archive, session)


def archive_until_killed(folder: Path, url: str, after_s: float) -> None:
    program = [sys.executable, archivist_process.__file__, str(folder), url]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(after_s)
        process.kill()


async def test_two_archivists_seal_each_session_once(archive: Archive) -> None:
    sessions = [await record_call(archive) for _ in range(4)]
    async with running(archive.make_archivist()), running(archive.make_archivist()):
        for session in sessions:
            await archive.end_session(session)
        for session in sessions:
            await eventually(partial(is_in, archive, session, SealState.SEALED), 20)
            await eventually(partial(has_no_journals, archive, session))
    for session in sessions:
        kinds = archive.trail.kinds(session.session_id)
        assert kinds == ["session_created", "recording_sealed"]


async def test_what_comes_after_the_seal_is_never_thrown_away(archive: Archive) -> None:
    session = await record_call(archive)
    folder = archive.journal_dir / session.session_id
    sealed = await asyncio.to_thread((folder / "agent-0001.journal").read_bytes)
    await archive.end_session(session)
    archivist = archive.make_archivist()
    await archivist.seal_next()
    await archive.write_journal(session, AGENT, 2, Stage(seconds=1).records())
    await asyncio.to_thread((folder / "agent-0001.journal").write_bytes, sealed)
    archive.clock.advance(100)
    await archivist.tidy()
    assert journals_of(archive, session) == ["agent-0002.journal"]


async def test_folders_with_foreign_names_are_left_alone(archive: Archive) -> None:
    for name in ("lost+found", "..data", "ses_x"):
        (archive.journal_dir / name).mkdir(parents=True)
    await archive.make_archivist().tidy()
    assert len(os.listdir(archive.journal_dir)) == 3
    assert SessionId("ses_x") not in archive.trail.entries


async def test_the_loop_stays_free_while_a_recording_is_sealed(archive: Archive) -> None:
    session = await archive.begin_session()
    for take in range(1, 13):
        stage = Stage(seconds=5, begins_s=5.0 * take)
        await archive.write_journal(session, CUSTOMER, take, stage.records())
    await archive.end_session(session)
    sealing = asyncio.create_task(archive.make_archivist().seal_next())
    longest_s = 0.0
    while not sealing.done():
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        longest_s = max(longest_s, time.perf_counter() - began)
    assert await is_in(archive, session, SealState.SEALED)
    assert longest_s < 0.2
