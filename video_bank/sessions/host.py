"""Hosts of this process: every unfinished session of the bank is in somebody's hands."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

import msgspec
import structlog

from video_bank.clock import Clock
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.errors import BankError, NotFoundError, UnavailableError
from video_bank.ids import NodeId, SessionId
from video_bank.sessions.effect_runner import EffectRunner
from video_bank.sessions.needs import Nodes
from video_bank.sessions.observation import (
    Observer,
    has_place,
    nodes_without_lease,
    waits_for_page,
)
from video_bank.sessions.redis_claims import RedisClaims
from video_bank.sessions.requests import ParticipantRequest
from video_bank.sessions.session_host import SessionHost
from video_bank.sessions.store import SessionStore, StaffCards

LOOK_EVERY_S: Final = 0.5
_READ_WAIT_MS: Final = 100  # a session newly hosted waits at most this long to be read
_WAKE_S: Final = 5.0  # how long a session is tried to be claimed for a request's sake

_log = structlog.get_logger()


class SessionHosts:
    """Any number of processes may run it: a session has one host, whichever is first.

    When a process dies, its sessions are with the others as soon as its lease has run out.
    """

    def __init__(  # noqa: PLR0913, PLR0917 its parts, put together once in bank/
        self,
        node_id: NodeId,
        store: SessionStore,
        link: RedisLink,
        effects: EffectRunner,
        nodes: Nodes,
        cards: StaffCards,
        clock: Clock,
    ) -> None:
        self._store = store
        self._link = link
        self._effects = effects
        self._nodes = nodes
        self._cards = cards
        self._clock = clock
        self._claims = RedisClaims(link, node_id)
        self._observer = Observer()
        self._hosts: dict[SessionId, SessionHost] = {}
        self._woken: dict[SessionId, float] = {}
        self._wake = asyncio.Event()

    async def submit(self, request: ParticipantRequest) -> None:
        """Put a request into its session's inbox; raise UnavailableError when it is not there."""
        await self._link.append(inbox_stream(request.session_id), msgspec.json.encode(request))
        self._note_wanted(request.session_id)
        if request.session_id not in self._hosts:
            self._wake.set()

    def _note_wanted(self, session_id: SessionId) -> None:
        """Host it for a while even if it is at rest, now or as soon as its present host ends.

        Something may stand in its inbox that nobody has read.
        """
        self._woken[session_id] = self._clock.monotonic() + _WAKE_S

    async def run(self) -> None:
        """Host until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._claims.hold_lease(), name="desk lease")
            tasks.create_task(_again_and_again(lambda: self._adopt(tasks)), name="adopt sessions")
            tasks.create_task(_again_and_again(self._read), name="read inboxes")
            tasks.create_task(_again_and_again(self._look), name="look after sessions")

    async def _adopt(self, tasks: asyncio.TaskGroup) -> None:
        """Host what has no host: unfinished sessions, and those that somebody asked something."""
        self._wake.clear()
        now = self._clock.monotonic()
        self._woken = {each: until for each, until in self._woken.items() if until > now}
        unfinished = await self._store.unfinished(self._clock.now())
        wanted = [each for each in {*unfinished, *self._woken} if each not in self._hosts]
        for session_id in await self._claims.claim(wanted):
            self._woken.pop(session_id, None)
            host = SessionHost(
                session_id, self._store, self._cards, self._effects, self._nodes, self._clock
            )
            self._hosts[session_id] = host
            tasks.create_task(self._run_host(host), name=f"host {session_id}")
        try:
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _run_host(self, host: SessionHost) -> None:
        """Whatever ends it, the session is taken up again where its row says that it is."""
        try:
            await host.run()
        except NotFoundError:
            _log.warning("no such session", session=host.session_id)
        except BankError as error:
            _log.warning("host ended", session=host.session_id, code=error.code)
            self._note_wanted(host.session_id)
        except Exception as error:  # noqa: BLE001 one broken session ends no other
            _log.error("host failed", session=host.session_id, error=type(error).__name__)
            self._note_wanted(host.session_id)
        finally:
            del self._hosts[host.session_id]
        try:
            await self._claims.release(host.session_id)
        except UnavailableError:
            _log.warning("claim left to run out", session=host.session_id)

    async def _read(self) -> None:
        """Bring every hosted session what arrived for it."""
        hosts = {
            inbox_stream(session_id): host
            for session_id, host in self._hosts.items()
            if host.read_up_to is not None
        }
        if not hosts:
            await asyncio.sleep(_READ_WAIT_MS / 1000)
            return
        places = {stream: host.read_up_to or "" for stream, host in hosts.items()}
        for stream, position, entry in await self._link.read(places, wait_ms=_READ_WAIT_MS):
            hosts[stream].put(position, entry)

    async def _look(self) -> None:
        """Tell every quiet session what can be seen of its deadlines, node and pages."""
        await asyncio.sleep(LOOK_EVERY_S)
        alive = await self._nodes.alive()
        sessions = {
            each: host.session
            for each, host in self._hosts.items()
            if host.session and host.is_quiet
        }
        missing = nodes_without_lease(sessions.values(), alive)
        self._observer.note_nodes(missing, await self._nodes.buried(missing))
        placed = [each for each, session in sessions.items() if has_place(session)]
        self._observer.note_places(await self._claims.without_place(placed))
        waiting = [each for each, session in sessions.items() if waits_for_page(session)]
        self._observer.note_pages(await self._claims.without_page(waiting))
        for session_id, session in sessions.items():
            if host := self._hosts.get(session_id):
                for observation in self._observer.look(session, alive, self._clock.now()):
                    host.observe(observation)


async def _again_and_again(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    while True:
        try:
            await work()
        except UnavailableError:
            _log.warning("hosting waits for a store")
            await asyncio.sleep(LOOK_EVERY_S)
