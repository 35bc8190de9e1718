"""Fingerprints of videos that were checked, by which one that is played again is found."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "video_fingerprints",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("position_s", sa.Float(), nullable=False),
        sa.Column("bits", sa.BigInteger(), nullable=False),
        sa.Column("band_0", sa.Integer(), nullable=False),
        sa.Column("band_1", sa.Integer(), nullable=False),
        sa.Column("band_2", sa.Integer(), nullable=False),
        sa.Column("band_3", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    for column in ("session_id", "created_at", "band_0", "band_1", "band_2", "band_3"):
        op.create_index(
            op.f(f"ix_video_fingerprints_{column}"), "video_fingerprints", [column], unique=False
        )
