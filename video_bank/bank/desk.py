"""A front desk's side of the bank, put together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from video_bank.audit.sql_checkpoints import SqlCheckpoints
from video_bank.audit.sql_journal import SqlJournal
from video_bank.bank.addresses import open_address_book
from video_bank.bank.hooks import open_courier, open_otp_sender
from video_bank.bank.parts import (
    open_database,
    open_link,
    open_master_key,
    open_scripts,
    open_signing_key,
    open_vault,
)
from video_bank.bank.retention import open_keeper
from video_bank.bank.turn import open_turn
from video_bank.clock import Clock, SystemClock
from video_bank.database.redis_link import RedisLink
from video_bank.ids import NodeId, new_node_id
from video_bank.media.placement import NodeDirectory
from video_bank.media.redis_qualities import RedisQualities
from video_bank.media.turn import TurnServers
from video_bank.queues.dispatcher import Dispatcher
from video_bank.queues.emergency_watch import EmergencyWatch
from video_bank.queues.floor_board import FloorBoard
from video_bank.queues.redis_roster import RedisRoster
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.sql_decisions import SqlDecisions
from video_bank.queues.sql_emergency import SqlEmergency
from video_bank.queues.sql_floor import SqlFloor
from video_bank.queues.sql_routing import SqlRouting
from video_bank.recording.evidence.bundle import Bundles
from video_bank.recording.evidence.sql_exports import SqlExports
from video_bank.recording.film.filming import Filming
from video_bank.recording.film.redis_progress import RedisProgress
from video_bank.recording.replay import Replay
from video_bank.recording.sql_comments import SqlComments
from video_bank.recording.sql_deletions import SqlDeletions
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.retention.keeper import Keeper
from video_bank.retention.sql_retention import SqlRetention
from video_bank.scripts.disk_library import ScriptLibrary
from video_bank.sessions.codes import Codes
from video_bank.sessions.effect_runner import EffectRunner
from video_bank.sessions.host import SessionHosts
from video_bank.sessions.message_store import MessageStore
from video_bank.sessions.redis_callback_courier import CallbackCourier
from video_bank.sessions.redis_outbox import RedisOutbox
from video_bank.sessions.sql_access import SqlAccess
from video_bank.sessions.sql_guests import SqlGuests
from video_bank.sessions.sql_search import SqlSearch
from video_bank.sessions.sql_slots import SqlSlots
from video_bank.sessions.sql_store import SqlStore
from video_bank.settings import Settings
from video_bank.vault.keys import MasterKey
from video_bank.verification.document.reader import DocumentReader
from video_bank.verification.location.maxminddb_address_book import MaxmindAddressBook
from video_bank.verification.picture_gate import PictureGate
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.worker_pool import WorkerPool


@dataclass(frozen=True)
class Bank:
    """Everything the front desk works with."""

    node_id: NodeId
    clock: Clock
    link: RedisLink
    access: SqlAccess
    guests: SqlGuests
    store: SqlStore
    search: SqlSearch
    hosts: SessionHosts
    courier: CallbackCourier | None
    codes: Codes
    queues: RedisQueues
    roster: RedisRoster
    routing: SqlRouting
    dispatcher: Dispatcher
    emergency: EmergencyWatch
    floor: SqlFloor
    board: FloorBoard
    outbox: RedisOutbox
    trail: SqlJournal
    checkpoints: SqlCheckpoints
    replay: Replay
    scripts: ScriptLibrary
    retention: SqlRetention
    keeper: Keeper
    deletions: SqlDeletions
    comments: SqlComments
    exports: SqlExports
    bundles: Bundles
    films: Filming
    pictures: PictureStore
    messages: MessageStore
    slots: SqlSlots
    picture_gate: PictureGate
    document_reader: DocumentReader
    master_key: MasterKey
    qualities: RedisQualities
    turn: TurnServers
    address_book: MaxmindAddressBook | None

    async def run(self) -> None:
        """Host sessions and match queues until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.hosts.run(), name="session hosts")
            tasks.create_task(self.dispatcher.run(), name="dispatcher")
            tasks.create_task(self.emergency.run(), name="emergency watch")
            if self.courier is not None:
                tasks.create_task(self.courier.run(), name="callback courier")


@asynccontextmanager
async def open_bank(settings: Settings) -> AsyncIterator[Bank]:
    """Open what the front desk needs; closed in reverse order."""
    clock = SystemClock()
    turn = open_turn(settings)
    address_book = await asyncio.to_thread(open_address_book, settings)
    async with AsyncExitStack() as stack:
        if address_book is not None:
            stack.callback(address_book.close)
        link = await open_link(settings, stack)
        database = await open_database(settings, stack)
        node_id = new_node_id("desk")
        trail = SqlJournal(database)
        shelf = SqlShelf(database, clock)
        routing, floor = SqlRouting(database, clock), SqlFloor(database)
        queues = RedisQueues(link, clock, routing)
        emergency = EmergencyWatch(node_id, link, floor, routing, SqlEmergency(database), clock)
        store = SqlStore(database, clock)
        access = SqlAccess(database, clock)
        vault = open_vault(settings)
        master_key = await open_master_key(settings, stack)
        replay = Replay(shelf, vault, master_key)
        outbox = RedisOutbox(link)
        nodes = NodeDirectory(link)
        films = Filming(replay, vault, RedisProgress(link))
        stack.push_async_callback(films.close)
        pool = WorkerPool(workers=1, engine=None)
        stack.push_async_callback(pool.close)
        courier = await open_courier(settings, node_id, link, stack)
        hosts = SessionHosts(
            node_id,
            store,
            link,
            EffectRunner(link, outbox, queues, shelf, courier),
            nodes,
            access,
            clock,
        )
        yield Bank(
            node_id=node_id,
            clock=clock,
            link=link,
            access=access,
            guests=SqlGuests(database, clock),
            store=store,
            search=SqlSearch(database),
            hosts=hosts,
            courier=courier,
            codes=Codes(await open_otp_sender(settings, clock, stack), master_key, hosts, clock),
            queues=queues,
            roster=RedisRoster(link),
            routing=routing,
            dispatcher=Dispatcher(queues, nodes, SqlDecisions(database, link)),
            emergency=emergency,
            floor=floor,
            board=FloorBoard(floor, queues, routing, emergency, clock),
            outbox=outbox,
            trail=trail,
            checkpoints=SqlCheckpoints(database),
            replay=replay,
            scripts=open_scripts(settings),
            retention=SqlRetention(database, clock),
            keeper=await open_keeper(settings, database, clock, stack),
            deletions=SqlDeletions(database),
            comments=SqlComments(database, clock),
            exports=SqlExports(database, clock),
            bundles=Bundles(replay, open_signing_key(settings), trail, clock),
            films=films,
            pictures=PictureStore(vault, master_key),
            messages=MessageStore(vault, master_key),
            slots=SqlSlots(database, clock),
            picture_gate=PictureGate(pool),
            document_reader=DocumentReader(pool),
            master_key=master_key,
            qualities=RedisQualities(link),
            turn=turn,
            address_book=address_book,
        )
