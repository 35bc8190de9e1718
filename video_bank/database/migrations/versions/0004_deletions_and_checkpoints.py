"""Deletions with their receipts, checkpoints of the trail, how far a seal has come."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "deletions",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.Float(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("session_id"),
    )
    op.create_index(op.f("ix_deletions_began_at"), "deletions", ["began_at"], unique=False)
    op.add_column("recordings", sa.Column("progress", sa.Float(), nullable=True))
    op.create_table(
        "checkpoints",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "trail_alarms",
        sa.Column("finding", sa.String(length=24), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("finding", "place"),
    )
    op.create_index(op.f("ix_trail_at"), "trail", ["at"], unique=False)
