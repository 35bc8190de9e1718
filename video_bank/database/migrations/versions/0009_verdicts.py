"""Verdicts are passed, review or failed, and each reason is a finding that may have a value."""

import json
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_VERDICTS: Final = {"match": "passed", "look_closer": "review", "mismatch": "failed"}


def upgrade() -> None:
    sessions = sa.table(
        "sessions", sa.column("session_id"), sa.column("verdict"), sa.column("body")
    )
    connection = op.get_bind()
    checked = sa.select(sessions).where(sessions.c.verdict.is_not(None))
    for session_id, verdict, body in connection.execute(checked).all():
        connection.execute(
            sa.update(sessions)
            .where(sessions.c.session_id == session_id)
            .values(verdict=_VERDICTS[verdict], body=_renamed(json.loads(body)))
        )


def _renamed(session: dict[str, Any]) -> bytes:
    for check in session["checks"]:
        if evidence := check.get("evidence"):
            evidence["verdict"] = _VERDICTS[evidence["verdict"]]
            evidence["findings"] = [{"reason": reason} for reason in evidence.pop("reasons")]
    return json.dumps(session, ensure_ascii=False, separators=(",", ":")).encode()
