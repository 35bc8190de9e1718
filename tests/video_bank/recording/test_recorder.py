import asyncio
import errno
import fcntl
import io
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.fakes.clock import FakeClock
from tests.video_bank.recording import recording_process
from video_bank.errors import DiskFullError
from video_bank.ids import SessionId, new_session_id
from video_bank.media.tracks import TrackName
from video_bank.recording.errors import RecordingDownError
from video_bank.recording.journal import LOST_COUNT, JournalReader, Record, RecordKind
from video_bank.recording.recorder import Recorder
from video_bank.recording.take_journal import MOST_WAITING_BYTES
from video_bank.recording.volumes import Volumes
from video_bank.vault.key_file import KeyFile

CUSTOMER, AGENT = TrackName.CUSTOMER, TrackName.AGENT


class Bench:
    """A recorder with one open call."""

    def __init__(self, folder: Path) -> None:
        self.keys = KeyFile(folder / "keys/master.key")
        self.folder = folder / "journals"
        self.clock = FakeClock()
        self.recorder = Recorder(Volumes([self.folder], 0), self.keys, self.clock)
        self.session_id = new_session_id()
        self.wrapped_key = b""

    async def open_call(self) -> None:
        self.wrapped_key = await self.keys.make_data_key(self.session_id)
        self.recorder.open_call(self.session_id, self.wrapped_key, self.clock.now())

    async def read(self, name: str) -> tuple[JournalReader, list[Record]]:
        key = await self.keys.unwrap(self.session_id, self.wrapped_key)
        path = self.folder / self.session_id / name
        reader = JournalReader(io.BytesIO(await asyncio.to_thread(path.read_bytes)), key)
        return reader, list(reader.records())

    def names(self) -> list[str]:
        folder = self.folder / self.session_id
        return sorted(os.listdir(folder)) if folder.exists() else []


