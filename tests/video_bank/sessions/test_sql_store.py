"""Sessions in both databases: written whole, by their host alone, found again."""

import asyncio
import sqlite3

import pytest

from tests.fakes.clock import FakeClock
from tests.video_bank.sessions.stories import AMIR, QUEUE, SESSION, START, Story, changed, invited
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import Happening, find_break
from video_bank.database.sql_engine import Database
from video_bank.errors import NotFoundError
from video_bank.ids import SessionId, new_session_id
from video_bank.sessions.draft import Step
from video_bank.sessions.effects import GiveUpPlace, HoldAgent
from video_bank.sessions.session import Stage
from video_bank.sessions.sql_store import SqlStore
from video_bank.sessions.store import NoLongerHostError


@pytest.fixture
def store(any_database: Database) -> SqlStore:
    return SqlStore(any_database, FakeClock(START))


async def test_a_session_is_read_as_it_was_written(store: SqlStore) -> None:
    await store.create(invited(), None)
    talking = Story().until_talking().session
    hosted = await store.take_over(SESSION)
    await store.write(hosted, Step(talking), "5-0")
    assert await store.load(SESSION) == talking
    assert await store.at_hand_of(AMIR.staff_id) == talking


async def test_an_unknown_session_is_not_found(store: SqlStore) -> None:
    with pytest.raises(NotFoundError):
        await store.load(new_session_id())
    with pytest.raises(NotFoundError):
        await store.take_over(new_session_id())


async def test_the_same_request_makes_the_same_session_even_at_once(store: SqlStore) -> None:
    made = await asyncio.gather(
        *(store.create(invited(new_session_id()), "key of the request") for _ in range(4))
    )
    assert len({session.session_id for session in made}) == 1


async def test_a_decision_is_written_whole(store: SqlStore, any_database: Database) -> None:
    await store.create(invited(), None)
    hosted = await store.take_over(SESSION)
    happening = Happening("queue_entered", SESSION, START)
    effects = (HoldAgent(AMIR.staff_id, QUEUE), GiveUpPlace())
    waiting = changed(hosted.session, stage=Stage.WAITING)
    written = await store.write(hosted, Step(waiting, (happening,), effects), "7-0")

    again = await store.take_over(SESSION)
    assert again.session.stage is Stage.WAITING
    assert [(each.number, each.effect) for each in again.pending] == list(enumerate(effects, 1))
    assert (again.inbox_position, again.effect_number) == ("7-0", 2)
    entries = await SqlJournal(any_database).read(SESSION)
    assert [each.happening.kind for each in entries] == ["session_created", "queue_entered"]
    assert find_break(entries) is None
    assert written.host_epoch < again.host_epoch


async def test_done_effects_are_forgotten_and_numbers_go_on(store: SqlStore) -> None:
    await store.create(invited(), None)
    hosted = await store.take_over(SESSION)
    step = Step(hosted.session, (), (GiveUpPlace(),))
    hosted = await store.note_carried_out(await store.write(hosted, step, "1-0"))
    hosted = await store.write(hosted, step, "2-0")
    assert [each.number for each in hosted.pending] == [2]


async def test_who_is_no_longer_host_writes_nothing(
    store: SqlStore, any_database: Database
) -> None:
    await store.create(invited(), None)
    old = await store.take_over(SESSION)
    await store.take_over(SESSION)
    step = Step(old.session, (Happening("hung_up", SESSION, START),), (GiveUpPlace(),))
    with pytest.raises(NoLongerHostError):
        await store.write(old, step, "1-0")
    with pytest.raises(NoLongerHostError):
        await store.note_carried_out(old)
    assert len(await SqlJournal(any_database).read(SESSION)) == 1


async def test_host_and_archivist_write_one_trail_at_the_same_time(
    store: SqlStore, any_database: Database
) -> None:
    await store.create(invited(), None)
    hosted = await store.take_over(SESSION)
    journal = SqlJournal(any_database)

    async def decide_often() -> None:
        for count in range(10):
            step = Step(hosted.session, (Happening("leg_lost", SESSION, START),))
            await store.write(hosted, step, f"{count}-0")

    async def note_often() -> None:
        for _ in range(10):
            await journal.append(SESSION, [Happening("picture_viewed", AMIR.staff_id, START)])

    await asyncio.gather(decide_often(), note_often())
    entries = await journal.read(SESSION)
    assert len(entries) == 21
    assert find_break(entries) is None


async def test_unfinished_are_those_with_something_left_to_do(store: SqlStore) -> None:
    ids = [new_session_id() for _ in range(4)]
    for session_id in ids:
        await store.create(invited(session_id), None)
    resting, waiting, ended, pending = ids
    await _write(store, waiting, Stage.WAITING)
    await _write(store, ended, Stage.CLOSED)
    hosted = await store.take_over(pending)
    step = Step(changed(hosted.session, stage=Stage.CLOSED), (), (GiveUpPlace(),))
    await store.write(hosted, step, "1-0")

    assert set(await store.unfinished(START)) == {waiting, pending}
    assert set(await store.unfinished(START + 86_401)) == {waiting, pending, resting}


async def test_nobody_can_change_a_trail_without_being_found_out(
    database: Database, sqlite_url: str
) -> None:
    journal = SqlJournal(database)
    happenings = [Happening(kind, SESSION, START) for kind in ("one", "two", "three")]
    await journal.append(SESSION, happenings)
    file = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    file.execute("UPDATE trail SET actor = 'somebody' WHERE number = 2")
    file.commit()
    file.close()
    assert find_break(await journal.read(SESSION)) == 2


async def test_a_trail_never_forks(any_database: Database) -> None:
    journal = SqlJournal(any_database)
    await asyncio.gather(
        *(journal.append(SESSION, [Happening(f"kind {n}", "house", START)]) for n in range(6))
    )
    entries = await journal.read(SESSION)
    assert [entry.number for entry in entries] == list(range(1, 7))
    assert find_break(entries) is None


async def _write(store: SqlStore, session_id: SessionId, stage: Stage) -> None:
    hosted = await store.take_over(session_id)
    await store.write(hosted, Step(changed(hosted.session, stage=stage)), "1-0")
