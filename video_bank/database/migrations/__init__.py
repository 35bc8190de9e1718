"""Bringing a database's tables to this version, with Alembic."""

from video_bank.database.migrations.sql_migrate import migrate

__all__ = ["migrate"]
