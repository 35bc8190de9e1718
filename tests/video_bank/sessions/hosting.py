"""Desks that host sessions, each like a process of its own, on one Redis and one database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from sqlalchemy import select

from tests.eventually import PATIENCE_S, eventually
from tests.fakes.clock import FakeClock
from tests.quick_hasher import QUICK_HASHER
from tests.video_bank.sessions.stories import QUEUE, START
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import find_break
from video_bank.caller import Role
from video_bank.database.redis_leases import LEASE_S, Leases
from video_bank.database.redis_link import RedisLink, command_stream
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import sessions
from video_bank.ids import NodeId, SessionId, new_node_id, new_token
from video_bank.media.commands import MediaCommand
from video_bank.media.placement import LEASE_KIND, NodeDirectory, NodeReport
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.sessions.effect_runner import EffectRunner
from video_bank.sessions.host import SessionHosts
from video_bank.sessions.needs import Outbox
from video_bank.sessions.outgoing import OutgoingMessage
from video_bank.sessions.redis_outbox import RedisOutbox, customer_outbox
from video_bank.sessions.session import AgentCard, Session
from video_bank.sessions.sql_access import SqlAccess
from video_bank.sessions.sql_store import SqlStore
from video_bank.sessions.store import SessionStore


class Desk:
    """One process's hosts."""

    def __init__(self, link: RedisLink, hosts: SessionHosts, node_id: NodeId) -> None:
        self.hosts = hosts
        self._link = link
        self._node_id = node_id
        self._task: asyncio.Task[None] | None = None

    def start(self) -> "Desk":
        self._task = asyncio.create_task(self.hosts.run(), name=f"desk {self._node_id}")
        return self

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def kill(self) -> None:
        """Stop as by kill -9: nothing is given back, the lease has its two seconds to run out."""
        await self.stop()
        await self._link.client.set(f"node:{self._node_id}:lease", "{}", px=int(LEASE_S * 1000))


class Branch:
    """What the desks share, and how tests look at it."""

    def __init__(self, link: RedisLink, database: Database) -> None:
        self.link = link
        self.database = database
        self.clock = FakeClock(START)
        self.store = SqlStore(database, self.clock)
        self.access = SqlAccess(database, self.clock, QUICK_HASHER)
        self.queues = RedisQueues(link, self.clock, open_to_all(QUEUE))
        self.outbox = RedisOutbox(link)
        self.desks: list[Desk] = []

    def desk(self, *, store: SessionStore | None = None, outbox: Outbox | None = None) -> Desk:
        """Return a desk, not started yet, with one part of it replaced."""
        node_id = new_node_id("desk")
        hosts = SessionHosts(
            node_id,
            store or self.store,
            self.link,
            self.effects(outbox or self.outbox),
            NodeDirectory(self.link),
            self.access,
            self.clock,
        )
        self.desks.append(Desk(self.link, hosts, node_id))
        return self.desks[-1]

    def effects(self, outbox: Outbox) -> EffectRunner:
        return EffectRunner(self.link, outbox, self.queues, SqlShelf(self.database, self.clock))

    async def add(self, *added: Session) -> None:
        for session in added:
            await self.store.create(session, None)

    async def add_agent(self) -> AgentCard:
        password = new_token()
        staff_id = await self.access.add_staff("amir", password, "Amir", "A1001", Role.AGENT)
        return AgentCard(staff_id, "Amir", "A1001")

    @asynccontextmanager
    async def media_node(self, node_id: NodeId) -> AsyncIterator[None]:
        """A media node that lives inside, and does nothing of what it is told."""
        report = msgspec.json.encode(NodeReport(node_id, 0, 0, 0.0))
        leases = Leases(self.link, LEASE_KIND)
        task = asyncio.create_task(leases.hold(node_id, lambda: report), name="media lease")
        await eventually(lambda: leases.is_alive(node_id))
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def commands(self, node_id: NodeId) -> list[MediaCommand]:
        found = await self.link.read({command_stream(node_id): "0-0"})
        return [msgspec.json.decode(payload, type=MediaCommand) for _, _, payload in found]

    async def told_customer(self, session_id: SessionId) -> list[OutgoingMessage]:
        found = await self.link.read({f"outbox:{customer_outbox(session_id)}": "0-0"})
        return [msgspec.json.decode(payload, type=OutgoingMessage) for _, _, payload in found]

    async def trail(self, session_id: SessionId) -> list[str]:
        """Return what happened after the session was created, of a chain without a break."""
        entries = await SqlJournal(self.database).read(session_id)
        assert find_break(entries) is None
        return [entry.happening.kind for entry in entries[1:]]

    async def trail_is(
        self, session_id: SessionId, kinds: list[str], within_s: float = PATIENCE_S
    ) -> None:
        """Wait until exactly this has happened, and every effect of it is carried out."""

        async def matches() -> bool:
            told = await self.trail(session_id)
            assert len(told) <= len(kinds), told
            return told == kinds and (await self.row(session_id)).pending == b"[]"

        await eventually(matches, within_s, f"the trail is not {kinds}")

    async def positions(self, *session_ids: SessionId) -> list[int | None]:
        places = await self.queues.places(session_ids)
        return [place.position if place else None for place in places]

    async def row(self, session_id: SessionId) -> Any:
        async with self.database.reading() as connection:
            wanted = select(sessions).where(sessions.c.session_id == session_id)
            return (await connection.execute(wanted)).one()
