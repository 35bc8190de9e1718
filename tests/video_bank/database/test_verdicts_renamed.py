"""What was checked before verdicts had their present names is read and found afterwards."""

from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from tests.video_bank.sessions.stories import PICTURE, SESSION, changed, evidence, invited
from video_bank.database import migrations
from video_bank.database.sql_engine import Database
from video_bank.ids import CheckId
from video_bank.sessions.session import Check, CheckState
from video_bank.sessions.sql_search import SessionQuery, SqlSearch
from video_bank.verification.evidence import Finding, Reason, Verdict

_ADD: Final = text(
    "INSERT INTO sessions (session_id, stage, queue, customer_name, reference, created_at, body,"
    " pending, inbox_position, effect_number, host_epoch, verdict) VALUES"
    " (:session_id, 'closed', 'loans', 'C', 'R', 1.0, :body, '', '0-0', 0, 0, 'look_closer')"
)


@pytest.fixture
def earlier_url(sqlite_url: str) -> str:
    """A database of revision 0008 with one checked session."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with create_engine(sqlite_url).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        body = msgspec.json.encode(_earlier_session())
        connection.execute(_ADD, {"session_id": SESSION, "body": body})
    return sqlite_url


async def test_an_earlier_verdict_and_its_reasons_are_kept(earlier_url: str) -> None:
    database = Database(earlier_url)
    await migrations.migrate(database)
    [session] = await SqlSearch(database).find(SessionQuery(verdict=Verdict.REVIEW))
    evidence = session.checks[0].evidence
    assert evidence is not None
    assert evidence.verdict is Verdict.REVIEW
    assert evidence.findings == (Finding(Reason.DISTANCE_BETWEEN),)
    await database.close()


def _earlier_session() -> dict[str, Any]:
    check = Check(CheckId("check_1"), PICTURE, CheckState.FINISHED, 1.0, evidence())
    session: dict[str, Any] = msgspec.to_builtins(
        changed(invited(), checks=(check,)), builtin_types=(bytes,)
    )
    found = session["checks"][0]["evidence"]
    del found["findings"], found["challenge"]
    found.update(verdict="look_closer", reasons=["distance_between"])
    return session
