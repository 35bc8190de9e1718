"""A take whose journal had to be taken up elsewhere is sealed as one."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest

from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import CLOCK_ZERO, Archive, Session, write_journal
from video_bank.media.tracks import TrackName
from video_bank.recording.archivist import Archivist
from video_bank.recording.journal import LOST_COUNT, JournalHeader, Record, RecordKind
from video_bank.recording.manifest import GapCause, LegRecording, SealState
from video_bank.recording.parts import join_parts

CUSTOMER = TrackName.CUSTOMER
RECORDS = Stage(seconds=4).records()


@pytest.fixture
def spare(archive: Archive) -> Path:
    """Another volume that the archivist looks at."""
    return archive.folder / "spare"


async def write_part(
    archive: Archive, folder: Path, session: Session, part: int, records: list[Record]
) -> Path:
    key = await archive.keys.unwrap(session.session_id, session.wrapped_key)
    header = JournalHeader(session.session_id, CUSTOMER, 1, part, CLOCK_ZERO)
    place = folder / session.session_id
    return await asyncio.to_thread(write_journal, place, header, key, records, True)


async def seal(archive: Archive, spare: Path, session: Session) -> Archivist:
    await archive.end_session(session)
    archivist = archive.make_archivist([archive.journal_dir, spare])
    assert await archivist.seal_next()
    return archivist


async def sealed_leg(archive: Archive, session: Session) -> LegRecording:
    recording = await archive.find(session)
    assert recording.state is SealState.SEALED, recording.error
    assert recording.manifest
    (leg,) = recording.manifest.legs
    return leg


async def test_parts_on_two_volumes_are_one_take_without_a_gap(
    archive: Archive, spare: Path
) -> None:
    whole, parted = [await archive.begin_session() for _ in range(2)]
    await write_part(archive, archive.journal_dir, whole, 0, RECORDS)
    await seal(archive, spare, whole)
    half, overlap = len(RECORDS) // 2, 40
    paths = [
        await write_part(archive, archive.journal_dir, parted, 0, RECORDS[: half + overlap]),
        await write_part(archive, spare, parted, 1, RECORDS[half:]),
    ]
    await seal(archive, spare, parted)
    leg = await sealed_leg(archive, parted)
    assert (leg.takes, leg.gaps, leg.cut_short) == (1, (), False)
    same = await sealed_leg(archive, whole)
    assert (leg.size_bytes, leg.duration_s) == (same.size_bytes, same.duration_s)
    assert not any(path.parent.exists() for path in paths)


async def test_a_part_that_is_away_is_missed(archive: Archive, spare: Path) -> None:
    session = await archive.begin_session()
    await write_part(archive, spare, session, 1, RECORDS)
    await seal(archive, spare, session)
    assert (await archive.find(session)).error == "integrity_broken"


async def test_a_gap_says_that_the_disk_was_its_cause(archive: Archive, spare: Path) -> None:
    session = await archive.begin_session()
    at_us = RECORDS[len(RECORDS) // 2].arrival_us
    lost = Record(RecordKind.LOST, at_us, LOST_COUNT.pack(9))
    kept = [each for each in RECORDS if not at_us - 300_000 < each.arrival_us <= at_us]
    place = sum(each.arrival_us <= at_us for each in kept)
    await write_part(archive, spare, session, 0, [*kept[:place], lost, *kept[place:]])
    await seal(archive, spare, session)
    (gap,) = (await sealed_leg(archive, session)).gaps
    assert gap.cause is GapCause.NOT_KEPT


def test_what_two_parts_hold_is_read_once() -> None:
    records = [Record(RecordKind.RTP, number // 2, bytes([number])) for number in range(20)]
    for ends in ([20], [12, 20], [5, 12, 20], [0, 20], [12, 12, 20]):
        bounds = list(pairwise([0, *ends]))
        parts = [records[max(0, begin - 3) : end] for begin, end in bounds]
        assert list(join_parts([lambda part=part: iter(part) for part in parts])) == records  # type: ignore[misc]
