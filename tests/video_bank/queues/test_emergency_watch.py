"""One process keeps the level, all follow, and neither a death nor an empty Redis ends it."""

from collections.abc import Awaitable, Callable

import msgspec
import pytest
import redis
from sqlalchemy import insert

from tests.fakes.clock import FakeClock
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import Happening, find_break
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import queues, sessions
from video_bank.ids import NodeId, QueueId, SessionId, StaffId
from video_bank.queues.decisions import Replay
from video_bank.queues.emergency import (
    EmergencyPlan,
    FirstLevel,
    Level,
    LevelMode,
    Measure,
    SecondLevel,
    Trigger,
)
from video_bank.queues.emergency_watch import EmergencyWatch
from video_bank.queues.floor_trail import floor_chain
from video_bank.queues.policy import Overflow, Profile, QueueRule, RoutingPolicy
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.sql_decisions import SqlDecisions
from video_bank.queues.sql_emergency import SqlEmergency
from video_bank.queues.sql_floor import SqlFloor
from video_bank.queues.sql_routing import SqlRouting
from video_bank.queues.ticket import Presence, Ticket

LOANS = QueueId("loans")
SOL, AMIR = StaffId("staff_sol"), StaffId("staff_amir")
POLICY = RoutingPolicy(
    queues={LOANS: QueueRule(skills={"loans": 1}, overflow=(Overflow(300, {"cards": 1}),))},
    plan=EmergencyPlan(
        FirstLevel((Trigger(Measure.LONGEST_WAIT_S, 60, 20, 4, 10),)), SecondLevel(())
    ),
)
Watching = Callable[[str], EmergencyWatch]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def routing(database: Database, clock: FakeClock) -> SqlRouting:
    async with database.transaction() as connection:
        await connection.execute(insert(queues).values(queue=LOANS, name="Loans"))
    routing = SqlRouting(database, clock)
    await routing.change_policy(POLICY)
    return routing


@pytest.fixture
def watching(
    link: RedisLink, database: Database, routing: SqlRouting, clock: FakeClock
) -> Watching:
    def make(node: str) -> EmergencyWatch:
        floor, states = SqlFloor(database), SqlEmergency(database)
        return EmergencyWatch(NodeId(node), link, floor, routing, states, clock)

    return make


async def _wait_since(database: Database, since: float | None) -> None:
    """Carla's row says since when she waits."""
    row = {
        "session_id": "ses_carla",
        "stage": "waiting",
        "queue": LOANS,
        "customer_name": "",
        "reference": "",
        "created_at": 0.0,
        "arrived_at": since,
        "waits_since": since,
        "body": b"{}",
        "pending": b"[]",
        "inbox_position": "0-0",
        "effect_number": 0,
        "host_epoch": 0,
    }
    async with database.transaction() as connection:
        await connection.execute(sessions.delete())
        await connection.execute(insert(sessions).values(row))


