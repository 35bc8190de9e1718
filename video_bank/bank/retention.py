"""Who keeps and deletes by the bank's schedule, put together; and what the command line asks."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import msgspec

from video_bank.audit.sql_journal import SqlJournal
from video_bank.bank.deletion import open_deleting
from video_bank.bank.parts import open_database, open_master_key, open_vault
from video_bank.clock import Clock, SystemClock
from video_bank.database.sql_engine import Database
from video_bank.recording.sql_deletions import SqlDeletions
from video_bank.retention.disk_schedule import read_schedule
from video_bank.retention.keeper import Due, Keeper
from video_bank.retention.sql_faces import SqlFaces
from video_bank.retention.sql_retention import SqlRetention
from video_bank.settings import Settings
from video_bank.verification.picture_store import PictureStore


async def open_keeper(
    settings: Settings, database: Database, clock: Clock, stack: AsyncExitStack
) -> Keeper:
    """Raise SetupError for a schedule that cannot be used."""
    return Keeper(
        await asyncio.to_thread(read_schedule, settings.retention_file),
        SqlRetention(database, clock),
        open_deleting(settings, database, clock),
        PictureStore(open_vault(settings), await open_master_key(settings, stack)),
        SqlJournal(database),
        clock,
    )


async def list_due(settings: Settings) -> list[str]:
    """Return a line for each session that would be deleted now, and why."""
    async with AsyncExitStack() as stack:
        database = await open_database(settings, stack)
        keeper = await open_keeper(settings, database, SystemClock(), stack)
        lines = [_describe(due) async for due in keeper.due()]
        return [*lines, f"{len(lines)} sessions would be deleted; nothing was."]


async def delete_due(settings: Settings) -> list[str]:
    """Delete what is due now and return a line for each."""
    async with AsyncExitStack() as stack:
        database = await open_database(settings, stack)
        keeper = await open_keeper(settings, database, SystemClock(), stack)
        receipts = await keeper.sweep()
        lines = [f"{each.session_id} deleted, {len(each.objects)} objects" for each in receipts]
        return [*lines, f"{len(lines)} sessions deleted."]


async def list_receipts(settings: Settings) -> list[str]:
    """Return every signed receipt as a line of JSON, the oldest first."""
    async with AsyncExitStack() as stack:
        deletions = SqlDeletions(await open_database(settings, stack))
        return [msgspec.json.encode(each).decode() for each in await deletions.receipts()]


async def count_faces(settings: Settings) -> int:
    """Return of how many people face pictures are stored at most."""
    async with AsyncExitStack() as stack:
        return await SqlFaces(await open_database(settings, stack)).count()


def _describe(due: Due) -> str:
    return (
        f"{due.session_id} {due.product or '-'} ended {_day(due.ended_at)}, "
        f"kept until {_day(due.fate.keep_until or due.ended_at)} by {due.fate.rule}"
    )


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
