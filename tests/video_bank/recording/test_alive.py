"""The recorder's proof of life, and the volumes that take over."""

import asyncio
import errno
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.faulty_disk import FaultyDisk
from tests.video_bank.recording.journals import KEY
from video_bank.clock import SystemClock
from video_bank.errors import DiskFullError
from video_bank.ids import SessionId, new_session_id
from video_bank.media.tracks import TrackName
from video_bank.recording.aiortc_key_frame import is_picture
from video_bank.recording.errors import RecordingDownError
from video_bank.recording.journal import JournalReader, Record, RecordKind
from video_bank.recording.journal_folder import find_journals
from video_bank.recording.key_frames import KeyFrameFinder
from video_bank.recording.parts import join_parts
from video_bank.recording.recorder import Recorder
from video_bank.recording.volumes import Volumes
from video_bank.vault.key_file import KeyFile

CUSTOMER = TrackName.CUSTOMER


class TwoVolumes:
    """A recorder with one call and a spare volume, on disks that can fail."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folders = [folder / "usual", folder / "spare"]
        self.keys = KeyFile(folder / "master.key")
        self.disk = FaultyDisk(monkeypatch, self.folders)
        self.recorder = Recorder(Volumes(self.folders, 1_000_000), self.keys, SystemClock())
        self.session_id = new_session_id()
        self.key = b""

    async def open_call(self) -> None:
        for folder in self.folders:
            await asyncio.to_thread(folder.mkdir)
        wrapped_key = await self.keys.make_data_key(self.session_id)
        self.key = await self.keys.unwrap(self.session_id, wrapped_key)
        self.recorder.open_call(self.session_id, wrapped_key, 1_700_000_000.0)

    def journals(self) -> tuple[Path, ...]:
        return find_journals(self.folders, self.session_id).get(CUSTOMER, ())

    def places(self) -> list[str]:
        """Return on which volume each part is."""
        return [path.parent.parent.name for path in sorted(self.journals(), key=_part)]

    async def are_on(self, *volumes: str) -> bool:
        return await asyncio.to_thread(self.places) == list(volumes)

    async def read(self) -> list[Record]:
        return await asyncio.to_thread(self._read)

    def _read(self) -> list[Record]:
        def read_part(path: Path) -> list[Record]:
            with path.open("rb") as file:
                return list(JournalReader(file, self.key).records())

        parts = [read_part(path) for path in sorted(self.journals(), key=_part)]
        return list(join_parts([lambda part=part: iter(part) for part in parts]))  # type: ignore[misc]


def _part(path: Path) -> int:
    with path.open("rb") as file:
        return JournalReader(file, KEY).header.part


@pytest.fixture
async def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TwoVolumes]:
    two = TwoVolumes(tmp_path, monkeypatch)
    await two.open_call()
    yield two
    two.disk.broken.clear()
    two.disk.nearly_full.clear()
    two.recorder.close_call(two.session_id)
    await eventually(lambda: not two.recorder._journals, 5.0)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
async def test_a_spare_volume_takes_over_and_nothing_is_lost(two: TwoVolumes, number: int) -> None:
    sink = await two.recorder.open_take(two.session_id, CUSTOMER, 1)
    sink.write_rtp(b"0", 0)
    await eventually(partial(two.are_on, "usual"))
    two.disk.broken[two.folders[0]] = number
    sink.write_rtp(b"1", 1)
    await eventually(partial(two.are_on, "usual", "spare"), 5.0)
    error = DiskFullError if number == errno.ENOSPC else RecordingDownError
    assert sink.failure is error, "nobody is told"
    await eventually(lambda: sink.failure is None, 5.0)
    sink.write_rtp(b"2", 2)
    await sink.finish()
    two.disk.broken.clear()
    assert await two.read() == [Record(RecordKind.RTP, n, b"%d" % n) for n in range(3)]


async def test_a_nearly_full_volume_is_left_in_time(two: TwoVolumes) -> None:
    sink = await two.recorder.open_take(two.session_id, CUSTOMER, 1)
    sink.write_rtp(b"0", 0)
    await eventually(partial(two.are_on, "usual"))
    two.disk.nearly_full.add(two.folders[0])
    await eventually(partial(two.are_on, "usual", "spare"), 5.0)
    assert not await asyncio.to_thread(_is_cut_short, two.folders[0], two)
    await sink.finish()
    assert await two.read() == [Record(RecordKind.RTP, 0, b"0")]


async def test_without_another_volume_a_nearly_full_one_is_told_and_used(two: TwoVolumes) -> None:
    sink = await two.recorder.open_take(two.session_id, CUSTOMER, 1)
    two.disk.nearly_full.update(two.folders)
    await eventually(lambda: sink.failure is DiskFullError, 5.0)
    sink.write_rtp(b"0", 0)
    await eventually(two.read, 5.0)
    two.disk.nearly_full.clear()
    await eventually(lambda: sink.failure is None, 5.0)
    await sink.finish()


@pytest.mark.parametrize("damage", ["flipped", "cut", "removed"])
async def test_a_journal_that_is_not_as_it_was_written_is_told_and_written_again(
    two: TwoVolumes, damage: str
) -> None:
    sink = await two.recorder.open_take(two.session_id, CUSTOMER, 1)
    await eventually(partial(two.are_on, "usual"))
    sink.write_rtp(b"0" * 500, 0)
    await eventually(two.read)  # written, and not yet proven
    (path,) = await asyncio.to_thread(two.journals)
    harm = {"flipped": partial(two.disk.damage, path, 80), "cut": partial(_cut, path)}
    await asyncio.to_thread(harm.get(damage, path.unlink))
    await eventually(lambda: sink.failure is RecordingDownError, 5.0)
    await eventually(lambda: sink.failure is None, 5.0)
    await sink.finish()
    assert await two.read() == [Record(RecordKind.RTP, 0, b"0" * 500)]


def _is_cut_short(folder: Path, two: TwoVolumes) -> bool:
    (path,) = (folder / two.session_id).iterdir()
    with path.open("rb") as file:
        reader = JournalReader(file, two.key)
        assert list(reader.records())
        return reader.is_cut_short


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(300)


async def test_the_recorder_says_how_far_it_is_behind(two: TwoVolumes) -> None:
    assert two.recorder.behind_s(SessionId("ses_" + "0" * 24)) is None
    sink = await two.recorder.open_take(two.session_id, CUSTOMER, 1)
    seen: list[float] = []
    for _ in range(30):
        sink.write_rtp(b"voice", 0)
        await asyncio.sleep(0.1)
        seen.append(two.recorder.behind_s(two.session_id) or 0.0)
    assert min(seen) < 0.5
    assert max(seen) < 3.0
    two.disk.broken = dict.fromkeys(two.folders, errno.EIO)
    await eventually(lambda: (two.recorder.behind_s(two.session_id) or 0.0) > 3.0, 6.0)


async def test_a_picture_that_cannot_be_decoded_is_told_until_the_next_one(two: TwoVolumes) -> None:
    sink = await two.recorder.open_take(two.session_id, CUSTOMER, 1)
    packets = [each.packet for each in Stage(seconds=1, has_audio=False).records()]
    for number, packet in enumerate(packets):
        sink.write_rtp(_break_picture(packet), number)
    await eventually(lambda: sink.failure is RecordingDownError, 5.0)
    again = Stage(seconds=1, has_audio=False, first_sequence=100).records()
    for record in again:
        sink.write_rtp(record.packet, record.arrival_us)
    await eventually(lambda: sink.failure is None, 5.0)
    await sink.finish()


def _break_picture(packet: bytes) -> bytes:
    """Have a key frame claim that its first partition is longer than all of it."""
    place = packet.find(b"\x9d\x01\x2a")
    return packet if place < 0 else packet[: place - 2] + b"\xff\xff" + packet[place:]


def test_a_key_frame_is_found_over_blocks_and_out_of_order() -> None:
    records = Stage(seconds=2, key_every=15, has_reports=False).records()
    finder = KeyFrameFinder()
    found = []
    for place in range(0, len(records), 40):
        block = b"".join(
            bytes([kind]) + at.to_bytes(8, signed=True) + len(packet).to_bytes(2) + packet
            for kind, at, packet in records[place : place + 40]
        )
        if (frame := finder.add(block)) is not None:
            found.append(frame)
    assert len(found) == 2
    assert all(is_picture(frame) for frame in found)
    assert not is_picture(_break_picture(found[0]))
    assert not is_picture(found[0][:6] + b"\xff\x3f\xff\x3f" + found[0][10:])  # a bomb
    assert not is_picture(b"\x00")
