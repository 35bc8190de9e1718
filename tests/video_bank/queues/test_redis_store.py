"""The queue on a real Redis: Carla, Chen and Cui wait; Amir and Ada serve."""

import msgspec
import pytest

from tests.fakes.clock import FakeClock
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.errors import NotNowError
from video_bank.ids import OfferId, QueueId, SessionId, StaffId
from video_bank.queues.news import (
    AgentBack,
    AgentGone,
    AgentPaused,
    OfferAccepted,
    OfferEnd,
    OfferEnded,
    OfferMade,
    QueueNews,
)
from video_bank.queues.redis_roster import RedisRoster
from video_bank.queues.redis_store import OfferGoneError, RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.ticket import BreakReason, Presence, Ticket

LOANS = QueueId("loans")
CARLA, CHEN, CUI = SessionId("ses_carla"), SessionId("ses_chen"), SessionId("ses_cui")
AMIR, ADA = StaffId("staff_amir"), StaffId("staff_ada")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def queues(link: RedisLink, clock: FakeClock) -> RedisQueues:
    return RedisQueues(link, clock, open_to_all(LOANS))


class Story:
    """What is done in these tests again and again."""

    def __init__(self, queues: RedisQueues, link: RedisLink, clock: FakeClock) -> None:
        self.queues, self.link, self.clock = queues, link, clock

    async def wait_in_line(self, *sessions: SessionId) -> None:
        for session in sessions:
            self.clock.advance(1)
            await self.queues.enter(Ticket(session, LOANS, self.clock.now()))

    async def news(self, session: SessionId) -> list[QueueNews]:
        entries = await self.link.read({inbox_stream(session): "0-0"})
        return [msgspec.json.decode(payload, type=QueueNews) for _, _, payload in entries]

    async def ring_out(self, staff: StaffId) -> None:
        self.clock.advance(20)
        await self.queues.renew(staff)
        await self.queues.sweep(has_room=True)

    async def offer(self, staff: StaffId) -> tuple[SessionId, OfferId]:
        state = await self.queues.agent_state(staff)
        assert state.presence is Presence.RINGING, state
        assert state.session_id is not None
        assert state.offer_id is not None
        return state.session_id, state.offer_id


@pytest.fixture
def story(queues: RedisQueues, link: RedisLink, clock: FakeClock) -> Story:
    return Story(queues, link, clock)


async def test_the_longest_wait_is_offered_to_the_longest_idle(story: Story) -> None:
    await story.queues.set_ready(ADA)
    story.clock.advance(1)
    await story.queues.set_ready(AMIR)
    await story.wait_in_line(CARLA, CHEN)
    assert (await story.offer(ADA))[0] == CARLA
    assert (await story.offer(AMIR))[0] == CHEN


async def test_an_accepted_customer_is_nobody_elses(story: Story) -> None:
    await story.wait_in_line(CARLA)
    await story.queues.set_ready(AMIR)
    _, offer = await story.offer(AMIR)
    assert await story.queues.accept(AMIR, offer) == CARLA
    await story.queues.set_ready(ADA)
    assert (await story.queues.agent_state(ADA)).presence is Presence.READY
    assert (await story.queues.agent_state(AMIR)).presence is Presence.BUSY
    kinds = [type(item) for item in await story.news(CARLA)]
    assert kinds == [OfferMade, OfferAccepted]


async def test_accepting_again_after_a_lost_answer_is_the_same_answer(story: Story) -> None:
    await story.wait_in_line(CARLA)
    await story.queues.set_ready(AMIR)
    _, offer = await story.offer(AMIR)
    assert await story.queues.accept(AMIR, offer) == await story.queues.accept(AMIR, offer)
    assert len(await story.news(CARLA)) == 2


async def test_another_agents_offer_cannot_be_accepted(story: Story) -> None:
    await story.wait_in_line(CARLA)
    await story.queues.set_ready(AMIR)
    _, offer = await story.offer(AMIR)
    with pytest.raises(OfferGoneError):
        await story.queues.accept(ADA, offer)


