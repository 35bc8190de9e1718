"""What auditors look for, in columns of its own."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_COLUMNS = ("product", "verdict", "decision", "rating")


def upgrade() -> None:
    op.add_column("sessions", sa.Column("product", sa.String(length=40), nullable=True))
    op.add_column("sessions", sa.Column("verdict", sa.String(length=16), nullable=True))
    op.add_column("sessions", sa.Column("decision", sa.String(length=16), nullable=True))
    op.add_column("sessions", sa.Column("rating", sa.Integer(), nullable=True))
    _fill()
    op.create_index(
        "ix_sessions_search",
        "sessions",
        [
            "created_at",
            "session_id",
            "stage",
            "reference",
            "customer_name",
            "staff_id",
            *_COLUMNS,
        ],
    )
    op.create_index("ix_sessions_ended", "sessions", ["ended_at", "session_id"])
    op.create_index("ix_trail_kind", "trail", ["kind", "session_id"])


def _fill() -> None:
    """Take over what the bodies say, so that earlier meetings are found too."""
    sessions = sa.table(
        "sessions",
        sa.column("session_id"),
        sa.column("body"),
        *(sa.column(name) for name in _COLUMNS),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(sessions.c.session_id, sessions.c.body)).all()
    for session_id, body in rows:
        found = _searched(json.loads(body))
        if any(value is not None for value in found.values()):
            mine = sessions.c.session_id == session_id
            connection.execute(sa.update(sessions).where(mine).values(found))


def _searched(session: dict[str, Any]) -> dict[str, Any]:
    newest_first = session.get("checks", [])[::-1]
    decided = (check for check in newest_first if check.get("decision"))
    finished = (check for check in newest_first if check.get("evidence"))
    check = next(decided, None) or next(finished, None) or {}
    return {
        "verdict": (check.get("evidence") or {}).get("verdict"),
        "decision": check.get("decision"),
        "rating": session.get("rating"),
    }
