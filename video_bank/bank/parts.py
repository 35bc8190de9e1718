"""The parts that several processes open: Redis, SQL, the store of objects, the master key."""

import asyncio
from contextlib import AsyncExitStack
from typing import Final

from video_bank.clock import SystemClock
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.errors import SetupError
from video_bank.scripts.disk_library import ScriptLibrary
from video_bank.settings import Settings
from video_bank.vault.aws_signature import read_credentials
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.key_file import KeyFile
from video_bank.vault.keys import RotatingKey
from video_bank.vault.obstore_vault import ObstoreVault
from video_bank.vault.signing_key import SigningKey
from video_bank.vault.storage_url import parse_storage_url
from video_bank.vault.vault import Vault

_DAY_S: Final = 86_400.0
SCRIPT_KEY: Final = "scripts.key"  # whoever answers for the scripts has it, no process needs it
SCRIPT_PUBLIC_KEY: Final = "scripts.pub"


def open_vault(settings: Settings) -> Vault:
    """Return the store of objects: S3 and its kin by URL, else a folder."""
    if settings.storage_url:
        return ObstoreVault(settings.storage_url)
    return DiskVault(settings.object_dir)


async def open_sealed_vault(settings: Settings, stack: AsyncExitStack) -> Vault:
    """Return the store for sealed recordings, which it retains where that is set."""
    vault = open_vault(settings)
    if settings.object_lock_days is None:
        return vault
    if not settings.storage_url:
        raise SetupError("VIDEO_BANK_OBJECT_LOCK_DAYS needs a STORAGE_URL that begins with s3://")
    from video_bank.vault.aiohttp_locked_vault import LockedVault  # noqa: PLC0415 costs memory

    locked = LockedVault(
        vault,
        parse_storage_url(settings.storage_url),
        read_credentials(),
        settings.object_lock_days * _DAY_S,
        SystemClock(),
    )
    return await stack.enter_async_context(locked)


async def open_link(settings: Settings, stack: AsyncExitStack) -> RedisLink:
    link = RedisLink(settings.redis_url or EmbeddedRedis(settings.data_dir / "redis").url)
    stack.push_async_callback(link.close)
    return link


async def open_database(settings: Settings, stack: AsyncExitStack) -> Database:
    await asyncio.to_thread(settings.data_dir.mkdir, parents=True, exist_ok=True)
    database = Database(settings.effective_database_url)
    stack.push_async_callback(database.close)
    return database


async def open_master_key(settings: Settings, stack: AsyncExitStack) -> RotatingKey:
    """Return the master key: in a KMS by URL, else a file. Raise SetupError."""
    if settings.kms_url is None:
        return KeyFile(settings.key_dir / "master.key")
    from video_bank.vault.aiohttp_kms_key import KmsKey  # noqa: PLC0415 its HTTP client costs memory

    key = KmsKey(settings.kms_url, read_credentials(), SystemClock())
    return await stack.enter_async_context(key)


def open_scripts(settings: Settings) -> ScriptLibrary:
    return ScriptLibrary(settings.script_dir, settings.key_dir / SCRIPT_PUBLIC_KEY)


def open_signing_key(settings: Settings) -> SigningKey:
    return SigningKey(settings.key_dir / "signing.key")
