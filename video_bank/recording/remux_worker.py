"""A process that remuxes one leg and ends: `python -m video_bank.recording.remux_worker`.

The order comes on standard input, the answer and the file go to standard output: no plaintext
reaches a disk, and the memory goes back to the machine.
"""

import fcntl
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from video_bank.errors import BankError, ErrorCode
from video_bank.recording.aiortc_remux import remux
from video_bank.recording.errors import JournalOpenError
from video_bank.recording.journal import RECORD, JournalHeader, JournalReader, Record
from video_bank.recording.manifest import Gap, GapCause
from video_bank.recording.parts import join_parts
from video_bank.recording.quality_series import make_series
from video_bank.recording.remux_order import (
    LENGTH_BYTES,
    RemuxAnswer,
    Remuxed,
    RemuxEmpty,
    RemuxFailed,
    RemuxOrder,
    RemuxProgress,
)
from video_bank.recording.take_scan import GAP_S, TakeScan, scan_take
from video_bank.vault.errors import IntegrityError

_NICENESS: Final = 10
_NOTHING: Final = memoryview(b"")


Teller = Callable[[RemuxAnswer], None]


class _Progress:
    """Counts what both readings have read, and tells about each fiftieth."""

    def __init__(self, order: RemuxOrder, tell: Teller) -> None:
        self._tell = tell
        self._total = 2 * sum(Path(path).stat().st_size for path in order.paths)
        self._read = 0
        self._told = 0

    def follow(self, records: Iterator[Record]) -> Iterator[Record]:
        for record in records:
            yield record
            self._read += len(record.packet) + RECORD.size
            if self._read > self._told:
                self._tell(RemuxProgress(min(1.0, self._read / max(1, self._total))))
                self._told = self._read + self._total // 50


class _Journal:
    """One journal of the leg, locked; read more than once."""

    def __init__(
        self, path: Path, order: RemuxOrder, progress: "_Progress", stack: ExitStack
    ) -> None:
        self._key = order.data_key
        self._progress = progress
        self._file: BinaryIO = stack.enter_context(_open_locked(path))
        self._reader = JournalReader(self._file, self._key)
        self.header: JournalHeader = self._reader.header
        whose = (self.header.session_id, self.header.track, self.header.file_name)
        if whose != (order.session_id, order.track, path.name):
            raise IntegrityError

    def read(self) -> Iterator[Record]:
        """Return the records, from the begin."""
        self._file.seek(0)
        self._reader = JournalReader(self._file, self._key)
        return self._progress.follow(self._reader.records())

    @property
    def hash(self) -> str:
        """Return the last good block's hash, after a whole reading."""
        return self._reader.hash

    @property
    def is_cut_short(self) -> bool:
        return self._reader.is_cut_short


class _Take:
    """The parts of one take, read as one."""

    def __init__(self, journals: list[_Journal], *, is_screen: bool) -> None:
        if [journal.header.part for journal in journals] != list(range(len(journals))):
            raise IntegrityError  # one is away
        self._journals = journals
        self.scan: TakeScan = scan_take(self.read(), is_screen=is_screen)
        self.hashes = tuple(journal.hash for journal in journals)
        self.is_cut_short = any(journal.is_cut_short for journal in journals)

    def read(self) -> Iterator[Record]:
        return join_parts([journal.read for journal in self._journals])


def carry_out(order: RemuxOrder, tell: Teller) -> tuple[RemuxAnswer, memoryview]:
    """Return the answer and the file; raise IntegrityError, JournalOpenError or OSError."""
    with ExitStack() as stack:
        progress = _Progress(order, tell)
        journals = [_Journal(Path(path), order, progress, stack) for path in order.paths]
        journals.sort(key=lambda journal: (journal.header.take, journal.header.part))
        takes = [
            _Take(list(parts), is_screen=order.track.is_screen)
            for _, parts in groupby(journals, key=lambda journal: journal.header.take)
        ]
        hashes = tuple(each for take in takes for each in take.hashes)
        playable = [take for take in takes if take.scan.kinds]
        if not playable:
            return RemuxEmpty(hashes), _NOTHING
        file, starts_at_s, duration_s = remux(
            [(take.scan, take.read) for take in playable],
            f"{order.session_id} {order.track}",
        )
    content = file.getbuffer()
    answer = Remuxed(
        journal_hashes=hashes,
        starts_at_s=starts_at_s,
        duration_s=duration_s,
        takes=len(playable),
        gaps=_find_gaps([take.scan for take in playable], is_screen=order.track.is_screen),
        cut_short=any(take.is_cut_short for take in takes),
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        quality=make_series([take.scan.quality for take in playable]),
    )
    return answer, content


def _find_gaps(scans: list[TakeScan], *, is_screen: bool) -> tuple[Gap, ...]:
    """Return the gaps within the takes and between them.

    Between two takes of a screen there is none: it may not have been shown. An outage of the
    connection is a gap of the person's own track.
    """
    gaps = list(scans[0].gaps)
    heard_until_s = scans[0].last_arrival_s
    for scan in scans[1:]:
        if not is_screen and scan.first_arrival_s - heard_until_s > GAP_S:
            gaps.append(Gap(heard_until_s, scan.first_arrival_s, GapCause.RECONNECTED))
        gaps += scan.gaps
        heard_until_s = max(heard_until_s, scan.last_arrival_s)
    return tuple(gaps)


def _open_locked(path: Path) -> BinaryIO:
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise JournalOpenError from None
    return file


def main() -> None:
    os.nice(_NICENESS)
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=RemuxOrder)
    content = _NOTHING
    answer: RemuxAnswer
    try:
        answer, content = carry_out(order, _say)
    except BankError as error:
        answer = RemuxFailed(error.code)
    except OSError:
        answer = RemuxFailed(ErrorCode.UNAVAILABLE)
    _say(answer)
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _say(answer: RemuxAnswer) -> None:
    encoded = msgspec.msgpack.encode(answer)
    sys.stdout.buffer.write(len(encoded).to_bytes(LENGTH_BYTES) + encoded)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
