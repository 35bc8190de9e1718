from tests.fakes.clock import FakeClock
from video_bank.audit.sql_journal import SqlJournal
from video_bank.database.sql_engine import Database
from video_bank.ids import StaffId, new_session_id
from video_bank.recording.sql_comments import SqlComments

ADA = StaffId("staff_a")


async def test_comments_come_in_the_order_of_the_recording(any_database: Database) -> None:
    comments, session_id = SqlComments(any_database, FakeClock()), new_session_id()
    later = await comments.add(session_id, 61.5, "证件反光", ADA)
    earlier = await comments.add(session_id, 2.0, "", ADA)
    await comments.add(new_session_id(), 1.0, "another meeting", ADA)
    assert await comments.of_session(session_id) == [earlier, later]
    told = await SqlJournal(any_database).read(session_id)
    assert [entry.happening.kind for entry in told] == ["comment_added"] * 2
    assert told[0].happening.facts == {"comment_id": later.comment_id, "position_s": 61.5}
