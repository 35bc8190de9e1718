"""The parts that several processes open: Redis, SQL, the store of objects, the master key."""

import asyncio
from contextlib import AsyncExitStack
from typing import Final

from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.scripts.disk_library import ScriptLibrary
from video_bank.settings import Settings
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.key_file import KeyFile
from video_bank.vault.keys import MasterKey
from video_bank.vault.obstore_vault import ObstoreVault
from video_bank.vault.signing_key import SigningKey
from video_bank.vault.vault import Vault

SCRIPT_KEY: Final = "scripts.key"  # whoever answers for the scripts has it, no process needs it
SCRIPT_PUBLIC_KEY: Final = "scripts.pub"


def open_vault(settings: Settings) -> Vault:
    """Return the store of objects: S3 and its kin by URL, else a folder."""
    if settings.storage_url:
        return ObstoreVault(settings.storage_url)
    return DiskVault(settings.object_dir)


async def open_link(settings: Settings, stack: AsyncExitStack) -> RedisLink:
    link = RedisLink(settings.redis_url or EmbeddedRedis(settings.data_dir / "redis").url)
    stack.push_async_callback(link.close)
    return link


async def open_database(settings: Settings, stack: AsyncExitStack) -> Database:
    await asyncio.to_thread(settings.data_dir.mkdir, parents=True, exist_ok=True)
    database = Database(settings.effective_database_url)
    stack.push_async_callback(database.close)
    return database


def open_master_key(settings: Settings) -> MasterKey:
    return KeyFile(settings.key_dir / "master.key")


def open_scripts(settings: Settings) -> ScriptLibrary:
    return ScriptLibrary(settings.script_dir, settings.key_dir / SCRIPT_PUBLIC_KEY)


def open_signing_key(settings: Settings) -> SigningKey:
    return SigningKey(settings.key_dir / "signing.key")
