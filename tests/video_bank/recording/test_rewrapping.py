"""After a rotation nothing that is stored needs an old version of the master key."""

from pathlib import Path

import msgspec

from tests.fakes.clock import FakeClock
from tests.video_bank.sessions.test_session_keys import make_session
from video_bank.database.sql_engine import Database
from video_bank.ids import SessionId
from video_bank.recording.rewrapping import KeyShelf, Rewrapped, WrappedKey, rewrap_all
from video_bank.recording.sql_recording_keys import SqlRecordingKeys
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.sessions.session import Stage
from video_bank.sessions.sql_session_keys import SqlSessionKeys
from video_bank.sessions.sql_store import SqlStore
from video_bank.vault.key_file import KeyFile


async def make_both(database: Database, keys: KeyFile, stage: Stage = Stage.CLOSED) -> WrappedKey:
    """Keep a session and its recording."""
    clock = FakeClock()
    session = make_session(stage)
    wrapped_key = await keys.make_data_key(session.session_id)
    session = msgspec.structs.replace(session, wrapped_key=wrapped_key)
    await SqlStore(database, clock).create(session, None)
    await SqlShelf(database, clock).ask_for_seal(session.session_id, wrapped_key, 1.0, 2.0)
    return WrappedKey(session.session_id, wrapped_key)


async def read_all(shelf: KeyShelf) -> dict[SessionId, bytes]:
    found: list[WrappedKey] = []
    while batch := await shelf.read_after(found[-1].session_id if found else None):
        found += batch
    return dict(found)


async def test_every_stored_key_is_wrapped_anew_once(
    any_database: Database, tmp_path: Path
) -> None:
    keys = KeyFile(tmp_path / "master.key")
    shelves = (SqlRecordingKeys(any_database), SqlSessionKeys(any_database))
    kept = dict([await make_both(any_database, keys) for _ in range(7)])
    ongoing = await make_both(any_database, keys, Stage.TALKING)
    await keys.rotate()
    steps = [step async for step in rewrap_all(shelves, keys)]
    assert steps[-1] == Rewrapped(15, 15)
    for shelf in shelves:
        found = await read_all(shelf)
        assert kept.keys() <= found.keys()
        for session_id, old in kept.items():
            assert found[session_id][0] == 2
            assert await keys.unwrap(session_id, found[session_id]) == await keys.unwrap(
                session_id, old
            )
    store = SqlStore(any_database, FakeClock())
    assert (await store.load(ongoing.session_id)).wrapped_key == ongoing.wrapped_key
    before = [await read_all(shelf) for shelf in shelves]
    assert [step async for step in rewrap_all(shelves, keys)]
    assert [await read_all(shelf) for shelf in shelves] == before


async def test_a_key_that_was_forgotten_meanwhile_stays_forgotten(
    any_database: Database, tmp_path: Path
) -> None:
    keys = KeyFile(tmp_path / "master.key")
    session_id, wrapped_key = await make_both(any_database, keys)
    sessions, recordings = SqlSessionKeys(any_database), SqlRecordingKeys(any_database)
    await sessions.forget_key(session_id)
    for shelf in (sessions, recordings):
        await shelf.replace(WrappedKey(session_id, b"another"), b"new")
    assert await sessions.get_key(session_id) == b""
    assert await read_all(recordings) == {session_id: wrapped_key}


async def test_a_key_of_another_master_key_is_told_and_left(
    any_database: Database, tmp_path: Path
) -> None:
    ours, theirs = KeyFile(tmp_path / "master.key"), KeyFile(tmp_path / "other.key")
    session_id, wrapped_key = await make_both(any_database, theirs)
    await ours.rotate()
    shelf = SqlRecordingKeys(any_database)
    assert [step async for step in rewrap_all([shelf], ours)] == [Rewrapped(1, 1, 1)]
    assert await read_all(shelf) == {session_id: wrapped_key}
