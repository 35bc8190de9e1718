"""The rules in SQL: what counts now, and for whom."""

from tests.fakes.clock import FakeClock
from video_bank.database.sql_engine import Database
from video_bank.ids import QueueId, StaffId
from video_bank.queues.policy import Profile, RoutingPolicy
from video_bank.queues.sql_routing import SqlRouting
from video_bank.sessions.sql_access import SqlAccess

AMIR = StaffId("staff_amir")


async def test_a_bank_that_set_nothing_has_a_rule_for_each_queue(any_database: Database) -> None:
    clock = FakeClock()
    await SqlAccess(any_database, clock).add_queue(QueueId("loans"), "Loans")
    policy = await SqlRouting(any_database, clock).policy()
    assert policy == RoutingPolicy().with_queues(QueueId("loans"))


async def test_every_process_follows_a_change_within_seconds(any_database: Database) -> None:
    clock = FakeClock()
    one, other = (SqlRouting(any_database, clock) for _ in range(2))
    before = await other.policy()
    await one.change_policy(RoutingPolicy(pause_s=5))
    await one.change_policy(RoutingPolicy(pause_s=7))
    assert (await one.policy()).pause_s == 7
    assert await other.policy() == before
    clock.advance(3)
    assert (await other.policy()).pause_s == 7


async def test_what_an_agent_can_do_is_kept(any_database: Database) -> None:
    routing = SqlRouting(any_database, FakeClock())
    assert await routing.profile(AMIR) == Profile()
    for level in (1, 3):
        await routing.change_profile(AMIR, Profile({"loans": level}, ("yue",)))
    assert await routing.profile(AMIR) == Profile({"loans": 3}, ("yue",))
