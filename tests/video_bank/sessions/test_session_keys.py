"""A session's own copy of its key: given out and forgotten at its end only."""

import msgspec
import pytest

from tests.fakes.clock import FakeClock
from video_bank.database.sql_engine import Database
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import QueueId, new_session_id
from video_bank.sessions.draft import Step
from video_bank.sessions.session import Customer, Session, Stage
from video_bank.sessions.sql_session_keys import SqlSessionKeys
from video_bank.sessions.sql_store import SqlStore
from video_bank.sessions.store import NoLongerHostError
from video_bank.verification.location.location import Location, Position


def make_session(stage: Stage) -> Session:
    return Session(
        session_id=new_session_id(),
        queue=QueueId("loans"),
        business="loan",
        customer=Customer("Carla", "R-1"),
        created_at=1.0,
        wrapped_key=b"wrapped",
        stage=stage,
    )


async def test_the_key_of_a_session_at_its_end_is_forgotten(any_database: Database) -> None:
    store, keys = SqlStore(any_database, FakeClock()), SqlSessionKeys(any_database)
    session = make_session(Stage.CLOSED)
    await store.create(session, None)
    assert await keys.get_key(session.session_id) == b"wrapped"
    await keys.forget_key(session.session_id)
    assert await keys.get_key(session.session_id) == b""
    left = await store.load(session.session_id)
    assert left == msgspec.structs.replace(session, wrapped_key=b"")


async def test_where_the_customer_was_goes_with_the_key_or_alone(any_database: Database) -> None:
    store, keys = SqlStore(any_database, FakeClock()), SqlSessionKeys(any_database)
    located = msgspec.structs.replace(
        make_session(Stage.CLOSED), location=Location(position=Position(31.22, 121.46))
    )
    other = msgspec.structs.replace(located, session_id=new_session_id())
    for session in (located, other):
        await store.create(session, None)
    await keys.forget_location(located.session_id)
    assert await store.load(located.session_id) == msgspec.structs.replace(located, location=None)
    assert await store.load(other.session_id) == other
    await keys.forget_key(other.session_id)
    assert (await store.load(other.session_id)).location is None


async def test_the_key_of_a_session_that_goes_on_is_not_given_out(any_database: Database) -> None:
    store, keys = SqlStore(any_database, FakeClock()), SqlSessionKeys(any_database)
    session = make_session(Stage.TALKING)
    await store.create(session, None)
    with pytest.raises(NotNowError):
        await keys.get_key(session.session_id)
    with pytest.raises(NotFoundError):
        await keys.get_key(new_session_id())


async def test_a_host_that_still_has_the_session_cannot_write_the_key_back(
    any_database: Database,
) -> None:
    store, keys = SqlStore(any_database, FakeClock()), SqlSessionKeys(any_database)
    session = make_session(Stage.CLOSED)
    await store.create(session, None)
    hosted = await store.take_over(session.session_id)
    await keys.forget_key(session.session_id)
    with pytest.raises(NoLongerHostError):
        await store.write(hosted, Step(hosted.session, (), ()), "1-0")
    assert await keys.get_key(session.session_id) == b""
