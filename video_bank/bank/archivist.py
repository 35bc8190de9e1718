"""An archivist, put together."""

import asyncio
from contextlib import AsyncExitStack

from video_bank.audit.sql_journal import SqlJournal
from video_bank.bank.deletion import open_deleting
from video_bank.bank.parts import (
    open_database,
    open_master_key,
    open_sealed_vault,
    open_signing_key,
)
from video_bank.bank.retention import open_keeper
from video_bank.bank.trail import open_watch
from video_bank.clock import SystemClock
from video_bank.ids import new_node_id
from video_bank.recording.archivist import Archivist
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.retention.face_count import FaceWatch
from video_bank.retention.sql_faces import SqlFaces
from video_bank.settings import Settings


async def run_archivist(settings: Settings) -> None:
    """Seal what ended, and delete what is due, until cancelled."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        database = await open_database(settings, stack)
        archivist = Archivist(
            new_node_id("archivist"),
            SqlShelf(database, clock),
            await open_sealed_vault(settings, stack),
            await open_master_key(settings, stack),
            open_signing_key(settings),
            SqlJournal(database),
            settings.journal_dirs,
            clock,
        )
        deleting = open_deleting(settings, database, clock)
        watch = await open_watch(settings, database, clock, stack)
        keeper = await open_keeper(settings, database, clock, stack)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(watch.run(), name="trail watch")
            tasks.create_task(archivist.run(), name="archivist")
            tasks.create_task(deleting.run(), name="deletions")
            tasks.create_task(keeper.run(), name="retention")
            tasks.create_task(FaceWatch(SqlFaces(database)).run(), name="face count")