async def test_a_customer_returns_to_the_front_when_the_agent_does_not_answer(
    story: Story,
) -> None:
    await story.wait_in_line(CARLA, CHEN)
    await story.queues.set_ready(AMIR)
    await story.ring_out(AMIR)
    assert (await story.queues.agent_state(AMIR)).presence is Presence.READY, "once is no habit"
    story.clock.advance(3)
    await story.queues.sweep(has_room=True)
    await story.ring_out(AMIR)
    state = await story.queues.agent_state(AMIR)
    assert (state.presence, state.break_reason) == (Presence.BREAK, BreakReason.NO_ANSWER)
    *_, ended, paused = await story.news(CARLA)
    assert isinstance(paused, AgentPaused)
    assert [each.staff_id for each in await RedisRoster(story.link).paused()] == [AMIR]
    assert isinstance(ended, OfferEnded)
    assert ended.end is OfferEnd.NO_ANSWER
    await story.queues.set_ready(ADA)
    assert (await story.offer(ADA))[0] == CARLA


async def test_a_declined_customer_goes_to_somebody_else_first(story: Story) -> None:
    await story.queues.set_ready(AMIR)
    story.clock.advance(1)
    await story.queues.set_ready(ADA)
    await story.wait_in_line(CARLA)
    _, offer = await story.offer(AMIR)
    story.clock.advance(1)
    await story.queues.decline(AMIR, offer)
    assert (await story.offer(ADA))[0] == CARLA
    assert (await story.queues.agent_state(AMIR)).presence is Presence.READY


async def test_who_is_away_keeps_the_place_and_is_not_offered(story: Story) -> None:
    await story.wait_in_line(CARLA, CHEN)
    await story.queues.set_away(CARLA, is_away=True)
    await story.queues.set_ready(AMIR)
    assert (await story.offer(AMIR))[0] == CHEN
    await story.queues.set_away(CARLA, is_away=False)
    [place] = await story.queues.places([CARLA])
    assert place is not None
    assert place.position == 1


async def test_going_away_takes_the_ringing_back(story: Story) -> None:
    await story.wait_in_line(CARLA)
    await story.queues.set_ready(AMIR)
    await story.queues.set_away(CARLA, is_away=True)
    assert (await story.queues.agent_state(AMIR)).presence is Presence.READY
    ended = (await story.news(CARLA))[-1]
    assert isinstance(ended, OfferEnded)
    assert ended.end is OfferEnd.WITHDRAWN


async def test_an_agent_whose_pages_are_gone_rings_nobody(story: Story) -> None:
    await story.wait_in_line(CARLA)
    await story.queues.set_ready(AMIR)
    story.clock.advance(11)
    await story.queues.sweep(has_room=True)
    assert (await story.queues.agent_state(AMIR)).presence is Presence.OFFLINE
    ended = (await story.news(CARLA))[-1]
    assert isinstance(ended, OfferEnded)
    assert ended.end is OfferEnd.AGENT_GONE


async def test_a_busy_agent_who_vanishes_and_returns_is_reported(story: Story) -> None:
    await story.wait_in_line(CARLA)
    await story.queues.set_ready(AMIR)
    await story.queues.accept(AMIR, (await story.offer(AMIR))[1])
    story.clock.advance(11)
    await story.queues.sweep(has_room=True)
    assert isinstance((await story.news(CARLA))[-1], AgentGone)
    await story.queues.renew(AMIR)
    assert isinstance((await story.news(CARLA))[-1], AgentBack)


async def test_after_wrap_up_the_agent_is_offered_the_next(story: Story) -> None:
    await story.wait_in_line(CARLA, CHEN)
    await story.queues.set_ready(AMIR)
    await story.queues.accept(AMIR, (await story.offer(AMIR))[1])
    story.clock.advance(5)
    await story.queues.begin_wrap_up(AMIR, CARLA)
    with pytest.raises(NotNowError):
        await story.queues.set_ready(AMIR)
    await story.queues.free_agent(AMIR, CARLA, is_leaving=False)
    assert (await story.offer(AMIR))[0] == CHEN


