"""Holds and what is due, in both databases."""

import asyncio

import pytest

from tests.fakes.clock import FakeClock
from tests.video_bank.sessions.stories import START, changed, invited
from video_bank.audit.sql_journal import SqlJournal
from video_bank.database.sql_engine import Database
from video_bank.errors import BankError, NotFoundError, NotNowError
from video_bank.ids import SessionId, new_session_id
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.retention.sql_retention import SqlRetention
from video_bank.sessions.session import Stage
from video_bank.sessions.sql_store import SqlStore

ADA = "staff_" + "a" * 24


@pytest.fixture
def store(any_database: Database) -> SqlRetention:
    return SqlRetention(any_database, FakeClock(START))


async def add_session(database: Database, ended_at: float | None, product: str = "") -> SessionId:
    session_id, clock = new_session_id(), FakeClock(START)
    stage = Stage.TALKING if ended_at is None else Stage.CLOSED
    session = changed(invited(session_id), stage=stage, ended_at=ended_at, product=product or None)
    await SqlStore(database, clock).create(session, None)
    if ended_at is not None:
        await SqlShelf(database, clock).ask_for_seal(session_id, b"", START, ended_at)
    return session_id


async def _kinds(database: Database, session_id: SessionId) -> list[str]:
    return [entry.happening.kind for entry in await SqlJournal(database).read(session_id)]


async def test_a_hold_is_placed_and_released_with_its_reason(
    store: SqlRetention, any_database: Database
) -> None:
    session_id = await add_session(any_database, START)
    first = await store.place_hold(session_id, "诉讼", ADA)
    second = await store.place_hold(session_id, "投诉", ADA)
    assert (first.number, second.number) == (1, 2)
    await store.release_hold(session_id, 1, "结案", ADA)
    kept = (await store.find_all([session_id]))[session_id]
    assert kept.facts is not None
    assert kept.facts.is_held
    assert [(each.reason, each.release_reason) for each in kept.holds] == [
        ("诉讼", "结案"),
        ("投诉", None),
    ]
    await store.release_hold(session_id, 2, "撤诉", ADA)
    kept = (await store.find_all([session_id]))[session_id]
    assert kept.facts is not None
    assert not kept.facts.is_held
    with pytest.raises(NotFoundError):
        await store.release_hold(session_id, 2, "again", ADA)
    entries = await SqlJournal(any_database).read(session_id)
    assert [each.happening.kind for each in entries[1:]] == [
        "legal_hold_placed",
        "legal_hold_placed",
        "legal_hold_released",
        "legal_hold_released",
    ]
    assert "诉讼" not in str(entries)


async def test_what_is_condemned_can_be_held_no_more(
    store: SqlRetention, any_database: Database
) -> None:
    session_id = await add_session(any_database, START)
    hold = await store.place_hold(session_id, "why", ADA)
    assert not await store.condemn(session_id)
    await store.release_hold(session_id, hold.number, "done", ADA)
    assert await store.condemn(session_id)
    assert await store.condemn(session_id), "a deletion that was begun is begun again"
    with pytest.raises(NotNowError):
        await store.place_hold(session_id, "too late", ADA)


async def test_of_a_hold_and_a_condemnation_at_once_only_one_counts(
    store: SqlRetention, any_database: Database
) -> None:
    for _ in range(8):
        session_id = await add_session(any_database, START)
        held, condemned = await asyncio.gather(_hold(store, session_id), store.condemn(session_id))
        assert held is not condemned


async def _hold(store: SqlRetention, session_id: SessionId) -> bool:
    try:
        await store.place_hold(session_id, "why", ADA)
    except BankError:
        return False
    return True


async def test_a_products_end_is_noted_and_corrected(
    store: SqlRetention, any_database: Database
) -> None:
    session_id = await add_session(any_database, START, "insurance")
    for end in (START + 5, START + 9):
        await store.note_product_end(session_id, end, "bank_system")
    kept = (await store.find_all([session_id]))[session_id]
    assert kept.facts is not None
    assert (kept.facts.product, kept.facts.product_ended_at) == ("insurance", START + 9)
    assert (await _kinds(any_database, session_id))[1:] == ["product_end_noted"] * 2


async def test_what_is_not_there_is_not_found(store: SqlRetention) -> None:
    for work in (
        store.place_hold(new_session_id(), "why", ADA),
        store.note_product_end(new_session_id(), START, ADA),
        store.release_hold(new_session_id(), 1, "why", ADA),
    ):
        with pytest.raises(NotFoundError):
            await work
    assert await store.find_all([new_session_id()]) == {}


async def test_what_ended_comes_in_pages_the_oldest_first(
    store: SqlRetention, any_database: Database
) -> None:
    # Two at the same moment: a page may end between them.
    ends = [START + each for each in (0, 1, 1, 2, 9)]
    ids = [await add_session(any_database, end) for end in ends]
    await add_session(any_database, None)
    seen: list[SessionId] = []
    after: tuple[float, SessionId] | None = None
    while page := await store.ended_before(START + 5, after, 2):
        seen += [kept.session_id for kept in page]
        assert page[-1].facts is not None
        after = (page[-1].facts.ended_at, page[-1].session_id)
    assert sorted(seen) == sorted(ids[:4])
    assert seen[0] == ids[0]
    assert seen[-1] == ids[3]
