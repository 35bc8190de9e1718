"""What the wallboard and the reports count: calls, agents' times, emergency levels."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"

_TIMES = ("arrived_at", "answered_at", "waits_since", "wrapped_up_at")


def upgrade() -> None:
    for name in _TIMES:
        op.add_column("sessions", sa.Column(name, sa.Float(), nullable=True))
    op.add_column("sessions", sa.Column("close_reason", sa.String(length=32), nullable=True))
    _fill()
    op.create_index(
        "ix_sessions_calls",
        "sessions",
        [
            "arrived_at",
            "queue",
            "answered_at",
            "ended_at",
            "wrapped_up_at",
            "close_reason",
            "rating",
        ],
    )
    op.create_index("ix_sessions_waits_since", "sessions", ["waits_since", "queue"])
    op.create_table(
        "agent_times",
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("presence", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("batch", "place"),
    )
    op.create_index("ix_agent_times", "agent_times", ["at", "staff_id", "presence"])
    op.create_table(
        "emergencies",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )


def _fill() -> None:
    """Take over what the bodies say; when an agent answered is known from the first words on."""
    sessions = sa.table(
        "sessions",
        sa.column("session_id"),
        sa.column("body"),
        *(sa.column(name) for name in (*_TIMES, "close_reason")),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(sessions.c.session_id, sessions.c.body)).all()
    for session_id, body in rows:
        found = _counted(json.loads(body))
        if any(value is not None for value in found.values()):
            mine = sessions.c.session_id == session_id
            connection.execute(sa.update(sessions).where(mine).values(found))


def _counted(session: dict[str, Any]) -> dict[str, Any]:
    return {
        "arrived_at": session.get("arrived_at"),
        "answered_at": session.get("talking_since"),
        "wrapped_up_at": (session.get("wrap_up") or {}).get("finished_at"),
        "close_reason": session.get("close_reason"),
    }
