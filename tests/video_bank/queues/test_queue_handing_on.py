"""Customers who are handed on, and colleagues who are asked into a call, on a real Redis."""

from typing import Any

import msgspec
import pytest

from tests.fakes.clock import FakeClock
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.ids import OfferId, QueueId, SessionId, StaffId
from video_bank.queues.decisions import Replay, WrongColleague
from video_bank.queues.emergency import EmergencyPlan, FirstLevel, Level
from video_bank.queues.news import (
    ColleagueRung,
    NobodyFree,
    OfferEnd,
    OfferEnded,
    QueueNews,
    WrapUpShortened,
)
from video_bank.queues.policy import Profile, RoutingPolicy
from video_bank.queues.redis_roster import RedisRoster
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.response import respond
from video_bank.queues.routing import FixedRouting
from video_bank.queues.ticket import (
    BreakReason,
    Presence,
    Target,
    TargetKind,
    Ticket,
    Wishes,
)

LOANS, CARDS = QueueId("loans"), QueueId("cards")
CARLA, CHEN = SessionId("ses_carla"), SessionId("ses_chen")
AMIR, ADA, BO = StaffId("staff_amir"), StaffId("staff_ada"), StaffId("staff_bo")
TO_ADA = Target(TargetKind.AGENT, ADA)
TO_DEEDS = Target(TargetKind.SKILL, "deeds")


class House:
    """Amir and Ada serve all; Ada and Bo can read deeds; Carla is in Amir's call."""

    def __init__(self, link: RedisLink) -> None:
        self.clock, self.link = FakeClock(), link
        profiles = {ADA: Profile({"deeds": 2}), BO: Profile({"deeds": 1})}
        policy = RoutingPolicy().with_queues(LOANS, CARDS)
        self.queues = RedisQueues(link, self.clock, FixedRouting(policy, profiles))
        self.roster = RedisRoster(link)

    async def begin(self) -> None:
        await self.queues.enter(Ticket(CARLA, LOANS, self.clock.now()))
        await self.queues.set_ready(AMIR)
        await self.accept(AMIR)

    async def accept(self, staff: StaffId) -> SessionId:
        offer = (await self.queues.agent_state(staff)).offer_id
        assert offer, await self.queues.agent_state(staff)
        return await self.queues.accept(staff, offer)

    async def hand_on(self, **wishes: Any) -> None:
        """Amir's customer goes on; he wraps up for twenty seconds."""
        now = self.clock.now()
        await self.queues.begin_wrap_up(AMIR, CARLA, until=now + 20)
        await self.queues.enter(Ticket(CARLA, LOANS, now - 60, re_entered_at=now, **wishes))

    async def pass_time(self, seconds: float, *staff: StaffId) -> None:
        for _ in range(int(seconds)):
            self.clock.advance(1)
            for each in staff:
                await self.queues.renew(each)
            await self.queues.sweep(has_room=True)

    async def presence(self, staff: StaffId) -> Presence:
        return (await self.queues.agent_state(staff)).presence

    async def last_news(self, session: SessionId) -> QueueNews:
        entries = await self.link.read({inbox_stream(session): "0-0"})
        news: QueueNews = msgspec.json.decode(entries[-1][2], type=QueueNews)
        return news


@pytest.fixture
async def house(link: RedisLink) -> House:
    house = House(link)
    await house.begin()
    return house


async def test_who_is_handed_on_goes_before_all_who_wait(house: House) -> None:
    await house.queues.enter(Ticket(CHEN, LOANS, house.clock.now() - 600))
    await house.hand_on()
    await house.queues.set_ready(BO)
    assert await house.accept(BO) == CARLA


async def test_a_wished_agent_is_waited_for_and_then_anybody_will_do(house: House) -> None:
    await house.queues.set_ready(ADA)
    await house.queues.enter(Ticket(CHEN, LOANS, house.clock.now()))
    assert await house.accept(ADA) == CHEN
    await house.hand_on(wishes=Wishes(agent=ADA), kept_s=30)
    await house.queues.set_ready(BO)
    assert await house.presence(BO) is Presence.READY, "kept for Ada"
    await house.pass_time(30, ADA, BO)
    assert await house.accept(BO) == CARLA


async def test_nobody_is_kept_for_an_agent_who_is_away(house: House) -> None:
    await house.queues.set_ready(BO)
    await house.hand_on(wishes=Wishes(agent=ADA), kept_s=120)
    assert await house.accept(BO) == CARLA


async def test_a_skill_is_served_by_whoever_has_it_and_without_them_by_all(house: House) -> None:
    await house.queues.set_ready(ADA)
    await house.queues.take_break(ADA, BreakReason.MEETING)
    await house.queues.set_ready(BO)
    await house.hand_on(skill="deeds", kept_s=120)
    await house.queues.decline(BO, _offer(await house.queues.agent_state(BO)))
    await house.queues.set_ready(ADA)
    assert await house.presence(ADA) is Presence.RINGING
    await house.queues.take_break(ADA)
    await house.queues.sign_off(BO)
    await house.pass_time(20, AMIR)
    assert await house.accept(AMIR) == CARLA, "nobody with the skill is left"