async def _pass(clock: FakeClock, seconds: int, *looks: Callable[[], Awaitable[None]]) -> None:
    for _ in range(seconds // 2):
        clock.advance(2)
        for look in looks:
            await look()


async def _told(database: Database, clock: FakeClock) -> list[Happening]:
    entries = await SqlJournal(database).read(floor_chain(clock.now(), POLICY.zone))
    assert find_break(entries) is None
    return [entry.happening for entry in entries]


async def test_a_level_comes_and_goes_by_itself_and_the_trail_says_by_what(
    database: Database, routing: SqlRouting, watching: Watching, clock: FakeClock
) -> None:
    watch = watching("desk_1")
    await _wait_since(database, clock.now() - 60)
    await _pass(clock, 6, watch.look)
    assert (await routing.policy()).level is Level.FIRST
    await _wait_since(database, None)
    await _pass(clock, 14, watch.look)
    assert (await routing.policy()).level is Level.NORMAL
    came, went = await _told(database, clock)
    assert (came.kind, came.actor) == ("emergency_level_changed", "house")
    assert came.facts == {"level": 1, "was": 0, "longest_wait_s": 66.0}
    assert went.facts == {"level": 0, "was": 1, "longest_wait_s": 0.0}


async def test_while_one_process_watches_no_other_does_and_one_takes_over_from_it(
    database: Database,
    routing: SqlRouting,
    watching: Watching,
    clock: FakeClock,
    redis_url: str,
) -> None:
    first, second = watching("desk_1"), watching("desk_2")
    await _wait_since(database, clock.now() - 60)
    await _pass(clock, 2, first.look, second.look)
    client = redis.Redis.from_url(redis_url)
    assert client.get("emergency:owner") == b"desk_1"
    client.delete("emergency:owner")  # desk_1 is dead, its lease over
    client.close()
    await _pass(clock, 4, second.look)
    assert (await routing.policy()).level is Level.FIRST, "the time that pressed before counts"
    assert len(await _told(database, clock)) == 1


async def test_two_that_decide_at_once_write_it_down_once(
    database: Database, clock: FakeClock
) -> None:
    states = SqlEmergency(database)
    newest = await states.newest()
    changed = msgspec.structs.replace(newest, number=newest.number + 1)
    chain = SessionId("floor_1")
    noted = [Happening("emergency_chosen", SOL, clock.now())]
    kept = [await states.keep(changed, clock.now(), chain, noted) for _ in range(2)]
    assert kept == [True, False]
    assert len(await SqlJournal(database).read(chain)) == 1


async def test_a_supervisor_switches_a_level_on_and_an_empty_redis_does_not_end_it(
    database: Database,
    routing: SqlRouting,
    watching: Watching,
    clock: FakeClock,
    redis_url: str,
) -> None:
    await watching("desk_1").choose(Level.SECOND, LevelMode.ON, SOL)
    client = redis.Redis.from_url(redis_url)
    client.flushall()
    client.close()
    other = watching("desk_2")
    await _pass(clock, 10, other.look)
    assert (await routing.newest()).level is Level.SECOND
    (chosen,) = await _told(database, clock)
    assert (chosen.kind, chosen.actor) == ("emergency_chosen", SOL)
    assert chosen.facts == {"level": 2, "mode": "on", "counts": 2}
    await other.choose(Level.SECOND, LevelMode.AUTOMATIC, SOL)
    assert (await routing.policy()).level is Level.NORMAL


async def test_what_was_switched_on_ends_by_itself(
    routing: SqlRouting, watching: Watching, clock: FakeClock
) -> None:
    watch = watching("desk_1")
    await watch.choose(Level.FIRST, LevelMode.ON, SOL)
    clock.advance(POLICY.plan.manual_s)
    await watch.look()
    assert (await watch.state()).state.first.mode is LevelMode.AUTOMATIC
    assert (await routing.policy()).level is Level.NORMAL


async def test_a_level_opens_the_next_circle_at_once_and_the_day_comes_out_right(
    database: Database,
    link: RedisLink,
    routing: SqlRouting,
    watching: Watching,
    clock: FakeClock,
) -> None:
    await routing.change_profile(AMIR, Profile({"cards": 1}))
    floor, decisions = RedisQueues(link, clock, routing), SqlDecisions(database, link)
    begin = clock.now()

    async def sweep() -> None:
        await floor.follow_policy()
        await floor.renew(AMIR)
        await floor.sweep(has_room=True)

    await floor.set_ready(AMIR)
    await floor.enter(Ticket(SessionId("ses_carla"), LOANS, clock.now()), is_first=True)
    await _pass(clock, 30, sweep)
    assert (await floor.agent_state(AMIR)).presence is Presence.READY
    await watching("desk_1").choose(Level.FIRST, LevelMode.ON, SOL)
    await _pass(clock, 4, sweep)
    assert (await floor.agent_state(AMIR)).presence is Presence.RINGING
    await decisions.collect()
    replay = Replay()
    found = [
        finding
        async for batch in decisions.read(begin, begin + 3600)
        for finding in replay.feed(batch)
    ]
    assert (found, replay.offers) == ([], 1)
    assert [version.rpartition("/")[2] for version in replay.versions] == ["1"]
