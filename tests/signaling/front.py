"""A front desk on a port of its own, with real Redis, SQLite and vault behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import aiohttp
import msgspec
from aiohttp.test_utils import TestServer

from signaling.app import make_app
from signaling.auth import GUEST_COOKIE, SEAT_COOKIE, STAFF_COOKIE
from signaling.mailroom import Mailroom
from signaling.messages import Hello, Numbered, ServerMessage
from signaling.pulse import Pulse
from tests.quick_hasher import QUICK_HASHER
from video_bank.audit.sql_checkpoints import SqlCheckpoints
from video_bank.audit.sql_journal import SqlJournal
from video_bank.caller import Role
from video_bank.clock import SystemClock
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.database.sql_engine import Database
from video_bank.ids import GuestId, QueueId, SessionId, StaffId, new_node_id, new_session_id
from video_bank.media.placement import NodeDirectory
from video_bank.media.redis_qualities import RedisQualities
from video_bank.media.turn import TurnServers
from video_bank.queues.emergency_watch import EmergencyWatch
from video_bank.queues.floor_board import FloorBoard
from video_bank.queues.redis_roster import RedisRoster
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.sql_emergency import SqlEmergency
from video_bank.queues.sql_floor import SqlFloor
from video_bank.queues.sql_routing import SqlRouting
from video_bank.recording.deletion import Deleting
from video_bank.recording.evidence.bundle import Bundles
from video_bank.recording.evidence.sql_exports import SqlExports
from video_bank.recording.film.filming import Filming
from video_bank.recording.film.redis_progress import RedisProgress
from video_bank.recording.replay import Replay
from video_bank.recording.sql_comments import SqlComments
from video_bank.recording.sql_deletions import SqlDeletions
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.retention.disk_schedule import read_schedule
from video_bank.retention.keeper import Keeper
from video_bank.retention.sql_retention import SqlRetention
from video_bank.scripts.disk_library import ScriptLibrary
from video_bank.sessions.codes import Codes
from video_bank.sessions.effect_runner import EffectRunner
from video_bank.sessions.host import SessionHosts
from video_bank.sessions.message_store import MessageStore
from video_bank.sessions.redis_outbox import RedisOutbox
from video_bank.sessions.requests import ParticipantRequest
from video_bank.sessions.session import AgentCard, Customer, Session, Stage
from video_bank.sessions.sql_access import SqlAccess
from video_bank.sessions.sql_guests import SqlGuests
from video_bank.sessions.sql_search import SqlSearch
from video_bank.sessions.sql_session_keys import SqlSessionKeys
from video_bank.sessions.sql_slots import SqlSlots
from video_bank.sessions.sql_store import SqlStore
from video_bank.settings import Settings
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.key_file import KeyFile
from video_bank.vault.signing_key import SigningKey
from video_bank.verification.document.reader import DocumentReader
from video_bank.verification.hooks import CodeOrder
from video_bank.verification.location.maxminddb_address_book import MaxmindAddressBook
from video_bank.verification.picture_gate import PictureGate
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.worker_pool import WorkerPool

USUAL: Final = read_schedule(None)  # before a loop that must not block
QUEUE: Final = QueueId("loans")
NAME: Final = "张小三"
TURN_URL: Final = "turns:turn.bank.example:443?transport=tcp"
TURN_SECRET: Final = "known to two"  # noqa: S105 and to this test
PASSWORD: Final = "correct horse"  # noqa: S105 of people who are not


class LateClock(SystemClock):
    """The system's clock, which tests put forward."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def now(self) -> float:
        return super().now() + self.ahead_s


class Phone:
    """An `OtpSender`: the customer's phone, in the test's hand."""

    def __init__(self) -> None:
        self.orders: list[CodeOrder] = []

    async def send(self, order: CodeOrder) -> None:
        self.orders.append(order)


@dataclass(frozen=True)
class Parts:
    """A `Desk`."""

    clock: LateClock
    link: RedisLink
    access: SqlAccess
    guests: SqlGuests
    store: SqlStore
    search: SqlSearch
    hosts: SessionHosts
    codes: Codes
    phone: Phone
    queues: RedisQueues
    roster: RedisRoster
    emergency: EmergencyWatch
    floor: SqlFloor
    board: FloorBoard
    outbox: RedisOutbox
    trail: SqlJournal
    checkpoints: SqlCheckpoints
    shelf: SqlShelf
    vault: DiskVault
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
    master_key: KeyFile
    qualities: RedisQualities
    turn: TurnServers
    address_book: MaxmindAddressBook


