"""What is due is deleted, with a receipt; what is held or the law wants stays, and says why."""

from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import update

from tests.fakes.clock import FakeClock
from tests.video_bank.retention.test_sql_retention import ADA, add_session
from tests.video_bank.sessions.stories import START
from video_bank.audit.sql_journal import SqlJournal
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import sessions
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import SessionId, new_session_id
from video_bank.recording.deletion import Deleting, DeletionReason
from video_bank.recording.sql_deletions import SqlDeletions
from video_bank.retention.disk_schedule import read_schedule
from video_bank.retention.keeper import Keeper, Withdrawn
from video_bank.retention.policy import LEGAL_HOLD, add_months
from video_bank.retention.sql_retention import SqlRetention
from video_bank.sessions.sql_session_keys import SqlSessionKeys
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.key_file import KeyFile
from video_bank.vault.signing_key import SigningKey
from video_bank.verification.liveness.fingerprints import Fingerprint
from video_bank.verification.liveness.sql_fingerprints import SqlFingerprints
from video_bank.verification.picture_store import PictureStore

SCHEDULE: Final = read_schedule(None)
FIVE_YEARS: Final = add_months(START, 60) - START
TEN_YEARS: Final = add_months(START, 120) - START
VIDEO: Final = 0x1234_5678_9ABC_DEF0