async def test_whoever_leaves_with_the_call_is_offered_nobody(story: Story) -> None:
    await story.wait_in_line(CARLA, CHEN)
    await story.queues.hold_agent(AMIR, CARLA, LOANS)
    await story.queues.begin_wrap_up(AMIR, CARLA)
    await story.queues.free_agent(AMIR, CARLA, is_leaving=True)
    assert (await story.queues.agent_state(AMIR)).presence is Presence.OFFLINE


async def test_the_estimate_comes_from_the_calls_that_were(story: Story) -> None:
    await story.wait_in_line(CARLA, CHEN, CUI)
    [nobody_serves] = await story.queues.places([CUI])
    assert nobody_serves is not None
    assert (nobody_serves.position, nobody_serves.wait_s) == (3, None)
    await story.queues.set_ready(AMIR)
    await story.queues.accept(AMIR, (await story.offer(AMIR))[1])
    story.clock.advance(60)
    await story.queues.begin_wrap_up(AMIR, CARLA)
    story.clock.advance(30)
    await story.queues.free_agent(AMIR, CARLA, is_leaving=False)  # the wrap-up is over, too
    [place] = await story.queues.places([CUI])
    assert place is not None
    assert (place.position, place.wait_s) == (2, 180.0)


async def test_a_wiped_redis_gives_the_same_order_when_tickets_come_back(story: Story) -> None:
    await story.wait_in_line(CARLA, CHEN, CUI)
    arrivals = {CARLA: 1.0, CHEN: 2.0, CUI: 3.0}
    await story.link.client.flushall()
    for session in (CUI, CARLA, CHEN):
        await story.queues.enter(Ticket(session, LOANS, arrivals[session]))
    places = await story.queues.places((CARLA, CHEN, CUI))
    assert [place.position for place in places if place] == [1, 2, 3]


async def test_leaving_frees_the_agent_it_rang_at(story: Story) -> None:
    await story.wait_in_line(CARLA)
    await story.queues.set_ready(AMIR)
    await story.queues.leave(CARLA)
    assert (await story.queues.agent_state(AMIR)).presence is Presence.READY
    assert await story.queues.places([CARLA]) == [None]


async def test_stepping_back_is_refused_in_a_call(story: Story) -> None:
    await story.wait_in_line(CARLA)
    await story.queues.set_ready(AMIR)
    await story.queues.accept(AMIR, (await story.offer(AMIR))[1])
    with pytest.raises(NotNowError):
        await story.queues.take_break(AMIR)
    with pytest.raises(NotNowError):
        await story.queues.sign_off(AMIR)


async def test_without_room_nobody_is_rung_and_every_place_is_kept(story: Story) -> None:
    await story.queues.set_ready(AMIR)
    await story.queues.sweep(has_room=False)
    await story.wait_in_line(CARLA, CHEN)
    await story.queues.set_ready(ADA)
    for staff in (AMIR, ADA):
        assert (await story.queues.agent_state(staff)).presence is Presence.READY
    [place] = await story.queues.places([CHEN])
    assert place is not None
    assert place.position == 2
    assert place.wait_s, "whoever is ready helps nobody yet"
    await story.queues.sweep(has_room=True)
    assert (await story.offer(AMIR))[0] == CARLA
    assert (await story.offer(ADA))[0] == CHEN


async def test_an_offer_that_rings_may_be_accepted_when_the_room_is_gone(story: Story) -> None:
    await story.wait_in_line(CARLA)
    await story.queues.set_ready(AMIR)
    _, offer = await story.offer(AMIR)
    await story.queues.sweep(has_room=False)
    assert await story.queues.accept(AMIR, offer) == CARLA


async def test_a_dispatcher_that_is_gone_holds_nothing_back(story: Story) -> None:
    await story.queues.sweep(has_room=False)
    async with story.link.reach() as client:
        assert 0 < await client.pttl("offers:held") <= 2000
