"""The master key's upkeep, as the command line asks for it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from video_bank.bank.parts import open_database, open_master_key
from video_bank.recording.rewrapping import Rewrapped, rewrap_all
from video_bank.recording.sql_recording_keys import SqlRecordingKeys
from video_bank.sessions.sql_session_keys import SqlSessionKeys
from video_bank.settings import Settings


async def rotate_master_key(settings: Settings) -> None:
    """Make a new version of the master key; raise SecretFileError or UnavailableError."""
    async with AsyncExitStack() as stack:
        await (await open_master_key(settings, stack)).rotate()


async def rewrap_keys(settings: Settings) -> AsyncIterator[Rewrapped]:
    """Wrap every stored key by the master key's newest version, and say how far it is."""
    async with AsyncExitStack() as stack:
        database = await open_database(settings, stack)
        master_key = await open_master_key(settings, stack)
        shelves = (SqlRecordingKeys(database), SqlSessionKeys(database))
        async for rewrapped in rewrap_all(shelves, master_key):
            yield rewrapped
