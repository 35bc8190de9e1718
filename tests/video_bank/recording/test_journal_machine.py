"""Anything that a disk can do to a take, and a kill at any of its calls: what holds afterwards."""

import errno
import tempfile
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.video_bank.recording.faulty_disk import FaultyDisk, KilledError
from tests.video_bank.recording.journals import HEADER, KEY, SESSION
from video_bank.recording.journal import JournalReader, Record, RecordKind
from video_bank.recording.journal_folder import find_journals
from video_bank.recording.parts import join_parts
from video_bank.recording.take_journal import TakeJournal
from video_bank.recording.volumes import Volumes
from video_bank.vault.errors import IntegrityError

RESERVE: Final = 1_000_000
_volume = st.integers(0, 1)


async def _never() -> None:
    raise AssertionError("nobody waits here")


class AnyDisk(RuleBasedStateMachine):
    """One take after the other on two volumes; whoever looks knows only what is on disk."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.root = tempfile.TemporaryDirectory()
        folders = [Path(self.root.name) / name for name in ("usual", "spare")]
        for folder in folders:
            folder.mkdir()
        self.disk = FaultyDisk(self.patch, folders)
        self.folders = folders
        self.now = 0.0
        self.take = 0
        self.begin()

    def teardown(self) -> None:
        self.journal.file.close()
        self.patch.undo()
        self.root.cleanup()

    def begin(self) -> None:
        self.take += 1
        header = HEADER._replace(take=self.take)
        self.volumes = Volumes(self.folders, RESERVE)
        self.journal = TakeJournal(header, KEY, self.volumes, _never, self.now, 0.0)
        self.kept: list[Record] = []
        self.taken = self.proven = self.sure = 0  # how many of them
        self.is_damaged = False

    @rule(sizes=st.lists(st.integers(0, 3_000), max_size=6))
    def receive(self, sizes: list[int]) -> None:
        for size in sizes:
            number = len(self.kept)
            packet = number.to_bytes(4) + bytes(size)
            self.journal.write_rtp(packet, number)
            self.kept.append(Record(RecordKind.RTP, number, packet))

    @rule(is_syncing=st.booleans(), is_proving=st.booleans())
    def turn(self, is_syncing: bool, is_proving: bool) -> None:
        self.now += 1
        self.volumes.look()
        was_stuck = self.journal.file.is_stuck
        self.journal.take_turn(self.now)
        self.taken = self.taken if was_stuck else len(self.kept)
        self.journal.write_out()
        if is_syncing or is_proving:
            self.journal.sync()
        if is_proving:
            self.journal.prove()
        if self.journal.proven_until == self.now:
            self.proven = self.taken
            self.is_damaged = self.is_damaged and bool(self.journal.file._left)
        is_sound = self.journal.failure is None and not self.journal.file.is_stuck
        self.sure = self.taken if is_sound else self.proven

    @rule(calls=st.integers(0, 12), is_proving=st.booleans())
    def turn_until_killed(self, calls: int, is_proving: bool) -> None:
        """Let the process die at one of its next calls of the system."""
        self.disk.calls_left = calls
        before = self.sure
        try:
            self.turn(is_proving, is_proving)
        except KilledError:
            self.sure = before if self.journal.failure is None else self.proven
            self.disk.calls_left = None
            self.kill()
        self.disk.calls_left = None

    @rule()
    def kill(self) -> None:
        """What was written is there; the disk, should it have failed, is back."""
        self.journal.file.close()
        self.look(self.sure)
        self.begin()

    @rule()
    def lose_power(self) -> None:
        self.journal.file.close()
        self.disk.cut_power()
        self.look(self.proven)
        self.begin()

    @rule(volume=_volume, number=st.sampled_from([errno.ENOSPC, errno.EIO, errno.EROFS]))
    def break_volume(self, volume: int, number: int) -> None:
        self.disk.broken[self.folders[volume]] = number

    @rule(volume=_volume)
    def mend_volume(self, volume: int) -> None:
        self.disk.broken.pop(self.folders[volume], None)

    @rule(volume=_volume, is_full=st.booleans())
    def fill_volume(self, volume: int, is_full: bool) -> None:
        change = self.disk.nearly_full.add if is_full else self.disk.nearly_full.discard
        change(self.folders[volume])

    @rule(writes_halves=st.booleans())
    def write_halves(self, writes_halves: bool) -> None:
        self.disk.writes_halves = writes_halves

    @precondition(lambda self: self.proven < self.taken and not self.journal.file.is_stuck)
    @rule()
    def damage_what_is_not_proven(self) -> None:
        """Have the disk give back something else than it was given."""
        file, proof = self.journal.file._file, self.journal.file._proof
        assert file is not None
        assert proof is not None
        start = max(proof.proven, len(file.head))
        if file.end > start:
            self.disk.damage(file.path, start)
            self.is_damaged = True

    @rule()
    def finish(self) -> None:
        """With a disk that works again, nothing is missing and nothing is there twice."""
        self.disk.broken.clear()
        self.disk.nearly_full.clear()
        self.journal.end()
        for _ in range(4):
            if not self.journal.is_closed:
                self.turn(is_syncing=True, is_proving=True)
        assert self.journal.is_closed
        assert self.look(len(self.kept)) == self.kept
        self.begin()

    def look(self, at_least: int) -> list[Record]:
        """Read the take as an archivist would: a true beginning that is long enough."""
        broken, self.disk.broken = self.disk.broken, {}
        found: list[Record] = []
        try:
            found = list(join_parts([_Part(path).read for path in self.parts()]))
        except IntegrityError:
            assert self.is_damaged
        else:
            assert found == self.kept[: len(found)]
            assert len(found) >= at_least or self.is_damaged
        self.disk.broken = broken
        return found

    def parts(self) -> list[Path]:
        """Return the take's files by their parts, which have no hole."""
        journals = find_journals(self.folders, SESSION).get(HEADER.track, ())
        numbered = sorted(
            (found.part, path) for path in journals if (found := _header(path)).take == self.take
        )
        assert [number for number, _ in numbered] == list(range(len(numbered)))
        return [path for _, path in numbered]


class _Part:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self):  # type: ignore[no-untyped-def]
        with self._path.open("rb") as file:
            yield from JournalReader(file, KEY).records()


def _header(path: Path):  # type: ignore[no-untyped-def]
    with path.open("rb") as file:
        return JournalReader(file, KEY).header


pytestmark = pytest.mark.timeout(180)
TestAnyDisk = AnyDisk.TestCase
TestAnyDisk.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
