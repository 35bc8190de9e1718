"""The bank's own measurements from files to a signed report, with the real engine."""

import asyncio
import hashlib
from pathlib import Path

import msgspec
import pytest

from tests.video_bank.verification.measuring.test_clip_tap import write_clip
from tests.video_bank.verification.pictures import (
    admiral,
    astronaut,
    darker,
    jpeg,
    nobody,
    webcam_frames,
)
from video_bank.audit.sql_journal import SqlJournal
from video_bank.bank.measuring import (
    MEASUREMENTS,
    Measurement,
    measure_attacks,
    measure_pairs,
    write_report,
)
from video_bank.bank.upkeep import migrate_database
from video_bank.database.sql_engine import Database
from video_bank.errors import SetupError
from video_bank.settings import Settings
from video_bank.vault.signing_key import is_signed

PAIRS = """file_a,file_b,same,set
a1.jpg,a2.jpg,1,made
a1.jpg,b1.bmp,0,made
a2.jpg,b1.bmp,0,made
a1.jpg,nobody.jpg,0,made
a1.jpg,missing.jpg,1,made
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def _write_pictures(folder: Path) -> None:
    (folder / "a1.jpg").write_bytes(jpeg(astronaut()))
    (folder / "a2.jpg").write_bytes(jpeg(darker(astronaut())))
    admiral().save(folder / "b1.bmp")
    (folder / "nobody.jpg").write_bytes(jpeg(nobody()))
    (folder / "pairs.csv").write_text(PAIRS)


async def test_pairs_are_measured_and_the_signed_report_is_on_the_trail(
    settings: Settings, tmp_path: Path
) -> None:
    await asyncio.to_thread(_write_pictures, tmp_path)
    report = await measure_pairs(settings, tmp_path / "pairs.csv", tmp_path)
    rates = report.sets["made"]
    assert (rates.pairs, rates.without_distance, rates.persons) == (3, 2, 2)
    assert rates.far_review.value == rates.frr_match.value == 0
    assert report.refused == {"no_face": 1, "picture_unreadable": 1}
    assert report.recommended is not None
    assert report.recommended.group == "made"

    await migrate_database(settings)
    page = tmp_path / "report.html"
    await write_report(settings, report, page, is_signed=True)
    written = await asyncio.to_thread(page.read_bytes)
    beside = await asyncio.to_thread((tmp_path / "report.signed.json").read_bytes)
    statement = msgspec.json.decode(beside, type=Measurement)
    assert is_signed(statement)
    assert statement.report_sha256 == hashlib.sha256(written).hexdigest()
    database = Database(settings.effective_database_url)
    [entry] = await SqlJournal(database).read(MEASUREMENTS)
    await database.close()
    assert entry.happening.facts["report_sha256"] == statement.report_sha256
    assert entry.happening.facts["engine"] == report.engine == "dlib-resnet-v1/5pt/flip"


async def test_clips_are_measured_by_the_kind_of_their_folder(
    settings: Settings, tmp_path: Path
) -> None:
    def write() -> None:
        for kind in ("genuine", "screen"):
            (tmp_path / "clips" / kind).mkdir(parents=True)
            write_clip(tmp_path / "clips" / kind / "one.webm", webcam_frames(astronaut(), 12))

    await asyncio.to_thread(write)
    report = await measure_attacks(settings, tmp_path / "clips")
    assert list(report.kinds) == ["screen"]
    assert report.kinds["screen"].apcer.value == 0  # it answers no challenge
    assert report.genuine_clips == 1
    page = tmp_path / "report.html"
    await write_report(settings, report, page, is_signed=False)
    assert "screen" in await asyncio.to_thread(page.read_text)


async def test_missing_file_of_pairs_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        await measure_pairs(settings, tmp_path / "pairs.csv", tmp_path)
