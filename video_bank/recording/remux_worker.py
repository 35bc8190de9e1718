"""A process that remuxes one leg and ends: `python -m video_bank.recording.remux_worker`.

The order comes on standard input, the answer and the file go to standard output: no plaintext
reaches a disk, and the memory goes back to the machine.
"""

import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from video_bank.errors import BankError, ErrorCode
from video_bank.recording.aiortc_remux import remux
from video_bank.recording.errors import JournalOpenError
from video_bank.recording.journal import JournalHeader, JournalReader, Record
from video_bank.recording.manifest import Gap
from video_bank.recording.quality_series import make_series
from video_bank.recording.remux_order import (
    LENGTH_BYTES,
    RemuxAnswer,
    Remuxed,
    RemuxEmpty,
    RemuxFailed,
    RemuxOrder,
)
from video_bank.recording.take_scan import GAP_S, TakeScan, scan_take
from video_bank.vault.errors import IntegrityError

_NICENESS: Final = 10
_NOTHING: Final = memoryview(b"")


class _Journal:
    """One journal of the leg, locked; read twice."""

    def __init__(self, path: Path, order: RemuxOrder, stack: ExitStack) -> None:
        self._key = order.data_key
        self._file: BinaryIO = stack.enter_context(_open_locked(path))
        reader = JournalReader(self._file, self._key)
        self.header: JournalHeader = reader.header
        whose = (self.header.session_id, self.header.track, self.header.file_name)
        if whose != (order.session_id, order.track, path.name):
            raise IntegrityError
        self.scan: TakeScan = scan_take(reader.records(), is_screen=order.track.is_screen)
        self.hash = reader.hash
        self.is_cut_short = reader.is_cut_short

    def read_again(self) -> Iterator[Record]:
        """Return the records of the second reading."""
        self._file.seek(0)
        return JournalReader(self._file, self._key).records()


def carry_out(order: RemuxOrder) -> tuple[RemuxAnswer, memoryview]:
    """Return the answer and the file; raise IntegrityError, JournalOpenError or OSError."""
    with ExitStack() as stack:
        journals = [_Journal(Path(path), order, stack) for path in order.paths]
        journals.sort(key=lambda journal: (journal.header.take, journal.header.part))
        hashes = tuple(journal.hash for journal in journals)
        playable = [journal for journal in journals if journal.scan.kinds]
        if not playable:
            return RemuxEmpty(hashes), _NOTHING
        file, starts_at_s, duration_s = remux(
            [(journal.scan, journal.read_again) for journal in playable],
            f"{order.session_id} {order.track}",
        )
    content = file.getbuffer()
    answer = Remuxed(
        journal_hashes=hashes,
        starts_at_s=starts_at_s,
        duration_s=duration_s,
        takes=len({journal.header.take for journal in playable}),
        gaps=_find_gaps([journal.scan for journal in playable], is_screen=order.track.is_screen),
        cut_short=any(journal.is_cut_short for journal in journals),
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        quality=make_series([journal.scan.quality for journal in playable]),
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
            gaps.append(Gap(heard_until_s, scan.first_arrival_s))
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
        answer, content = carry_out(order)
    except BankError as error:
        answer = RemuxFailed(error.code)
    except OSError:
        answer = RemuxFailed(ErrorCode.UNAVAILABLE)
    encoded = msgspec.msgpack.encode(answer)
    sys.stdout.buffer.write(len(encoded).to_bytes(LENGTH_BYTES) + encoded)
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
