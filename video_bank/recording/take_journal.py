"""The journal of one take while it is written: packets in at once, blocks out now and then."""

import errno
from collections.abc import Awaitable, Callable
from typing import Final

from video_bank.errors import BankError, DiskFullError
from video_bank.recording.disk_journal import JournalFile
from video_bank.recording.errors import RecordingDownError
from video_bank.recording.journal import LOST_COUNT, RECORD, BlockKind, RecordKind

MOST_WAITING_BYTES: Final = 8 * 1024 * 1024  # more than ten seconds of a call
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_pack: Final = RECORD.pack


class TakeJournal:
    """A `media.needs.PacketSink`: `write_*` in the loop, `write_out` and `sync` in a thread.

    While the disk takes nothing, `write_*` raise after they have kept the packet: 8 MiB wait for
    the disk to come back. What no longer finds room is counted, and the count stands in the
    journal behind what waited.
    """

    def __init__(self, file: JournalFile, written: Callable[[], Awaitable[None]]) -> None:
        """`written` returns when everything that was given before was tried to be written."""
        self._file = file
        self._written = written
        self._buffer = bytearray()
        self._taken = bytearray()  # out of the buffer, not yet sealed
        self._sealed: list[bytes] = []  # not yet written
        self._lost = 0
        self._lost_at_us = 0
        self._ends = False
        self._has_end_mark = False  # or will have after this turn
        self._is_end_sealed = False
        self._needs_sync = False
        self.failure: type[BankError] | None = None
        self.is_closed = False

    def write_rtp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        self._keep(RecordKind.RTP, packet, arrival_us)

    def write_rtcp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        self._keep(RecordKind.RTCP, packet, arrival_us)

    def write_quality(self, packed: bytes, arrival_us: int) -> None:
        self._keep(RecordKind.QUALITY, packed, arrival_us)

    async def finish(self) -> None:
        """Raise DiskFullError or RecordingDownError while it cannot be; it is tried again."""
        self.end()
        while not self.is_closed:
            await self._written()
            if self.failure is not None:
                raise self.failure

    def end(self) -> None:
        """Take no more; the end mark follows with the next turn that the disk allows."""
        self._ends = True

    async def resume(self) -> None:
        """Take up a journal that stalled; raise as `finish` does. Look at `is_closed` then."""
        self._ends = False
        await self._written()
        if self.failure is not None:
            raise self.failure

    @property
    def is_ending(self) -> bool:
        """Say whether this turn writes the end mark."""
        return self._has_end_mark

    def take_turn(self) -> bool:
        """Put aside what is to be written now; False when there is nothing."""
        if not self._sealed and not self._has_end_mark:
            self._note_loss()
            self._taken, self._buffer = self._buffer, self._taken
            self._has_end_mark = self._ends
        return bool(self._taken or self._sealed or self._needs_sync or self._has_end_mark)

    def write_out(self) -> None:
        """Write what was put aside; a failure stands in `failure` and is tried again."""
        sealer = self._file.sealer
        if self._taken:
            self._sealed.append(sealer.seal(BlockKind.RECORDS, self._taken))
            self._taken.clear()
        if self._has_end_mark and not self._is_end_sealed:
            self._sealed.append(sealer.seal(BlockKind.END, b""))
            self._is_end_sealed = True
        try:
            while self._sealed:
                self._file.append(self._sealed[0])
                self._needs_sync = True
                del self._sealed[0]
        except OSError as error:
            self._fail(error)

    def sync(self) -> None:
        """See to it that what was written outlives a power cut; after an end mark, close."""
        try:
            if self._needs_sync:
                self._file.sync()
        except OSError as error:
            self._fail(error)
            return
        self._needs_sync = False
        if self._sealed:
            return
        self.failure = None
        if self._has_end_mark:
            self.give_up()

    def give_up(self) -> None:
        """Close the file as it is."""
        self._file.close()
        self.is_closed = True

    def _keep(self, kind: RecordKind, packet: bytes | memoryview, arrival_us: int) -> None:
        buffer = self._buffer
        if self._has_end_mark:
            return
        if len(buffer) + len(packet) > MOST_WAITING_BYTES:
            self._lost += 1
            self._lost_at_us = arrival_us
        else:
            buffer += _pack(kind, arrival_us, len(packet))
            buffer += packet
        if self.failure is not None:
            raise self.failure

    def _note_loss(self) -> None:
        if self._lost:
            self._buffer += _pack(RecordKind.LOST, self._lost_at_us, LOST_COUNT.size)
            self._buffer += LOST_COUNT.pack(self._lost)
            self._lost = 0

    def _fail(self, error: OSError) -> None:
        self.failure = failure_of(error)


def failure_of(error: OSError) -> type[BankError]:
    """Return what a failure of the disk is called."""
    return DiskFullError if error.errno in _FULL else RecordingDownError
