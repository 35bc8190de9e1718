"""Nobody is rung for a call that no media node has room for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, MutableMapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from structlog.testing import capture_logs

from tests.eventually import eventually
from video_bank.clock import SystemClock
from video_bank.database.redis_leases import Leases
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.ids import NodeId, QueueId, SessionId, StaffId
from video_bank.media.placement import LEASE_KIND, NodeDirectory, NodeReport
from video_bank.queues.dispatcher import Dispatcher
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.sql_decisions import SqlDecisions
from video_bank.queues.ticket import Presence, Ticket

LOANS = QueueId("loans")
CARLA, CHEN = SessionId("ses_carla"), SessionId("ses_chen")
AMIR = StaffId("staff_amir")
NODE = NodeId("media_1")


class Node:
    """A media node's lease, and the load that it tells."""

    def __init__(self, link: RedisLink) -> None:
        self.cpu_share = 0.0
        self._leases = Leases(link, LEASE_KIND)

    async def run(self) -> None:
        await self._leases.hold(NODE, self._report)

    def _report(self) -> bytes:
        return msgspec.json.encode(NodeReport(NODE, 20, 0, self.cpu_share))


@pytest.fixture
def queues(link: RedisLink) -> RedisQueues:
    return RedisQueues(link, SystemClock(), open_to_all(LOANS))


@asynccontextmanager
async def _running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_offers_are_held_while_the_only_node_is_full_and_go_on_with_its_room(
    link: RedisLink, queues: RedisQueues, database: Database
) -> None:
    node = Node(link)
    node.cpu_share = 0.9
    with capture_logs() as lines:
        async with _running(node.run(), _dispatcher(link, queues, database).run()):
            await eventually(_says(lines, "no media node has room: offers are held back"))
            await _carla_and_amir_meet_nobody(link, queues)
            node.cpu_share = 0.5
            await eventually(lambda: _is_ringing(queues))
    assert [line["event"] for line in lines] == [
        "no media node has room: offers are held back",
        "media nodes have room again: offers go on",
    ]


async def test_offers_are_held_while_no_node_lives(
    link: RedisLink, queues: RedisQueues, database: Database
) -> None:
    with capture_logs() as lines:
        async with _running(_dispatcher(link, queues, database).run()):
            await eventually(_says(lines, "no media node has room: offers are held back"))
            await _carla_and_amir_meet_nobody(link, queues)
            async with _running(Node(link).run()):
                await eventually(lambda: _is_ringing(queues))


def _dispatcher(link: RedisLink, queues: RedisQueues, database: Database) -> Dispatcher:
    return Dispatcher(queues, NodeDirectory(link), SqlDecisions(database, link))


async def _carla_and_amir_meet_nobody(link: RedisLink, queues: RedisQueues) -> None:
    """Whoever comes takes a place, and the next sweep makes no offer."""
    for number, session in enumerate((CARLA, CHEN)):
        await queues.enter(Ticket(session, LOANS, 1000.0 + number))
    await queues.set_ready(AMIR)
    await eventually(lambda: _is_held_for(link, 0, 1900))
    await eventually(lambda: _is_held_for(link, 1900, 2000))
    assert (await queues.agent_state(AMIR)).presence is Presence.READY
    [place] = await queues.places([CHEN])
    assert place is not None
    assert place.position == 2


async def _is_held_for(link: RedisLink, least_ms: int, most_ms: int) -> bool:
    """Say for how long offers are held; each sweep begins that time anew."""
    async with link.reach() as client:
        return least_ms < int(await client.pttl("offers:held")) <= most_ms


async def _is_ringing(queues: RedisQueues) -> bool:
    state = await queues.agent_state(AMIR)
    return state.presence is Presence.RINGING and state.session_id == CARLA


def _says(lines: Sequence[MutableMapping[str, Any]], event: str) -> Callable[[], bool]:
    return lambda: any(line["event"] == event for line in lines)