async def test_whoever_handed_on_is_ready_when_the_time_is_over(house: House) -> None:
    await house.hand_on(wishes=Wishes(agent=ADA), kept_s=120)
    await house.queues.leave(CARLA)
    assert await house.presence(AMIR) is Presence.WRAP_UP
    await house.pass_time(20, AMIR)
    assert await house.presence(AMIR) is Presence.READY


@pytest.mark.parametrize("until_s", [None, 20])
async def test_in_a_wave_the_session_is_told_that_the_wrap_up_is_shorter(
    house: House, until_s: int | None
) -> None:
    wave = respond(RoutingPolicy(plan=EmergencyPlan(FirstLevel(wrap_up_s=15))), Level.FIRST)
    house.queues = RedisQueues(house.link, house.clock, FixedRouting(wave, {}))
    for _ in range(2):
        await house.queues.follow_policy()
    now = house.clock.now()
    until = None if until_s is None else now + until_s
    await house.queues.begin_wrap_up(AMIR, CARLA, until=until)
    assert await house.last_news(CARLA) == WrapUpShortened(CARLA, AMIR, now + 15, level=1)
    await house.pass_time(15, AMIR)
    is_freed_here = until_s is not None  # else it is the session that ends it
    assert await house.presence(AMIR) is (Presence.READY if is_freed_here else Presence.WRAP_UP)


async def test_a_colleague_is_rung_answers_and_is_in_the_same_call(house: House) -> None:
    await house.queues.set_ready(ADA)
    await house.queues.ask_colleague(CARLA, LOANS, TO_ADA, fence=7)
    await house.queues.ask_colleague(CARLA, LOANS, TO_ADA, fence=7)
    rung = await house.last_news(CARLA)
    assert isinstance(rung, ColleagueRung)
    assert rung.staff_id == ADA
    assert await house.accept(ADA) == CARLA
    assert (await house.presence(AMIR), await house.presence(ADA)) == (Presence.BUSY, Presence.BUSY)
    await house.queues.free_agent(ADA, CARLA, is_leaving=False)
    assert await house.presence(ADA) is Presence.READY


async def test_of_a_skill_the_longest_idle_is_rung(house: House) -> None:
    await house.queues.set_ready(BO)
    house.clock.advance(1)
    await house.queues.set_ready(ADA)
    await house.queues.ask_colleague(CARLA, LOANS, TO_DEEDS)
    assert (await house.presence(BO), await house.presence(ADA)) == (
        Presence.RINGING,
        Presence.READY,
    )


async def test_nobody_free_is_said_at_once(house: House) -> None:
    await house.queues.ask_colleague(CARLA, LOANS, TO_DEEDS)
    assert isinstance(await house.last_news(CARLA), NobodyFree)


async def test_a_colleague_who_is_not_needed_any_more_is_free_again(house: House) -> None:
    await house.queues.set_ready(ADA)
    await house.queues.ask_colleague(CARLA, LOANS, TO_ADA)
    offer = _offer(await house.queues.agent_state(ADA))
    await house.queues.unask_colleague(CARLA, offer)
    ended = await house.last_news(CARLA)
    assert isinstance(ended, OfferEnded)
    assert (ended.end, await house.presence(ADA)) == (OfferEnd.WITHDRAWN, Presence.READY)


async def test_a_colleague_who_does_not_answer_has_missed_a_ring(house: House) -> None:
    await house.queues.set_ready(ADA)
    for _ in range(2):
        await house.queues.ask_colleague(CARLA, LOANS, TO_ADA)
        await house.pass_time(20, ADA, AMIR)
    state = await house.queues.agent_state(ADA)
    assert state.break_reason is BreakReason.NO_ANSWER
    assert [each.staff_id for each in await house.roster.paused()] == [ADA]


async def test_the_log_proves_who_was_asked(house: House) -> None:
    await house.queues.set_ready(ADA)
    await house.queues.ask_colleague(CARLA, LOANS, TO_DEEDS)
    async with house.link.reach() as client:
        found: Any = await client.xrange("queues:log")
    entries = [msgspec.json.decode(fields[b"p"]) for _, fields in found]
    replay = Replay()
    assert list(replay.feed(entries)) == []
    assert replay.offers == 2
    wrong = [[*entry[:3], BO, *entry[4:]] if entry[0] == "asked" else entry for entry in entries]
    [finding] = Replay().feed(wrong)
    assert isinstance(finding, WrongColleague)
    assert finding.due == ADA


async def test_the_roster_says_who_can_be_reached(house: House) -> None:
    await house.queues.set_ready(ADA)
    await house.queues.enter(Ticket(CHEN, CARDS, house.clock.now()))
    found = {each.staff_id: each for each in await house.roster.on_duty()}
    assert {staff: each.presence for staff, each in found.items()} == {
        AMIR: Presence.BUSY,
        ADA: Presence.RINGING,
    }
    assert await house.roster.waiting([LOANS, CARDS]) == {LOANS: 0, CARDS: 1}


def _offer(state: Any) -> OfferId:
    assert state.offer_id
    return OfferId(state.offer_id)
