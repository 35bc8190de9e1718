import pytest

from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import Archive, Session
from video_bank.errors import NotFoundError
from video_bank.ids import new_session_id
from video_bank.media.tracks import TrackName
from video_bank.recording.errors import NotSealedYetError
from video_bank.vault.errors import IntegrityError

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
