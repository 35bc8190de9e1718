"""SQLite files with all tables: laid out once a process, copied for each test."""

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine, event

from video_bank.database.sql_tables import metadata


def write_empty_bank(url: str) -> bool:
    """Write an SQLite file that has all tables and nothing in them.

    False, with nothing done, where the file exists, and for another kind of database.
    """
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or path.exists():
        return False
    path.write_bytes(_empty_bank())
    return True


@cache
def _empty_bank() -> bytes:
    with tempfile.TemporaryDirectory(prefix="vb-tables-") as folder:
        path = Path(folder) / "bank.sqlite"
        engine = create_engine(f"sqlite:///{path}")
        # As `Database` has it, for which the switch would be work in each copy.
        event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA journal_mode=WAL"))
        metadata.create_all(engine)
        engine.dispose()
        return path.read_bytes()
