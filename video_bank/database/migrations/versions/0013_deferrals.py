"""What customers leave instead of waiting, and the places in appointment slots."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("sessions") as batch:
        batch.add_column(sa.Column("left", sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("due_at", sa.Float(), nullable=True))
    op.create_index(op.f("ix_sessions_left"), "sessions", ["left"], unique=False)
    op.create_table(
        "slot_places",
        sa.Column("queue", sa.String(length=40), nullable=False),
        sa.Column("begins_at", sa.Float(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("taken_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("queue", "begins_at", "place"),
        sa.UniqueConstraint("session_id"),
    )