class House:
    """A keeper with real SQL and a real folder behind it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.clock = FakeClock(START)
        self.vault = DiskVault(folder / "objects")
        self.trail = SqlJournal(database)
        self.store = SqlRetention(database, self.clock)
        self.videos = SqlFingerprints(database, self.clock)
        self.deletions = SqlDeletions(database)
        deleting = Deleting(
            self.deletions,
            SqlSessionKeys(database),
            self.vault,
            SigningKey(folder / "signing.key"),
            self.trail,
            self.clock,
        )
        pictures = PictureStore(self.vault, KeyFile(folder / "master.key"))
        self.keeper = Keeper(SCHEDULE, self.store, deleting, pictures, self.trail, self.clock)

    async def add(self, ended_at: float | None = START, product: str = "") -> SessionId:
        """A session of which a recording and a picture are kept."""
        session_id = await add_session(self.database, ended_at, product)
        for folder, name in (("recordings", "customer.webm"), ("pictures", "pic_" + "1" * 24)):
            await self.vault.put(f"{folder}/{session_id}/{name}", b"secret")
        return session_id

    async def kept(self, session_id: SessionId) -> list[str]:
        folders = ("pictures", "recordings")
        return [each for each in folders if await self.vault.names(f"{each}/{session_id}")]

    async def show_video(self, session_id: SessionId) -> None:
        await self.videos.keep(session_id, [Fingerprint(0.0, VIDEO)])

    async def known_videos(self) -> set[SessionId]:
        found = await self.videos.find(new_session_id(), [Fingerprint(0.0, VIDEO)])
        return {each.session_id for each in found}

    async def due(self) -> list[SessionId]:
        return [each.session_id async for each in self.keeper.due()]

    async def kinds(self, session_id: SessionId) -> list[str]:
        return [entry.happening.kind for entry in await self.trail.read(session_id)]


@pytest.fixture
def house(database: Database, tmp_path: Path) -> House:
    return House(database, tmp_path)


async def test_what_is_due_is_deleted_and_nothing_else(house: House) -> None:
    due = await house.add()
    later, lawful = await house.add(START + 60), await house.add(START, "personal-loan")
    runs = await house.add(START, "insurance")
    going_on = await house.add(None)
    house.clock.advance(FIVE_YEARS)
    assert await house.due() == [due]
    assert await house.kept(due), "listing deletes nothing"
    [receipt] = await house.keeper.sweep()
    assert (receipt.session_id, receipt.reason) == (due, DeletionReason.RETENTION_OVER)
    assert await house.kept(due) == []
    for session_id in (later, lawful, runs, going_on):
        assert await house.kept(session_id) == ["pictures", "recordings"]
    assert await house.keeper.sweep() == []
    assert await house.deletions.find_receipt(due) == receipt


async def test_a_hold_keeps_what_is_due_until_it_is_released(house: House) -> None:
    session_id = await house.add()
    hold = await house.store.place_hold(session_id, "诉讼", ADA)
    house.clock.advance(2 * TEN_YEARS)
    assert await house.due() == []
    assert await house.keeper.sweep() == []
    await house.store.release_hold(session_id, hold.number, "结案", ADA)
    assert [each.session_id for each in await house.keeper.sweep()] == [session_id]


async def test_a_hold_that_comes_between_the_list_and_the_deletion_counts(house: House) -> None:
    session_id = await house.add()
    house.clock.advance(FIVE_YEARS)
    due = [each async for each in house.keeper.due()]
    await house.store.place_hold(session_id, "诉讼", ADA)
    assert [each.session_id for each in due] == [session_id]
    assert await house.keeper.sweep() == []
    assert await house.kept(session_id)


async def test_a_withdrawn_recording_is_deleted_where_only_the_bank_wanted_it(
    house: House,
) -> None:
    session_id = await house.add()
    withdrawn = await house.keeper.withdraw(session_id, "bank_system", recording=True, face=False)
    assert (withdrawn.is_recording_deleted, withdrawn.are_pictures_deleted) == (True, True)
    assert await house.kept(session_id) == []
    receipt = await house.deletions.find_receipt(session_id)
    assert receipt is not None
    assert receipt.reason is DeletionReason.CONSENT_WITHDRAWN


async def test_a_video_is_known_again_no_longer_than_its_session_is_kept(house: House) -> None:
    deleted, withdrawn, other = [await house.add() for _ in range(3)]
    for session_id in (deleted, withdrawn, other):
        await house.show_video(session_id)
    await house.keeper.withdraw(deleted, "bank_system", recording=True, face=False)
    await house.keeper.withdraw(withdrawn, "bank_system", recording=False, face=True)
    assert await house.known_videos() == {other}


@pytest.mark.parametrize(
    ("verdict", "decision", "is_kept"),
    [
        ("failed", "refused", True),
        ("failed", "passed", False),
        ("review", "refused", False),
        (None, None, False),
    ],
)
async def test_the_video_of_a_confirmed_attack_is_known_again_all_the_same(
    house: House, verdict: str | None, decision: str | None, *, is_kept: bool
) -> None:
    session_id = await house.add()
    await house.show_video(session_id)
    async with house.database.transaction() as connection:
        await connection.execute(update(sessions).values(verdict=verdict, decision=decision))
    await house.keeper.withdraw(session_id, "bank_system", recording=True, face=False)
    assert await house.known_videos() == ({session_id} if is_kept else set())


async def test_a_withdrawn_face_takes_the_pictures_alone(house: House) -> None:
    session_id = await house.add()
    withdrawn = await house.keeper.withdraw(session_id, "bank_system", recording=False, face=True)
    assert (withdrawn.is_recording_deleted, withdrawn.are_pictures_deleted) == (False, True)
    assert await house.kept(session_id) == ["recordings"]
    assert (await house.kinds(session_id))[1:] == ["consent_withdrawn", "pictures_deleted"]


async def test_a_withdrawn_location_takes_nothing_else(house: House) -> None:
    session_id = await house.add()
    withdrawn = await house.keeper.withdraw(session_id, "bank_system", location=True)
    assert withdrawn == Withdrawn(
        is_recording_deleted=False, are_pictures_deleted=False, is_location_deleted=True
    )
    assert await house.kept(session_id) == ["pictures", "recordings"]
    assert (await house.kinds(session_id))[1:] == ["consent_withdrawn", "location_deleted"]


async def test_a_law_is_above_consent_until_its_time_is_over(house: House) -> None:
    session_id = await house.add(START, "personal-loan")
    withdrawn = await house.keeper.withdraw(session_id, "bank_system", recording=True, face=True)
    assert (withdrawn.is_recording_deleted, withdrawn.are_pictures_deleted) == (False, False)
    assert withdrawn.held_by == "anti_money_laundering"
    assert withdrawn.law == SCHEDULE.rules["anti_money_laundering"].law
    assert withdrawn.keep_until == START + TEN_YEARS
    assert await house.kept(session_id) == ["pictures", "recordings"]
    assert (await house.kinds(session_id))[1:] == ["consent_withdrawn"]
    house.clock.advance(TEN_YEARS)
    withdrawn = await house.keeper.withdraw(session_id, "bank_system", recording=True, face=True)
    assert withdrawn.is_recording_deleted


async def test_a_hold_is_above_consent(house: House) -> None:
    session_id = await house.add()
    await house.store.place_hold(session_id, "诉讼", ADA)
    withdrawn = await house.keeper.withdraw(session_id, "bank_system", recording=True, face=True)
    assert (withdrawn.held_by, withdrawn.keep_until) == (LEGAL_HOLD, None)
    assert await house.kept(session_id)


async def test_a_meeting_that_goes_on_is_hung_up_not_withdrawn_from(house: House) -> None:
    with pytest.raises(NotNowError):
        await house.keeper.withdraw(await house.add(None), "bank", recording=True, face=True)
    with pytest.raises(NotFoundError):
        await house.keeper.withdraw(new_session_id(), "bank", recording=True, face=True)