def make_parts(
    folder: Path,
    link: RedisLink,
    database: Database,
    pool: WorkerPool,
    address_book: MaxmindAddressBook,
) -> Parts:
    clock = LateClock()
    access, store = SqlAccess(database, clock, QUICK_HASHER), SqlStore(database, clock)
    queues, outbox = (
        RedisQueues(link, clock, open_to_all(QUEUE)),
        RedisOutbox(link),
    )
    routing, floor = SqlRouting(database, clock), SqlFloor(database)
    emergency = EmergencyWatch(
        new_node_id("desk"), link, floor, routing, SqlEmergency(database), clock
    )
    shelf, vault = SqlShelf(database, clock), DiskVault(folder / "objects")
    master_key = KeyFile(folder / "keys/master.key")
    signing_key = SigningKey(folder / "keys/signing.key")
    trail, replay = SqlJournal(database), Replay(shelf, vault, master_key)
    effects = EffectRunner(link, outbox, queues, shelf)
    node_id = new_node_id("desk")
    hosts = SessionHosts(node_id, store, link, effects, NodeDirectory(link), access, clock)
    phone = Phone()
    pictures = PictureStore(vault, master_key)
    retention = SqlRetention(database, clock)
    deleting = Deleting(
        SqlDeletions(database),
        SqlSessionKeys(database),
        vault,
        signing_key,
        trail,
        clock,
    )
    return Parts(
        clock=clock,
        link=link,
        access=access,
        guests=SqlGuests(database, clock),
        store=store,
        search=SqlSearch(database),
        hosts=hosts,
        codes=Codes(phone, master_key, hosts, clock),
        phone=phone,
        queues=queues,
        roster=RedisRoster(link),
        emergency=emergency,
        floor=floor,
        board=FloorBoard(floor, queues, routing, emergency, clock),
        outbox=outbox,
        trail=trail,
        checkpoints=SqlCheckpoints(database),
        shelf=shelf,
        vault=vault,
        replay=replay,
        retention=retention,
        keeper=Keeper(USUAL, retention, deleting, pictures, trail, clock),
        deletions=SqlDeletions(database),
        scripts=ScriptLibrary(folder / "scripts", folder / "keys/scripts.pub"),
        comments=SqlComments(database, clock),
        exports=SqlExports(database, clock),
        bundles=Bundles(replay, signing_key, trail, clock),
        films=Filming(replay, vault, RedisProgress(link)),
        pictures=pictures,
        messages=MessageStore(vault, master_key),
        slots=SqlSlots(database, clock),
        picture_gate=PictureGate(pool),
        document_reader=DocumentReader(pool),
        master_key=master_key,
        qualities=RedisQualities(link),
        turn=TurnServers((TURN_URL,), TURN_SECRET),
        address_book=address_book,
    )


