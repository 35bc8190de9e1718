import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.video_bank.recording.test_seal import MANIFEST
from video_bank.database.sql_engine import Database
from video_bank.errors import UnavailableError
from video_bank.ids import NodeId, SessionId, new_session_id
from video_bank.recording.errors import ClaimLostError
from video_bank.recording.manifest import SealState
from video_bank.recording.sql_shelf import LEASE_S, SqlShelf

ONE, TWO = NodeId("archivist_1"), NodeId("archivist_2")
SESSION = MANIFEST.session_id


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def shelf(any_database: Database, clock: FakeClock) -> SqlShelf:
    return SqlShelf(any_database, clock)


async def ask(shelf: SqlShelf, session_id: SessionId = SESSION, ended_at: float = 5.0) -> None:
    await shelf.ask_for_seal(session_id, b"wrapped", 2.0, ended_at)


async def state(shelf: SqlShelf) -> SealState | None:
    recording = await shelf.find(SESSION)
    return recording.state if recording else None


async def test_a_job_is_claimed_once_and_sealed(shelf: SqlShelf) -> None:
    assert await shelf.claim(ONE) is None
    await ask(shelf)
    job = await shelf.claim(ONE)
    assert job
    assert (job.session_id, job.wrapped_key, job.clock_zero, job.ended_at) == (
        *(SESSION, b"wrapped"),
        *(2.0, 5.0),
    )
    assert await shelf.claim(TWO) is None
    assert await state(shelf) is SealState.SEALING
    await shelf.note_sealed(MANIFEST, ONE)
    recording = await shelf.find(SESSION)
    assert recording
    assert recording.state is SealState.SEALED
    assert recording.manifest == MANIFEST
    assert recording.wrapped_key == b"wrapped"
    assert recording.progress is None
    assert await shelf.claim(TWO) is None


async def test_asking_again_changes_nothing(shelf: SqlShelf) -> None:
    await ask(shelf)
    await shelf.claim(ONE)
    await shelf.ask_for_seal(SESSION, b"other", 9.0, 9.0)
    await shelf.note_empty(SESSION, ONE)
    await ask(shelf)
    assert await state(shelf) is SealState.EMPTY
    assert await shelf.claim(ONE) is None


async def test_many_may_ask_at_once(shelf: SqlShelf) -> None:
    await asyncio.gather(*(ask(shelf) for _ in range(8)))
    assert await shelf.claim(ONE)
    assert await shelf.claim(ONE) is None


async def test_the_oldest_goes_first(shelf: SqlShelf) -> None:
    sessions = [new_session_id() for _ in range(3)]
    for ended_at, session_id in zip((7.0, 3.0, 5.0), sessions, strict=True):
        await ask(shelf, session_id, ended_at)
    claimed = [await shelf.claim(ONE) for _ in range(3)]
    order = [job.session_id for job in claimed if job]
    assert order == [sessions[1], sessions[2], sessions[0]]


async def test_competing_archivists_never_get_the_same_job(shelf: SqlShelf) -> None:
    for number in range(12):
        await ask(shelf, new_session_id(), float(number))
    jobs = await asyncio.gather(*(shelf.claim(NodeId(f"archivist_{n}")) for n in range(12)))
    jobs += [await shelf.claim(ONE) for _ in range(12)]
    counts = Counter(job.session_id for job in jobs if job)
    assert len(counts) == 12
    assert set(counts.values()) == {1}


async def test_a_claim_that_runs_out_goes_to_another(shelf: SqlShelf, clock: FakeClock) -> None:
    await ask(shelf)
    await shelf.claim(ONE)
    clock.advance(LEASE_S - 1)
    assert await shelf.keep_claim(SESSION, ONE, 0.4)
    recording = await shelf.find(SESSION)
    assert recording
    assert recording.progress == 0.4
    clock.advance(LEASE_S - 1)
    assert await shelf.claim(TWO) is None
    clock.advance(2)
    assert await shelf.claim(TWO)
    assert not await shelf.keep_claim(SESSION, ONE, 0.5)
    for noting in (
        shelf.note_sealed(MANIFEST, ONE),
        shelf.note_empty(SESSION, ONE),
        shelf.note_failed(SESSION, ONE, "internal"),
    ):
        with pytest.raises(ClaimLostError):
            await noting
    await shelf.note_sealed(MANIFEST, TWO)


async def test_a_failure_is_shown_and_tried_again_later_and_later(
    shelf: SqlShelf, clock: FakeClock
) -> None:
    await ask(shelf)
    for attempt, wait_s in enumerate((2, 4, 8, 16, 32, 64, 128, 256, 300, 300), start=1):
        assert await shelf.claim(ONE)
        await shelf.note_failed(SESSION, ONE, "disk_full")
        recording = await shelf.find(SESSION)
        assert recording
        assert (recording.state, recording.error) == (SealState.FAILED, "disk_full")
        assert recording.attempts == attempt
        clock.advance(wait_s - 0.5)
        assert await shelf.claim(TWO) is None
        clock.advance(0.5)
    assert await shelf.claim(ONE)
    await shelf.note_sealed(MANIFEST, ONE)
    recording = await shelf.find(SESSION)
    assert recording
    assert recording.error is None


async def test_an_unknown_session_has_no_recording(shelf: SqlShelf) -> None:
    assert await shelf.find(new_session_id()) is None


async def test_a_database_that_is_away_has_a_name(tmp_path: Path, clock: FakeClock) -> None:
    for url in (
        f"sqlite:///{tmp_path}/no/such/folder/bank.sqlite",
        f"postgresql://bank@/bank?host={tmp_path}",
    ):
        database = Database(url)
        with pytest.raises(UnavailableError):
            await SqlShelf(database, clock).claim(ONE)
        await database.close()
