"""Deletions with their receipts; how far a seal has come."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
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
