"""One customer comes again and again: one place, some joins an hour, in a flood not even that."""

import msgspec
import pytest

from tests.fakes.clock import FakeClock
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.ids import QueueId, SessionId, StaffId
from video_bank.queues.news import NoPlace, PlaceRefused, QueueNews
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.rules import FLOOD, JOINS
from video_bank.queues.ticket import Presence, Ticket

LOANS = QueueId("loans")
AMIR = StaffId("staff_amir")
CARLA = "customer_carla"


class Door:
    def __init__(self, link: RedisLink, queues: RedisQueues) -> None:
        self.link, self.queues = link, queues

    async def come(self, number: int, customer: str = CARLA) -> NoPlace | None:
        """Join by another invitation; return why not."""
        ticket = Ticket(_session(number), LOANS, 1000.0 + number, customer=customer)
        await self.queues.enter(ticket, is_first=True)
        return await self.told(number)

    async def told(self, number: int) -> NoPlace | None:
        news = await self.link.read({inbox_stream(_session(number)): "0-0"})
        found = [msgspec.json.decode(payload, type=QueueNews) for *_, payload in news]
        return next((each.reason for each in found if isinstance(each, PlaceRefused)), None)


def _session(number: int) -> SessionId:
    return SessionId(f"ses_{number}")


@pytest.fixture
def door(link: RedisLink) -> Door:
    return Door(link, RedisQueues(link, FakeClock(), open_to_all(LOANS)))


async def test_a_customer_has_one_place_by_whichever_invitation(door: Door) -> None:
    assert await door.come(0) is None
    assert await door.come(1) is NoPlace.ALREADY_WAITING
    assert await door.come(2, customer="customer_chen") is None


async def test_whoever_has_left_comes_again_but_not_too_often(door: Door) -> None:
    for number in range(JOINS):
        assert await door.come(number) is None
        await door.queues.leave(_session(number))
    assert await door.come(JOINS) is NoPlace.CAME_TOO_OFTEN


async def test_who_tries_while_a_place_is_held_has_tried_nevertheless(door: Door) -> None:
    for number in range(JOINS):
        await door.come(number)
    await door.queues.leave(_session(0))
    assert await door.come(JOINS) is NoPlace.CAME_TOO_OFTEN


async def test_whoever_floods_the_queue_loses_the_place_too(door: Door) -> None:
    for number in range(FLOOD):
        await door.come(number)
    assert await door.told(0) is None
    assert await door.come(FLOOD) is NoPlace.CAME_TOO_OFTEN
    assert await door.told(0) is NoPlace.CAME_TOO_OFTEN
    assert await door.queues.tickets() == []


async def test_whoever_is_being_rung_for_is_not_turned_away(door: Door) -> None:
    await door.queues.set_ready(AMIR)
    for number in range(FLOOD + 1):
        await door.come(number)
    assert await door.told(0) is None
    assert (await door.queues.agent_state(AMIR)).presence is Presence.RINGING
