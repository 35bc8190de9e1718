from pathlib import Path

import pytest

from tests.video_bank.recording.archive import Archive
from video_bank.database.sql_engine import Database


@pytest.fixture
def archive(tmp_path: Path, database: Database) -> Archive:
    return Archive(tmp_path, database)
