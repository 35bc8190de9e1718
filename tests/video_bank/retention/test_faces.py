"""Of how many people face pictures are stored, in both databases, and the alarm."""

import pytest
from structlog.testing import capture_logs

from tests.fakes.clock import FakeClock
from tests.video_bank.sessions.stories import PICTURE, START, changed, evidence, invited
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import Happening
from video_bank.database.sql_engine import Database
from video_bank.ids import SessionId, new_check_id, new_session_id
from video_bank.retention.face_count import ALARM_FROM, FaceWatch
from video_bank.retention.sql_faces import SqlFaces
from video_bank.sessions.session import Check, CheckState, Customer
from video_bank.sessions.sql_store import SqlStore
from video_bank.verification.other_way import OtherWay

COMPARED = Check(new_check_id(), PICTURE, CheckState.FINISHED, START, evidence())
ASKED = Check(new_check_id(), PICTURE, CheckState.BY_PEOPLE, START, other_way=OtherWay())


async def _add(database: Database, reference: str, *checks: Check) -> SessionId:
    customer = Customer("Carla", reference)
    session = changed(invited(new_session_id()), customer=customer, checks=checks)
    await SqlStore(database, FakeClock(START)).create(session, None)
    return session.session_id


async def test_people_are_counted_once_and_only_while_their_pictures_are_there(
    any_database: Database,
) -> None:
    faces = SqlFaces(any_database)
    assert await faces.count() == 0
    session_id = await _add(any_database, "DK-1", COMPARED)
    await _add(any_database, "DK-2", COMPARED)
    await _add(any_database, "DK-2", ASKED, COMPARED)
    await _add(any_database, "DK-3", ASKED)
    await _add(any_database, "DK-4")
    assert await faces.count() == 2
    deleted = Happening("pictures_deleted", "house", START, {})
    await SqlJournal(any_database).append(session_id, [deleted])
    assert await faces.count() == 1


class Fixed:
    """A `FaceCounter`."""

    def __init__(self, people: int) -> None:
        self._people = people

    async def count(self) -> int:
        return self._people


@pytest.mark.parametrize(("people", "level"), [(ALARM_FROM - 1, "info"), (ALARM_FROM, "error")])
async def test_a_hundred_thousand_people_are_an_alarm(people: int, level: str) -> None:
    with capture_logs() as logs:
        assert await FaceWatch(Fixed(people)).look() == people
    assert [(each["log_level"], each["people"]) for each in logs] == [(level, people)]