class Disk:
    """The real disk, until a test says that it is full or broken."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.errno = 0
        self._pwrite = os.pwrite
        monkeypatch.setattr(os, "pwrite", self.pwrite)

    def pwrite(self, number: int, content: bytes | memoryview, place: int) -> int:
        if self.errno:
            self._pwrite(number, content[: len(content) // 2], place)
            raise OSError(self.errno, "injected")
        return self._pwrite(number, content, place)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    bench = Bench(tmp_path)
    await bench.open_call()
    yield bench
    bench.recorder.close_call(bench.session_id)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


async def test_a_take_is_kept_in_order_and_ends_with_its_mark(bench: Bench) -> None:
    sink = await bench.recorder.open_take(bench.session_id, CUSTOMER, 1)
    for number in range(200):
        sink.write_rtp(memoryview(bytes([number]) * 40), number * 20_000)
        if number % 50 == 0:
            sink.write_rtcp(b"report", number * 20_000 + 1)
    await sink.finish()
    await sink.finish()
    reader, records = await bench.read("customer-0001.journal")
    assert not reader.is_cut_short
    assert reader.header.clock_zero == bench.clock.now()
    rtp = [record for record in records if record.kind == RecordKind.RTP]
    assert rtp == [Record(1, number * 20_000, bytes([number]) * 40) for number in range(200)]
    assert len(records) == 204


async def test_files_are_for_their_owner_alone(bench: Bench) -> None:
    sink = await bench.recorder.open_take(bench.session_id, AGENT, 12)
    await sink.finish()
    folder = bench.folder / bench.session_id
    assert folder.stat().st_mode & 0o777 == 0o700
    assert bench.names() == ["agent-0012.journal"]
    assert (folder / "agent-0012.journal").stat().st_mode & 0o777 == 0o600


async def test_blocks_reach_the_disk_while_the_take_goes_on(bench: Bench) -> None:
    sink = await bench.recorder.open_take(bench.session_id, AGENT, 1)
    for number in range(3):
        sink.write_rtp(b"voice", number)
        began = time.monotonic()

        async def kept(count: int = number + 1) -> bool:
            is_made = "agent-0001.journal" in bench.names()
            return is_made and len((await bench.read("agent-0001.journal"))[1]) == count

        await eventually(kept, 2.0)
        assert time.monotonic() - began < 1.0
    reader, _ = await bench.read("agent-0001.journal")
    assert reader.is_cut_short
    await sink.finish()


async def test_an_open_journal_is_locked_and_a_finished_one_is_not(bench: Bench) -> None:
    sink = await bench.recorder.open_take(bench.session_id, AGENT, 1)
    await eventually(lambda: "agent-0001.journal" in bench.names())
    with (bench.folder / bench.session_id / "agent-0001.journal").open("rb") as file:
        with pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        await sink.finish()
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


async def test_a_take_that_is_opened_again_goes_on_in_a_part_of_its_own(bench: Bench) -> None:
    for number in range(3):
        sink = await bench.recorder.open_take(bench.session_id, AGENT, 1)
        sink.write_rtp(bytes([number]), number)
        await sink.finish()
    assert bench.names() == [
        "agent-0001-1.journal",
        "agent-0001-2.journal",
        "agent-0001.journal",
    ]
    reader, records = await bench.read("agent-0001-2.journal")
    assert reader.header.part == 2
    assert records == [Record(RecordKind.RTP, 2, b"\2")]


async def test_nothing_is_recorded_for_a_call_that_is_not_open(bench: Bench) -> None:
    with pytest.raises(RecordingDownError):
        await bench.recorder.open_take(new_session_id(), AGENT, 1)
    bad = SessionId("../../escape")
    bench.recorder.open_call(bad, bench.wrapped_key, 1.0)
    with pytest.raises(RecordingDownError):
        await bench.recorder.open_take(bad, AGENT, 1)


async def test_a_key_of_another_session_records_nothing(bench: Bench) -> None:
    other = new_session_id()
    bench.recorder.open_call(other, bench.wrapped_key, 1.0)
    with pytest.raises(RecordingDownError):
        await bench.recorder.open_take(other, AGENT, 1)
    bench.recorder.close_call(other)


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, DiskFullError), (errno.EIO, RecordingDownError)]
)
async def test_a_short_stall_is_told_and_loses_nothing(
    bench: Bench, disk: Disk, number: int, error: type[Exception]
) -> None:
    sink = await bench.recorder.open_take(bench.session_id, CUSTOMER, 1)
    sink.write_rtp(b"0", 0)
    disk.errno = number
    began = time.monotonic()
    await eventually(lambda: sink.failure is error, 3.0)
    assert time.monotonic() - began < 2.0
    for count in range(1, 20):
        sink.write_rtp(b"%d" % count, count)
    disk.errno = 0
    await eventually(lambda: sink.failure is None, 3.0)
    await sink.finish()
    reader, records = await bench.read("customer-0001.journal")
    assert not reader.is_cut_short
    assert records == [Record(RecordKind.RTP, n, b"%d" % n) for n in range(20)]
    assert sink.lost_packets == 0


async def test_what_finds_no_room_is_counted_in_the_journal(bench: Bench, disk: Disk) -> None:
    sink = await bench.recorder.open_take(bench.session_id, CUSTOMER, 1)
    disk.errno = errno.ENOSPC
    sink.write_rtp(b"first", 0)
    await eventually(lambda: sink.failure is DiskFullError, 3.0)
    packet = bytes(60_000)
    fitting = MOST_WAITING_BYTES // (len(packet) + 11)
    for _ in range(fitting + 7):
        sink.write_rtp(packet, 5)
    assert sink.lost_packets == 7
    disk.errno = 0
    await sink.finish()
    reader, records = await bench.read("customer-0001.journal")
    assert not reader.is_cut_short
    assert [record.packet for record in records].count(packet) == fitting
    assert records[-1] == Record(RecordKind.LOST, 5, LOST_COUNT.pack(7))


async def test_a_take_that_cannot_be_made_is_told_and_waits_for_the_disk(
    bench: Bench, disk: Disk
) -> None:
    disk.errno = errno.ENOSPC
    sink = await bench.recorder.open_take(bench.session_id, CUSTOMER, 1)
    sink.write_rtp(b"kept", 0)
    await eventually(lambda: sink.failure is DiskFullError, 3.0)
    assert bench.names() == []
    with pytest.raises(DiskFullError):
        await sink.finish()
    disk.errno = 0
    await sink.finish()
    assert (await bench.read("customer-0001.journal"))[1] == [Record(RecordKind.RTP, 0, b"kept")]


async def test_a_stalled_journal_is_written_after_its_call(bench: Bench, disk: Disk) -> None:
    sink = await bench.recorder.open_take(bench.session_id, CUSTOMER, 1)
    await eventually(bench.names)
    disk.errno = errno.ENOSPC
    sink.write_rtp(b"kept", 0)
    with pytest.raises(DiskFullError):
        await sink.finish()
    bench.recorder.close_call(bench.session_id)
    disk.errno = 0

    async def is_ended() -> bool:
        return not (await bench.read("customer-0001.journal"))[0].is_cut_short

    await eventually(is_ended, 3.0)
    await eventually(lambda: not bench.recorder._journals, 3.0)  # its last sync is done, too


async def test_a_disk_that_never_comes_back_is_given_up(bench: Bench, disk: Disk) -> None:
    sink = await bench.recorder.open_take(bench.session_id, CUSTOMER, 1)
    disk.errno = errno.EIO
    with pytest.raises(RecordingDownError):
        await sink.finish()
    bench.recorder.close_call(bench.session_id)
    bench.clock.advance(61)
    await eventually(lambda: not bench.recorder._journals, 3.0)


async def test_a_killed_process_loses_a_second_at_most(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.open_call()
    arguments = [str(bench.folder), str(tmp_path / "keys/master.key"), bench.session_id]
    for after_s in (0.4, 0.9, 1.3):
        last = await asyncio.to_thread(
            record_until_killed, [*arguments, bench.wrapped_key.hex()], after_s
        )
        name = max(bench.names(), key=lambda each: (len(each), each))
        reader, records = await bench.read(name)
        assert reader.is_cut_short
        assert [record.arrival_us for record in records] == [n * 5000 for n in range(len(records))]
        assert last - len(records) < 1.0 / 0.005, "more than a second is lost"


def record_until_killed(arguments: list[str], after_s: float) -> int:
    """Return the number of the last packet that the process had kept when it was killed."""
    program = [sys.executable, recording_process.__file__, *arguments]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as process:
        assert process.stdout
        first = process.stdout.readline()
        time.sleep(after_s)
        process.kill()
        return int((first + process.stdout.read()).split()[-1])