class Page:
    """One browser's socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, message: msgspec.Struct | str) -> None:
        text = message if isinstance(message, str) else msgspec.json.encode(message).decode()
        await self.socket.send_str(text)

    async def hear(self) -> tuple[int, Any]:
        """Return the next frame as (seq, message)."""
        envelope = msgspec.json.decode(await self.socket.receive_str(timeout=5), type=Numbered)
        return envelope.seq, msgspec.json.decode(envelope.message, type=ServerMessage)

    async def hear_of(self, kind: type[msgspec.Struct]) -> Any:
        """Return the next message of `kind`, passing over any other."""
        while True:
            _, message = await self.hear()
            if isinstance(message, kind):
                return message

    async def hear_close(self) -> int | None:
        """Pass over what is said and return the close code."""
        while not self.socket.closed:
            await self.socket.receive(timeout=10)
        return self.socket.close_code


class Browser:
    """One browser with its cookies; `http` for whatever has no method here."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = aiohttp.ClientSession(
            url, cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": url}
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.close()

    def take_cookie(self, name: str, token: str) -> None:
        self.http.cookie_jar.update_cookies({name: token}, self.http._base_url)  # type: ignore[arg-type]

    async def ask(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        """Return the status and the answer's JSON, None without any."""
        async with self.http.request(method, path, **options) as answer:
            content = await answer.read()
            is_json = answer.content_type == "application/json" and content
            return answer.status, msgspec.json.decode(content) if is_json else None

    @asynccontextmanager
    async def page(self, side: str, hello: Hello | None = Hello()) -> AsyncIterator[Page]:  # noqa: B008
        async with self.http.ws_connect(f"/ws/{side}") as socket:
            page = Page(socket)
            if hello is not None:
                await page.say(hello)
            yield page


class Front:
    """The running desk and what tests put behind it."""

    def __init__(self, parts: Parts, server: TestServer, folder: Path) -> None:
        self.parts = parts
        self.folder = folder
        self.app = server.app
        self.url = str(server.make_url("")).rstrip("/")

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Browser]:
        async with Browser(self.url) as browser:
            yield browser

    @asynccontextmanager
    async def seated(self, session_id: SessionId) -> AsyncIterator[Browser]:
        """A customer's browser with a seat."""
        token = await self.parts.access.issue_credential(Role.CUSTOMER, session_id, 600)
        async with Browser(self.url) as browser:
            browser.take_cookie(SEAT_COOKIE, token)
            yield browser

    @asynccontextmanager
    async def guest(self, guest_id: GuestId) -> AsyncIterator[Browser]:
        """A third party's browser that was let in."""
        token = await self.parts.access.issue_credential(Role.GUEST, guest_id, 600)
        async with Browser(self.url) as browser:
            browser.take_cookie(GUEST_COOKIE, token)
            yield browser

    @asynccontextmanager
    async def signed_in(
        self, role: Role, staff_id: StaffId | None = None
    ) -> AsyncIterator[Browser]:
        """A browser in which somebody of that role is signed in."""
        staff_id = staff_id or await self.add_staff(role)
        token = await self.parts.access.issue_credential(role, staff_id, 600)
        async with Browser(self.url) as browser:
            browser.take_cookie(STAFF_COOKIE, token)
            yield browser

    @asynccontextmanager
    async def bank_system(self) -> AsyncIterator[Browser]:
        """The bank's own software: a key, no cookies, no origin."""
        key = await self.parts.access.add_api_key("test")
        async with Browser(self.url) as browser:
            browser.http.headers.clear()
            browser.http.headers["Authorization"] = f"Bearer {key}"
            yield browser

    async def add_staff(self, role: Role, username: str = "") -> StaffId:
        name = username or f"{role}_{new_session_id()}"
        return await self.parts.access.add_staff(name, PASSWORD, "李敏", "A1001", role)

    async def add_session(self, **fields: Any) -> Session:
        session_id = new_session_id()
        now = self.parts.clock.now()
        session = Session(
            **{
                "session_id": session_id,
                "queue": QUEUE,
                "business": "贷款面谈",
                "customer": Customer(NAME, f"DK-{session_id[-4:]}"),
                "created_at": now,
                "stage_since": now,
                "wrapped_key": await self.parts.master_key.make_data_key(session_id),
                **fields,
            }
        )
        return await self.parts.store.create(session, None)

    async def add_meeting(self, staff_id: StaffId, **fields: Any) -> Session:
        """A session that the agent has at hand."""
        card = AgentCard(staff_id, "李敏", "A1001")
        return await self.add_session(**{"stage": Stage.TALKING, "agent": card, **fields})

    async def inbox(self, session_id: SessionId) -> list[ParticipantRequest]:
        """Return what the session was asked so far."""
        entries = await self.parts.link.read({inbox_stream(session_id): "0-0"})
        return [msgspec.json.decode(payload, type=ParticipantRequest) for _, _, payload in entries]

    async def was_asked(self, request: ParticipantRequest) -> bool:
        """Say whether the request has reached its session."""
        return request in await self.inbox(request.session_id)

    async def kinds_on_trail(self, session_id: SessionId) -> list[str]:
        entries = await self.parts.trail.read(session_id)
        return [entry.happening.kind for entry in entries]


@asynccontextmanager
async def open_front(parts: Parts, folder: Path, **settings: Any) -> AsyncIterator[Front]:
    """Serve; the pages' folder is `folder / "pages"`."""
    mailroom, pulse = Mailroom(parts.link), Pulse()
    chosen = Settings(data_dir=folder, **settings)
    app = make_app(parts, chosen, mailroom, pulse, folder / "pages")
    server = TestServer(app)
    await server.start_server(shutdown_timeout=1)
    work = [
        asyncio.create_task(mailroom.run(), name="mailroom"),
        asyncio.create_task(pulse.run(), name="pulse"),
    ]
    try:
        yield Front(parts, server, folder)
    finally:
        await server.close()
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
