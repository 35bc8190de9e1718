"""An archivist, put together."""

from contextlib import AsyncExitStack

from video_bank.audit.sql_journal import SqlJournal
from video_bank.bank.parts import open_database, open_master_key, open_vault
from video_bank.clock import SystemClock
from video_bank.ids import new_node_id
from video_bank.recording.archivist import Archivist
from video_bank.recording.seal import SigningKey
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.settings import Settings


async def run_archivist(settings: Settings) -> None:
    """Seal what ended until cancelled."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        database = await open_database(settings, stack)
        archivist = Archivist(
            new_node_id("archivist"),
            SqlShelf(database, clock),
            open_vault(settings),
            open_master_key(settings),
            SigningKey(settings.key_dir / "signing.key"),
            SqlJournal(database),
            settings.journal_dirs,
            clock,
        )
        await archivist.run()
