"""The trail's watch, put together, and its whole verification for the command line."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

from video_bank.audit.sql_checkpoints import SqlCheckpoints
from video_bank.audit.verification import Verified, verify_trail
from video_bank.audit.watch import TrailWatch
from video_bank.audit.witness import VaultWitness, Witness
from video_bank.bank.parts import open_database, open_signing_key
from video_bank.clock import Clock
from video_bank.database.sql_engine import Database
from video_bank.settings import Settings
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.obstore_vault import ObstoreVault


async def open_watch(
    settings: Settings, database: Database, clock: Clock, stack: AsyncExitStack
) -> TrailWatch:
    witness = await open_witness(settings, stack)
    return TrailWatch(SqlCheckpoints(database), witness, open_signing_key(settings), clock)


async def open_witness(settings: Settings, stack: AsyncExitStack) -> Witness:
    """Return the second place of the checkpoints."""
    where = settings.effective_witness
    if where.startswith("s3://"):
        return VaultWitness(ObstoreVault(where))
    if where.startswith(("http://", "https://")):
        from video_bank.audit.aiohttp_webhook_witness import (  # noqa: PLC0415 costs memory
            WebhookWitness,
        )

        return await stack.enter_async_context(WebhookWitness(where))
    return VaultWitness(DiskVault(Path(where)))


async def verify_whole_trail(settings: Settings, public_key: str | None) -> AsyncIterator[Verified]:
    """Verify every entry and every checkpoint, by `public_key` or else this machine's own."""
    async with AsyncExitStack() as stack:
        database = await open_database(settings, stack)
        witness = await open_witness(settings, stack)
        key = public_key or await open_signing_key(settings).public_key()
        async for verified in verify_trail(SqlCheckpoints(database), witness, key):
            yield verified
