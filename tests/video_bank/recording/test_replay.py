import pytest

from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import Archive, Session
from video_bank.errors import NotFoundError
from video_bank.ids import new_session_id
from video_bank.media.tracks import TrackName
from video_bank.recording.errors import NotSealedYetError
from video_bank.vault.errors import IntegrityError
from video_bank.vault.sealed_object import SealedReader, seal_object

CUSTOMER, AGENT = TrackName.CUSTOMER, TrackName.AGENT


async def record(archive: Archive) -> Session:
    session = await archive.begin_session()
    await archive.write_journal(session, CUSTOMER, 1, Stage(seconds=3).records())
    await archive.end_session(session)
    return session


async def test_before_the_seal_nothing_plays(archive: Archive) -> None:
    session = await record(archive)
    replay = archive.make_replay()
    for _ in range(2):  # waiting, then sealing
        with pytest.raises(NotSealedYetError):
            await replay.manifest(session.session_id)
        with pytest.raises(NotSealedYetError):
            await replay.open_track(session.session_id, CUSTOMER)
        await archive.shelf.claim(archive.make_archivist()._node_id)


async def test_what_was_never_recorded_is_not_found(archive: Archive) -> None:
    empty = await archive.begin_session()
    await archive.end_session(empty)
    await archive.make_archivist().seal_next()
    for session_id in (new_session_id(), empty.session_id):
        with pytest.raises(NotFoundError):
            await archive.make_replay().manifest(session_id)
        with pytest.raises(NotFoundError):
            await archive.make_replay().open_track(session_id, CUSTOMER)


async def test_a_leg_that_was_never_there_is_not_found(archive: Archive) -> None:
    session = await record(archive)
    await archive.make_archivist().seal_next()
    with pytest.raises(NotFoundError):
        await archive.make_replay().open_track(session.session_id, AGENT)


async def test_an_object_that_was_changed_is_refused(archive: Archive) -> None:
    session, other = await record(archive), await record(archive)
    for _ in range(2):
        await archive.make_archivist().seal_next()
    name, foreign = (f"recordings/{each.session_id}/customer.webm" for each in (session, other))
    whole = await archive.vault.get(name, 0, await archive.vault.size(name))
    middle = len(whole) // 2
    for changed in (
        whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        whole[:-1],
        whole[: 20 + 65_552],
        await archive.vault.get(foreign, 0, await archive.vault.size(foreign)),
    ):
        await archive.vault.put(name, changed)
        with pytest.raises(IntegrityError):
            await archive.read_track(session, CUSTOMER)


async def test_how_the_links_were_can_be_read_over_all_takes(archive: Archive) -> None:
    session = await archive.begin_session()
    first, second = Stage(seconds=3, has_quality=True), Stage(2, 4.5, has_quality=True)
    await archive.write_journal(session, CUSTOMER, 1, first.records(), is_ended=False)
    await archive.write_journal(session, CUSTOMER, 2, second.records())
    await archive.write_journal(session, AGENT, 1, Stage(seconds=3).records())
    await archive.end_session(session)
    assert await archive.make_archivist().seal_next()
    replay = archive.make_replay()
    found = await replay.read_quality(session.session_id)
    assert list(found) == [CUSTOMER]
    assert found[CUSTOMER].at_s == (0.0, 1.0, 2.0, 4.5, 5.5)
    assert found[CUSTOMER].up_kbps == (100, 101, 102, 100, 101)
    assert replay.verify_signature(await replay.manifest(session.session_id))


async def test_another_series_in_its_place_is_refused(archive: Archive) -> None:
    session = await archive.begin_session()
    await archive.write_journal(session, CUSTOMER, 1, Stage(3, has_quality=True).records())
    await archive.end_session(session)
    await archive.make_archivist().seal_next()
    name = f"recordings/{session.session_id}/customer.quality.json"
    key = await archive.keys.unwrap(session.session_id, session.wrapped_key)
    plain = await SealedReader(archive.vault, name, key).read(0, 1 << 20)
    await archive.vault.put(name, seal_object(key, name, plain.replace(b"good", b"weak")))
    with pytest.raises(IntegrityError):
        await archive.make_replay().read_quality(session.session_id)
