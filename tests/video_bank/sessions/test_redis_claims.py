"""Who hosts what, by keys in a real Redis."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.eventually import eventually
from video_bank.database.redis_leases import Leases
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.ids import NodeId, new_session_id
from video_bank.sessions.redis_claims import LEASE_KIND, RedisClaims, here_key, note_place
from video_bank.sessions.redis_outbox import customer_outbox

ONE, OTHER = NodeId("desk_one"), NodeId("desk_other")
SESSIONS = [new_session_id() for _ in range(3)]


async def test_what_one_desk_has_is_nobody_elses_while_it_lives(link: RedisLink) -> None:
    async with desk(link, ONE) as one, desk(link, OTHER) as other:
        assert await one.claim(SESSIONS[:2]) == SESSIONS[:2]
        assert await other.claim(SESSIONS) == SESSIONS[2:]
        assert await one.claim(SESSIONS) == SESSIONS[:2], "its own, as often as it asks"


async def test_what_a_dead_desk_had_is_free(link: RedisLink) -> None:
    async with desk(link, OTHER) as other:
        async with desk(link, ONE) as one:
            await one.claim(SESSIONS)
        assert await other.claim(SESSIONS) == SESSIONS


async def test_a_desk_that_is_not_known_to_live_gets_nothing(link: RedisLink) -> None:
    assert await RedisClaims(link, ONE).claim(SESSIONS) == []
    async with desk(link, OTHER) as other:
        assert await other.claim(SESSIONS) == SESSIONS


async def test_a_released_session_is_free_and_only_its_host_releases_it(link: RedisLink) -> None:
    async with desk(link, ONE) as one, desk(link, OTHER) as other:
        await one.claim(SESSIONS)
        await other.release(SESSIONS[0])
        await one.release(SESSIONS[1])
        assert await other.claim(SESSIONS) == [SESSIONS[1]]


async def test_the_inbox_of_a_released_session_is_kept_for_a_day(link: RedisLink) -> None:
    async with desk(link, ONE) as one:
        await one.claim(SESSIONS)
        await link.append(inbox_stream(SESSIONS[0]), b"{}")
        await one.release(SESSIONS[0])
    assert 86_000 < await link.client.ttl(inbox_stream(SESSIONS[0])) <= 86_400


async def test_places_and_pages_are_missed_one_by_one(link: RedisLink) -> None:
    claims = RedisClaims(link, ONE)
    await note_place(link, SESSIONS[0])
    await link.client.set(here_key(customer_outbox(SESSIONS[1])), "socket")
    assert await claims.without_place(SESSIONS) == {SESSIONS[1], SESSIONS[2]}
    assert await claims.without_page(SESSIONS) == {SESSIONS[0], SESSIONS[2]}
    assert await claims.without_place([]) == set()
    await link.client.flushall()
    assert await claims.without_place(SESSIONS) == set(SESSIONS)


@asynccontextmanager
async def desk(link: RedisLink, node_id: NodeId) -> AsyncIterator[RedisClaims]:
    """A process that lives inside."""
    claims = RedisClaims(link, node_id)
    task = asyncio.create_task(claims.hold_lease())
    await eventually(lambda: Leases(link, LEASE_KIND).is_alive(node_id))
    yield claims
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
