"""What is deleted is gone for good, once, with a receipt; whatever stops on the way."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import Archive, Session
from video_bank.errors import NotFoundError, NotNowError, UnavailableError
from video_bank.ids import NodeId, SessionId, new_session_id
from video_bank.media.tracks import TrackName
from video_bank.recording.deletion import Deleting, DeletionReason, Receipt
from video_bank.recording.errors import KeyDestroyedError
from video_bank.recording.manifest import SealState
from video_bank.recording.sql_deletions import SqlDeletions
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.errors import IntegrityError
from video_bank.vault.sealed_object import SealedReader, seal_object
from video_bank.vault.signing_key import SigningKey, is_signed

REASON, ADMIN = DeletionReason.CONSENT_WITHDRAWN, "staff_0123456789abcdef01234567"


class Holder:
    """The keys that sessions carry, in memory."""

    def __init__(self, *sessions: Session) -> None:
        self.keys = {session.session_id: session.wrapped_key for session in sessions}
        self.located = set(self.keys)

    async def get_key(self, session_id: SessionId) -> bytes:
        if session_id not in self.keys:
            raise NotFoundError
        return self.keys[session_id]

    async def forget_key(self, session_id: SessionId) -> None:
        self.keys[session_id] = b""
        await self.forget_location(session_id)

    async def forget_location(self, session_id: SessionId) -> None:
        self.located.discard(session_id)


def make_deleting(archive: Archive, holder: Holder) -> Deleting:
    return Deleting(
        SqlDeletions(archive.database),
        holder,
        archive.vault,
        SigningKey(archive.folder / "keys/signing.key"),
        archive.trail,
        archive.clock,
    )


async def seal_one(archive: Archive) -> Session:
    session = await archive.begin_session()
    records = Stage(seconds=2, has_quality=True).records()
    await archive.write_journal(session, TrackName.CUSTOMER, 1, records)
    await archive.end_session(session)
    assert await archive.make_archivist().seal_next()
    key = await archive.keys.unwrap(session.session_id, session.wrapped_key)
    name = f"pictures/{session.session_id}/pic_0123456789abcdef01234567"
    await archive.vault.put(name, seal_object(key, name, b"a face"))
    return session


async def test_a_deleted_recording_is_gone_and_the_receipt_says_what_went(archive: Archive) -> None:
    session, other = await seal_one(archive), await seal_one(archive)
    session_id = session.session_id
    manifest = await archive.make_replay().manifest(session_id)
    holder = Holder(session, other)
    receipt = await make_deleting(archive, holder).delete_recording(session_id, REASON, ADMIN)
    assert is_signed(receipt, manifest.public_key)
    assert (receipt.reason, receipt.actor) == (REASON, ADMIN)
    assert receipt.merkle_root == manifest.merkle_root
    assert [name.split("/")[0] for name in receipt.objects] == ["recordings"] * 2 + ["pictures"]
    for folder in ("recordings", "pictures"):
        assert await archive.vault.names(f"{folder}/{session_id}") == []
        assert await archive.vault.names(f"{folder}/{other.session_id}") != []
    recording = await archive.find(session)
    assert (recording.state, recording.wrapped_key) == (SealState.DELETED, b"")
    assert holder.keys == {session_id: b"", other.session_id: other.wrapped_key}
    with pytest.raises(KeyDestroyedError):
        await archive.make_replay().open_track(session_id, TrackName.CUSTOMER)
    assert await archive.read_track(other, TrackName.CUSTOMER)
    assert archive.trail.kinds(session_id)[-1] == "recording_deleted"


async def test_a_copy_of_an_object_cannot_be_read_without_its_key(archive: Archive) -> None:
    session = await seal_one(archive)
    name = f"recordings/{session.session_id}/customer.webm"
    copy = await archive.vault.get(name, 0, await archive.vault.size(name))
    await make_deleting(archive, Holder(session)).delete_recording(
        session.session_id, REASON, ADMIN
    )
    await archive.vault.put(name, copy)
    with pytest.raises(IntegrityError):
        await archive.keys.unwrap(session.session_id, (await archive.find(session)).wrapped_key)
    with pytest.raises(IntegrityError):
        await SealedReader(archive.vault, name, bytes(32)).read(0, 1)


async def test_a_second_order_gets_the_first_receipt(archive: Archive) -> None:
    session = await seal_one(archive)
    deleting = make_deleting(archive, Holder(session))
    first = await deleting.delete_recording(session.session_id, REASON, ADMIN)
    archive.clock.advance(5)
    again = await deleting.delete_recording(session.session_id, DeletionReason.ORDERED, "staff_2")
    assert again == first
    assert archive.trail.kinds(session.session_id).count("recording_deleted") == 1


async def test_a_session_that_was_never_recorded_can_be_deleted_and_is_never_sealed_later(
    archive: Archive,
) -> None:
    session = await archive.begin_session()
    deleting = make_deleting(archive, Holder(session))
    receipt = await deleting.delete_recording(session.session_id, REASON, ADMIN)
    assert (receipt.merkle_root, receipt.objects) == ("", ())
    await archive.end_session(session)
    assert await archive.shelf.claim(NodeId("archivist_1")) is None


async def test_nothing_is_deleted_while_it_is_being_sealed(archive: Archive) -> None:
    session = await archive.begin_session()
    await archive.end_session(session)
    await archive.shelf.claim(NodeId("archivist_1"))
    deleting = make_deleting(archive, Holder(session))
    with pytest.raises(NotNowError):
        await deleting.delete_recording(session.session_id, REASON, ADMIN)
    assert await SqlDeletions(archive.database).unfinished() == []
    with pytest.raises(NotFoundError):
        await deleting.delete_recording(new_session_id(), REASON, ADMIN)


async def test_journals_that_failed_to_be_sealed_go_as_well(archive: Archive) -> None:
    session = await archive.begin_session()
    path = await archive.write_journal(session, TrackName.AGENT, 1, Stage(seconds=1).records())
    await archive.end_session(session)
    os.truncate(path, 90)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    archivist = archive.make_archivist()
    await archivist.seal_next()
    await make_deleting(archive, Holder(session)).delete_recording(
        session.session_id, REASON, ADMIN
    )
    await archivist.tidy()
    assert not path.parent.exists()


class Tripwire:
    """Stops at the n-th call of anything."""

    def __init__(self, at: int) -> None:
        self.left = at

    def around(self, part: Any) -> Any:
        return _Wired(part, self)


class _Wired:
    def __init__(self, part: Any, wire: Tripwire) -> None:
        self._part, self._wire = part, wire

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*args: Any) -> Any:
            self._wire.left -= 1
            if self._wire.left == 0:
                raise UnavailableError
            found = await getattr(self._part, name)(*args)
            self._wire.left -= 1
            if self._wire.left == 0:
                raise UnavailableError
            return found

        return call


async def test_one_that_stops_anywhere_is_finished_later(archive: Archive) -> None:
    stops = 0
    for at in range(1, 100):
        session = await seal_one(archive) if at % 8 == 1 else await archive.begin_session()
        holder, wire = Holder(session), Tripwire(at)
        whole = make_deleting(archive, holder)
        wired = Deleting(
            wire.around(whole.deletions),
            wire.around(holder),
            wire.around(whole.vault),
            whole.signing_key,
            wire.around(archive.trail),
            archive.clock,
        )
        receipt: Receipt | None = None
        try:
            receipt = await wired.delete_recording(session.session_id, REASON, ADMIN)
        except UnavailableError:
            stops += 1
        await whole.finish_all()
        found = await whole.deletions.find_receipt(session.session_id)
        if found is None:  # it stopped before the order was written: nothing was touched
            assert holder.keys[session.session_id]
            found = await whole.delete_recording(session.session_id, REASON, ADMIN)
        assert is_signed(found)
        assert holder.keys[session.session_id] == b""
        assert await archive.vault.names(f"recordings/{session.session_id}") == []
        assert archive.trail.kinds(session.session_id).count("recording_deleted") == 1
        if receipt is not None:
            break
    assert stops > 15


async def test_a_changed_receipt_is_found(archive: Archive) -> None:
    session = await seal_one(archive)
    deleting = make_deleting(archive, Holder(session))
    receipt = await deleting.delete_recording(session.session_id, REASON, ADMIN)
    decoded = msgspec.json.decode(msgspec.json.encode(receipt), type=Receipt)
    assert is_signed(decoded)
    for change in ({"actor": "somebody"}, {"objects": ()}, {"deleted_at": 1.0}):
        assert not is_signed(msgspec.structs.replace(receipt, **change))


async def test_the_store_that_is_away_leaves_an_order_that_is_finished(archive: Archive) -> None:
    session = await seal_one(archive)

    class Away(DiskVault):
        async def delete(self, name: str) -> None:
            raise UnavailableError

    whole = make_deleting(archive, Holder(session))
    broken = Deleting(
        whole.deletions,
        whole.holder,
        Away(archive.folder / "objects"),
        whole.signing_key,
        archive.trail,
        archive.clock,
    )
    with pytest.raises(UnavailableError):
        await broken.delete_recording(session.session_id, REASON, ADMIN)
    assert (await archive.find(session)).wrapped_key == b""
    await whole.finish_all()
    assert (await archive.find(session)).state is SealState.DELETED
