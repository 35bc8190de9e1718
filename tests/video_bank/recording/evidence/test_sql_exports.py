"""Exports in both databases: one decision, and each step on the trail with it."""

import asyncio

import pytest

from tests.fakes.clock import FakeClock
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import find_break
from video_bank.database.sql_engine import Database
from video_bank.errors import BankError, ForbiddenError, NotFoundError, NotNowError
from video_bank.ids import StaffId, new_export_id, new_session_id
from video_bank.recording.evidence.export import Export, ExportState, Purpose
from video_bank.recording.evidence.sql_exports import SqlExports

ADA, BEN, CID = StaffId("staff_a"), StaffId("staff_b"), StaffId("staff_c")


async def test_what_is_asked_and_decided_stands_on_the_trail(any_database: Database) -> None:
    exports, trail, session_id = make(any_database), SqlJournal(any_database), new_session_id()
    asked = await exports.ask(session_id, Purpose.COURT, "for the court", ADA)
    assert await exports.open() == [asked]
    with pytest.raises(ForbiddenError):
        await exports.decide(asked.export_id, ADA, is_approved=True)
    approved = await exports.decide(asked.export_id, BEN, is_approved=True)
    assert await exports.open() == []
    assert await exports.of_session(session_id) == [approved]
    assert await exports.find(asked.export_id) == approved
    entries = await trail.read(session_id)
    assert find_break(entries) is None
    told = [(entry.happening.kind, entry.happening.actor) for entry in entries]
    assert told == [("export_asked", ADA), ("export_approved", BEN)]
    facts = {"export_id": asked.export_id, "purpose": "court"}
    assert all(entry.happening.facts == facts for entry in entries), "and no words of the asker's"


async def test_of_two_decisions_at_once_one_counts(any_database: Database) -> None:
    exports, trail, session_id = make(any_database), SqlJournal(any_database), new_session_id()
    asked = await exports.ask(session_id, Purpose.COMPLAINT, "", ADA)
    found = await asyncio.gather(
        exports.decide(asked.export_id, BEN, is_approved=True),
        exports.decide(asked.export_id, CID, is_approved=False),
        return_exceptions=True,
    )
    (refused,) = [each for each in found if isinstance(each, BankError)]
    assert isinstance(refused, NotNowError)
    (decided,) = [each for each in found if isinstance(each, Export)]
    assert await exports.find(asked.export_id) == decided
    assert decided.state is not ExportState.OPEN
    assert len(await trail.read(session_id)) == 2


async def test_what_was_never_asked_is_not_found(any_database: Database) -> None:
    with pytest.raises(NotFoundError):
        await make(any_database).decide(new_export_id(), BEN, is_approved=True)


def make(database: Database) -> SqlExports:
    return SqlExports(database, FakeClock())
