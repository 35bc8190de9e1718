"""Places in appointment slots: never more than a slot takes."""

import asyncio

import pytest

from tests.fakes.clock import FakeClock
from tests.video_bank.sessions.stories import QUEUE, START, Story, invited
from video_bank.database.sql_engine import Database
from video_bank.ids import new_session_id
from video_bank.sessions import requests
from video_bank.sessions.errors import SlotTakenError
from video_bank.sessions.sql_slots import SqlSlots
from video_bank.sessions.sql_store import SqlStore

TEN, ELEVEN = START + 3600, START + 7200
SESSIONS = [new_session_id() for _ in range(6)]


async def test_of_many_at_once_no_more_get_in_than_there_are_places(database: Database) -> None:
    slots = SqlSlots(database, FakeClock(START))
    asked = [slots.take(each, QUEUE, TEN, 2) for each in SESSIONS]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(each, SlotTakenError) for each in answers) == 4
    assert await slots.taken(QUEUE) == {TEN: 2}


async def test_another_time_gives_the_former_place_back(database: Database) -> None:
    slots = SqlSlots(database, FakeClock(START))
    await slots.take(SESSIONS[0], QUEUE, TEN, 1)
    await slots.take(SESSIONS[0], QUEUE, ELEVEN, 1)
    await slots.take(SESSIONS[1], QUEUE, TEN, 1)
    assert await slots.taken(QUEUE) == {TEN: 1, ELEVEN: 1}


async def test_a_place_counts_as_long_as_its_session_is_deferred(database: Database) -> None:
    clock = FakeClock(START)
    slots, store = SqlSlots(database, clock), SqlStore(database, clock)
    deferred, undecided = Story(invited(SESSIONS[0])), Story(invited(SESSIONS[1]))
    deferred.ask(requests.BookSlot, begins_at=TEN, ends_at=TEN + 900)
    for story in (deferred, undecided):
        await store.create(story.session, None)
        await slots.take(story.session.session_id, QUEUE, TEN, 2)
    clock.advance(61)
    assert await slots.taken(QUEUE) == {TEN: 1}
    await slots.take(SESSIONS[2], QUEUE, TEN, 2)
    with pytest.raises(SlotTakenError):
        await slots.take(SESSIONS[3], QUEUE, TEN, 2)
