"""Finding meetings, in both databases: each question alone, all together, page by page."""

from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.quick_hasher import QUICK_HASHER
from tests.video_bank.sessions.stories import START, changed, evidence, invited
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import Happening
from video_bank.caller import Role
from video_bank.database.sql_engine import Database
from video_bank.ids import new_check_id, new_picture_id, new_session_id
from video_bank.sessions.draft import Step
from video_bank.sessions.session import (
    AgentCard,
    Check,
    CheckState,
    Customer,
    Session,
    Stage,
)
from video_bank.sessions.sql_access import SqlAccess
from video_bank.sessions.sql_search import Flag, Place, SessionQuery, SqlSearch
from video_bank.sessions.sql_store import SqlStore
from video_bank.verification.evidence import Decision, Verdict


class Archive:
    def __init__(self, database: Database) -> None:
        self._clock = FakeClock(START)
        self._store = SqlStore(database, self._clock)
        self._trail = SqlJournal(database)
        self._access = SqlAccess(database, self._clock, QUICK_HASHER)
        self._search = SqlSearch(database)

    async def add(self, *kinds: str, **fields: Any) -> Session:
        session = changed(invited(new_session_id()), **{"stage": Stage.CLOSED, **fields})
        await self._store.create(session, None)
        noted = [Happening(kind, "house", START) for kind in kinds]
        await self._trail.append(session.session_id, noted)
        return session

    async def hire(self, name: str, number: str) -> AgentCard:
        staff_id = await self._access.add_staff(number, "secret", name, number, Role.AGENT)
        return AgentCard(staff_id, name, number)

    async def find(self, **query: Any) -> list[Session]:
        return await self._search.find(SessionQuery(**query))


@pytest.fixture
def archive(any_database: Database) -> Archive:
    return Archive(any_database)


def _checked(verdict: Verdict, decision: Decision | None) -> tuple[Check, ...]:
    check = Check(
        new_check_id(),
        new_picture_id(),
        CheckState.FINISHED,
        START,
        evidence(verdict),
        decision=decision,
    )
    return (check,)


async def test_pages_go_on_where_they_ended_even_within_one_moment(archive: Archive) -> None:
    times = [START, START, START, START + 1, START + 2]
    sessions = [await archive.add(created_at=at) for at in times]
    seen: list[Session] = []
    place = None
    while page := await archive.find(after=place, limit=2):
        seen += page
        place = Place(page[-1].created_at, page[-1].session_id)
    newest_first = sorted(sessions, key=lambda each: (each.created_at, each.session_id))[::-1]
    assert seen == newest_first


@pytest.mark.parametrize(
    ("text", "found"),
    [("carla", 1), ("dk-7", 1), ("%", 0), ("_", 0), ("\\", 0), ("'; --", 0), ("nobody", 0)],
)
async def test_words_are_taken_as_they_are(archive: Archive, text: str, found: int) -> None:
    await archive.add(customer=Customer("Carla", "DK-7"))
    assert len(await archive.find(text=text)) == found


async def test_those_that_never_came_to_the_queue_are_not_shown(archive: Archive) -> None:
    for stage in (Stage.INVITED, Stage.ARRIVING, Stage.EXPIRED):
        await archive.add(stage=stage)
    assert await archive.find() == []


async def test_each_question_finds_its_own(archive: Archive) -> None:
    amir, lin = await archive.hire("李敏", "A1001"), await archive.hire("林静", "B2002")
    of_amir = await archive.add(agent=amir, created_at=START + 1)
    of_lin = await archive.add(agent=lin, created_at=START + 2)
    sold = await archive.add(product="insurance", created_at=START + 3)
    stranger = await archive.add(
        checks=_checked(Verdict.FAILED, Decision.PASSED), created_at=START + 4
    )
    refused = await archive.add(
        checks=_checked(Verdict.FAILED, Decision.REFUSED), created_at=START + 5
    )
    unhappy = await archive.add(rating=2, created_at=START + 6)
    await archive.add(rating=3, created_at=START + 7)
    stalled = await archive.add("recording_stalled", created_at=START + 8)
    left_open = await archive.add("script_left_open", "hung_up", created_at=START + 9)
    for query, found in (
        ({"agent": "李"}, [of_amir]),
        ({"agent": "b200"}, [of_lin]),
        ({"product": "insurance"}, [sold]),
        ({"verdict": Verdict.FAILED}, [refused, stranger]),
        ({"flags": (Flag.OVERRIDE,)}, [stranger]),
        ({"flags": (Flag.LOW_RATING,)}, [unhappy]),
        ({"flags": (Flag.GAP,)}, [stalled]),
        ({"flags": (Flag.SCRIPT_OPEN,)}, [left_open]),
        ({"flags": (Flag.SCRIPT_OPEN, Flag.GAP)}, []),
        ({"kinds": ("hung_up", "recording_stalled")}, [left_open, stalled]),
        ({"created_from": START + 2, "created_before": START + 4}, [sold, of_lin]),
        ({"agent": "A1001", "product": "insurance"}, []),
    ):
        assert await archive.find(**query) == found, query


async def test_what_is_looked_for_follows_the_session(
    archive: Archive, any_database: Database
) -> None:
    session = await archive.add()
    store = SqlStore(any_database, FakeClock(START))
    hosted = await store.take_over(session.session_id)
    await store.write(hosted, Step(changed(session, rating=1)), "1-0")
    assert [each.session_id for each in await archive.find(flags=(Flag.LOW_RATING,))] == [
        session.session_id
    ]
