"""Who deletes recordings, put together."""

from video_bank.audit.sql_journal import SqlJournal
from video_bank.bank.parts import open_signing_key, open_vault
from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.recording.deletion import Deleting
from video_bank.recording.sql_deletions import SqlDeletions
from video_bank.sessions.sql_session_keys import SqlSessionKeys
from video_bank.settings import Settings


def open_deleting(settings: Settings, database: Database, clock: Clock) -> Deleting:
    """Return who deletes recordings, and finishes what was begun."""
    return Deleting(
        SqlDeletions(database),
        SqlSessionKeys(database),
        open_vault(settings),
        open_signing_key(settings),
        SqlJournal(database),
        clock,
    )
