"""A desk is cut off from Redis: it gives nobody away, the others go on, and it comes back late."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.errors import UnavailableError
from video_bank.ids import QueueId, SessionId, StaffId
from video_bank.queues.redis_store import OfferGoneError, RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.ticket import Presence, Ticket

LOANS = QueueId("loans")
CARLA, CHEN = SessionId("ses_carla"), SessionId("ses_chen")
AMIR, ADA = StaffId("staff_amir"), StaffId("staff_ada")


class Wire:
    """A stretch of network before a Redis that can swallow everything."""

    def __init__(self, redis_url: str, socket: Path) -> None:
        self.url = f"unix://{socket}"
        self._open = asyncio.Event()
        self._open.set()
        self._far = redis_url.removeprefix("unix://")
        self._near = socket
        self._pumps: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        self._open.clear()

    def heal(self) -> None:
        self._open.set()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[None]:
        server = await asyncio.start_unix_server(self._join, str(self._near))
        try:
            yield
        finally:
            server.close()
            for pump in list(self._pumps):
                pump.cancel()
            await asyncio.gather(*self._pumps, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(self._far)
        for source, to in ((reader, far_writer), (far_reader, writer)):
            pump = asyncio.create_task(self._pump(source, to))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        try:
            while chunk := await source.read(65536):
                await self._open.wait()
                to.write(chunk)
                await to.drain()
        except ConnectionError:
            pass
        finally:
            to.close()


@pytest.mark.timeout(90)
async def test_a_desk_that_is_cut_off_gives_nobody_away(
    link: RedisLink, redis_server: EmbeddedRedis, tmp_path: Path
) -> None:
    clock, routing = FakeClock(), open_to_all(LOANS)
    wire = Wire(redis_server.url, tmp_path / "wire.sock")
    here = RedisQueues(link, clock, routing)
    async with wire.laid():
        cut_off = RedisLink(wire.url)
        there = RedisQueues(cut_off, clock, routing)
        await there.set_ready(AMIR)
        await there.enter(Ticket(CARLA, LOANS, 1.0), fence=1)
        offer = (await here.agent_state(AMIR)).offer_id
        assert offer is not None

        wire.cut()
        late_entry = asyncio.create_task(there.enter(Ticket(CHEN, LOANS, 2.0), fence=1))
        with pytest.raises(UnavailableError):
            await there.accept(AMIR, offer)
        with pytest.raises(UnavailableError):
            await late_entry
        await _go_on(here, clock)

        wire.heal()
        with pytest.raises(OfferGoneError):
            await there.accept(AMIR, offer)
        await there.enter(Ticket(CHEN, LOANS, 2.0), fence=1)
        assert await here.places([CHEN]) == [None], "what came late is behind its fence"
        assert (await here.agent_state(ADA)).presence is Presence.BUSY
        await cut_off.close()


async def _go_on(queues: RedisQueues, clock: FakeClock) -> None:
    """Amir's offer rings out, Ada serves Carla, and Chen joins elsewhere and leaves again."""
    await queues.set_ready(ADA)
    clock.advance(20)
    await queues.renew(ADA)
    await queues.sweep(has_room=True)
    taken = await queues.agent_state(ADA)
    assert taken.session_id == CARLA, "who is reachable goes on serving"
    assert taken.offer_id is not None
    await queues.accept(ADA, taken.offer_id)
    await queues.enter(Ticket(CHEN, LOANS, 2.0), fence=1)
    await queues.leave(CHEN, fence=2)
