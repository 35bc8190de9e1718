"""The digits by which a customer goes on at another device."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("join_tokens", sa.Column("code_hash", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_join_tokens_code_hash"), "join_tokens", ["code_hash"], unique=False)
