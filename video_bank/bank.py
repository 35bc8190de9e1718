"""The one place where machines are chosen: database, Redis, object store, face engine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from video_bank.audit.sql_journal import SqlJournal
from video_bank.caller import Role
from video_bank.clock import Clock, SystemClock
from video_bank.database.migrations import migrate
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.ids import NodeId, new_node_id
from video_bank.media.aiortc_transport import machine_addresses
from video_bank.media.node import MediaConfig, MediaNode
from video_bank.media.placement import NodeDirectory
from video_bank.queues.dispatcher import Dispatcher
from video_bank.queues.redis_store import RedisQueues
from video_bank.recording.archivist import Archivist
from video_bank.recording.recorder import Recorder
from video_bank.recording.replay import Replay
from video_bank.recording.seal import SigningKey
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.sessions.effect_runner import EffectRunner
from video_bank.sessions.host import SessionHosts
from video_bank.sessions.redis_outbox import RedisOutbox
from video_bank.sessions.sql_access import SqlAccess
from video_bank.sessions.sql_store import SqlStore
from video_bank.settings import Settings
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.key_file import KeyFile
from video_bank.vault.keys import MasterKey
from video_bank.vault.obstore_vault import ObstoreVault
from video_bank.vault.vault import Vault
from video_bank.verification.picture_gate import PictureGate
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.verifier import Verifier
from video_bank.verification.worker_pool import WorkerPool


@dataclass(frozen=True)
class Bank:
    """Everything the front desk works with."""

    node_id: NodeId
    clock: Clock
    link: RedisLink
    access: SqlAccess
    store: SqlStore
    hosts: SessionHosts
    queues: RedisQueues
    dispatcher: Dispatcher
    outbox: RedisOutbox
    trail: SqlJournal
    replay: Replay
    pictures: PictureStore
    picture_gate: PictureGate
    master_key: MasterKey

    async def run(self) -> None:
        """Host sessions and match queues until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.hosts.run(), name="session hosts")
            tasks.create_task(self.dispatcher.run(), name="dispatcher")


@asynccontextmanager
async def open_bank(settings: Settings) -> AsyncIterator[Bank]:
    """Open what the front desk needs; closed in reverse order."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        link = await _open_link(settings, stack)
        database = await _open_database(settings, stack)
        node_id = new_node_id("desk")
        trail = SqlJournal(database)
        shelf = SqlShelf(database, clock)
        queues = RedisQueues(link, clock)
        store = SqlStore(database, clock)
        access = SqlAccess(database, clock)
        vault = open_vault(settings)
        master_key = KeyFile(settings.key_dir / "master.key")
        outbox = RedisOutbox(link)
        pool = WorkerPool(workers=1, loads_models=False)
        stack.push_async_callback(pool.close)
        yield Bank(
            node_id=node_id,
            clock=clock,
            link=link,
            access=access,
            store=store,
            hosts=SessionHosts(
                node_id,
                store,
                link,
                EffectRunner(link, outbox, queues, shelf),
                NodeDirectory(link),
                access,
                clock,
            ),
            queues=queues,
            dispatcher=Dispatcher(queues),
            outbox=outbox,
            trail=trail,
            replay=Replay(shelf, vault, master_key),
            pictures=PictureStore(vault, master_key),
            picture_gate=PictureGate(pool),
            master_key=master_key,
        )


async def run_media(settings: Settings, index: int) -> None:
    """Run one media node until cancelled."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        link = await _open_link(settings, stack)
        master_key = KeyFile(settings.key_dir / "master.key")
        recorder = Recorder(settings.journal_dir, master_key, clock)
        pool = WorkerPool(workers=1)
        stack.push_async_callback(pool.close)
        await pool.warm_up()
        pictures = PictureStore(open_vault(settings), master_key)
        node = MediaNode(
            new_node_id("media"),
            link,
            recorder,
            Verifier(pool, pictures, clock),
            MediaConfig(
                port=settings.media_port + index,
                addresses=settings.media_addresses or tuple(machine_addresses()),
            ),
            clock,
        )
        await node.run()


async def run_archivist(settings: Settings) -> None:
    """Seal what ended until cancelled."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        database = await _open_database(settings, stack)
        archivist = Archivist(
            new_node_id("archivist"),
            SqlShelf(database, clock),
            open_vault(settings),
            KeyFile(settings.key_dir / "master.key"),
            SigningKey(settings.key_dir / "signing.key"),
            SqlJournal(database),
            settings.journal_dir,
            clock,
        )
        await archivist.run()


async def count_media_nodes(settings: Settings) -> int:
    """Return how many media nodes live."""
    async with AsyncExitStack() as stack:
        return len(await NodeDirectory(await _open_link(settings, stack)).alive())


async def migrate_database(settings: Settings) -> None:
    """Bring the tables to this version; safe when several start at once."""
    async with AsyncExitStack() as stack:
        await migrate(await _open_database(settings, stack))


async def add_staff(
    settings: Settings,
    username: str,
    password: str,
    display_name: str,
    staff_number: str,
    role: Role,
) -> None:
    """Let somebody sign in from now on; raise SetupError when the user name is taken."""
    async with AsyncExitStack() as stack:
        database = await _open_database(settings, stack)
        access = SqlAccess(database, SystemClock())
        await access.add_staff(username, password, display_name, staff_number, role)


def open_vault(settings: Settings) -> Vault:
    """Return the store of objects: S3 and its kin by URL, else a folder."""
    if settings.storage_url:
        return ObstoreVault(settings.storage_url)
    return DiskVault(settings.object_dir)


async def _open_link(settings: Settings, stack: AsyncExitStack) -> RedisLink:
    link = RedisLink(settings.redis_url or EmbeddedRedis(settings.data_dir / "redis").url)
    stack.push_async_callback(link.close)
    return link


async def _open_database(settings: Settings, stack: AsyncExitStack) -> Database:
    await asyncio.to_thread(settings.data_dir.mkdir, parents=True, exist_ok=True)
    database = Database(settings.effective_database_url)
    stack.push_async_callback(database.close)
    return database
