"""A day's decisions made again: what was right is silent, what was not is named."""

from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.ids import QueueId, SessionId, StaffId
from video_bank.queues.decisions import Finding, Gap, Replay, Unserved, WrongOffer
from video_bank.queues.policy import Overflow, Profile, QueueRule, RoutingPolicy
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import FixedRouting
from video_bank.queues.sql_decisions import SqlDecisions
from video_bank.queues.ticket import Ticket

LOANS = QueueId("loans")
CARLA, CHEN, AMIR, ADA = "ses_carla", "ses_chen", "staff_amir", "staff_ada"
SERVES = ["serves", "0", AMIR, '{"loans/": 0}']
OFFER = ["offer", "9", CARLA, AMIR, "offer_1", "loans/", "5", 0, "v1"]
POLICY = RoutingPolicy(
    queues={LOANS: QueueRule(skills={"loans": 1}, overflow=(Overflow(30, {"cards": 1}),))}
)


def _findings(*entries: list[Any]) -> list[Finding]:
    return list(Replay().feed(entries))


def test_the_offer_that_was_due_is_silent() -> None:
    shown = ["show", "9", CARLA, "loans/", "5"]
    assert not _findings(SERVES, ["free", "9", AMIR, "1"], shown, OFFER)


def test_who_was_jumped_is_named() -> None:
    found = _findings(
        SERVES,
        ["show", "9", CARLA, "loans/", "5"],
        ["show", "9", CHEN, "loans/", "4"],
        ["free", "9", AMIR, "1"],
        OFFER,
    )
    assert isinstance(found[0], WrongOffer)
    assert found[0].due is not None
    assert found[0].due.session_id == CHEN


def test_an_offer_to_the_wrong_agent_is_named() -> None:
    other = ["serves", "0", ADA, '{"loans/": 0}']
    free = [["free", "9", AMIR, "2"], ["free", "9", ADA, "1"]]
    found = _findings(SERVES, other, *free, ["show", "9", CARLA, "loans/", "5"], OFFER)
    assert isinstance(found[0], WrongOffer)


def test_each_second_of_a_wait_beside_a_free_agent_is_told() -> None:
    waits = ["show", "10", CARLA, "loans/", "5"]
    found = _findings(SERVES, ["free", "9", AMIR, "1"], waits, ["gone", "14", CARLA])
    assert found == [Unserved(10.0, 14.0, SessionId(CARLA), StaffId(AMIR))]


def test_a_circle_that_widened_and_was_not_asked_is_told_from_then_on() -> None:
    serves = ["serves", "0", AMIR, '{"loans/": 30}']
    waits = ["show", "10", CARLA, "loans/", "5"]
    found = _findings(serves, ["free", "9", AMIR, "1"], waits, ["gone", "40", CARLA])
    assert found == [Unserved(35.0, 40.0, SessionId(CARLA), StaffId(AMIR))]


@pytest.mark.parametrize("before", [["held", "9", 1], ["part", "9", CARLA, AMIR, "20"]])
def test_what_kept_an_agent_from_a_customer_is_no_finding(before: list[Any]) -> None:
    waits = ["show", "9", CARLA, "loans/", "5"]
    assert not _findings(SERVES, waits, before, ["free", "9", AMIR, "1"], ["gone", "20", CARLA])


def test_a_redis_that_lost_everything_is_a_gap() -> None:
    assert _findings(["show", "9", CARLA, "loans/", "5"], ["began", "12", "v1"]) == [Gap(12.0)]


async def test_a_real_day_is_collected_and_comes_out_right(
    link: RedisLink, any_database: Database
) -> None:
    clock = FakeClock()
    profiles = {StaffId(AMIR): Profile({"loans": 1}), StaffId(ADA): Profile({"cards": 1})}
    queues = RedisQueues(link, clock, FixedRouting(POLICY, profiles))
    decisions = SqlDecisions(any_database, link)
    begin = clock.now()
    for staff in profiles:
        await queues.set_ready(staff)
    for number in range(4):
        await queues.enter(Ticket(SessionId(f"ses_{number}"), LOANS, clock.now()))
        clock.advance(1)
    assert await decisions.collect()
    for _ in range(30):
        clock.advance(1)
        for staff in profiles:
            await queues.renew(staff)
        await queues.sweep(has_room=True)
    assert await decisions.collect()
    assert not await decisions.collect(), "each entry is written down once"
    replay = Replay()
    found = [
        finding
        async for batch in decisions.read(begin, begin + 86_400)
        for finding in replay.feed(batch)
    ]
    assert (found, replay.offers) == ([], 3)
    assert replay.versions == {POLICY.version}
