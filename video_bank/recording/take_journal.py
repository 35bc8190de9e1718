"""The journal of one take while it is written: packets in at once, blocks out now and then."""

import errno
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from video_bank.errors import BankError, DiskFullError
from video_bank.recording.errors import RecordingDownError
from video_bank.recording.journal import LOST_COUNT, RECORD, JournalHeader, RecordKind
from video_bank.recording.take_file import TakeFile
from video_bank.recording.volumes import Volumes
from video_bank.vault.errors import IntegrityError

MOST_WAITING_BYTES: Final = 8 * 1024 * 1024  # half a minute of a call, or more
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
# A killed process loses what is not written, a power cut what is not synced: a sync costs a
# tenth of all that a node does, so every other turn goes without.
_SYNC_EVERY_S: Final = 0.9
PROVE_EVERY_S: Final = 1.9  # at the turn that comes then: every two seconds
_FINISH_TURNS: Final = 3  # the second takes up what the first could not
_pack: Final = RECORD.pack

_log = structlog.get_logger()


class TakeJournal:
    """A `media.needs.PacketSink`: `write_*` in the loop, `write_out` to `prove` in a thread.

    What is written stays in memory until it is proven: read back from the disk and verified. A
    file that fails is given up, and all that was not proven is written again, into the next part
    of the take: in another folder where there is one. While no disk takes anything, 8 MiB wait;
    what no longer finds room is counted, and the count stands in the journal behind what waited.
    """

    def __init__(
        self,
        header: JournalHeader,
        data_key: bytes,
        volumes: Volumes,
        turn_done: Callable[[], Awaitable[None]],
        now: float,
        first_proof_s: float,
    ) -> None:
        """`turn_done` returns when everything that was given before was tried to be written.

        Journals whose first proofs are apart stay so: what waits in memory to be proven, and the
        work of it, are spread over the turns.
        """
        self.header: Final = header
        self.file: Final = TakeFile(header, data_key, volumes)
        self.proven_until = now  # monotonic; nothing that came earlier is only in memory
        self.looked_at = 0.0  # monotonic, when a key frame was last decoded
        self._is_picture_broken = False
        self.lost_packets = 0
        self.is_closed = False
        self._turn_done = turn_done
        self._buffer = bytearray()
        self._taken = bytearray()  # out of the buffer, not yet in the file
        self._taken_at = self._synced_at = now  # monotonic
        self._proved_at = now + first_proof_s - PROVE_EVERY_S
        self._lost = 0  # not yet told in the journal
        self._lost_at_us = 0
        self._ends = False
        self._has_ended = False  # nothing is in the buffer any more, nor will be
        self._failure: type[BankError] | None = None
        self._turn = 0
        self._failed_in = 0  # the turn

    def write_rtp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        self._keep(RecordKind.RTP, packet, arrival_us)

    def write_rtcp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        self._keep(RecordKind.RTCP, packet, arrival_us)

    def write_quality(self, packed: bytes, arrival_us: int) -> None:
        self._keep(RecordKind.QUALITY, packed, arrival_us)

    def write_lost(self, packets: int, arrival_us: int) -> None:
        self._lost += packets
        self.lost_packets += packets
        self._lost_at_us = arrival_us

    async def finish(self) -> None:
        self.end()
        for _ in range(_FINISH_TURNS):
            if not self.is_closed:
                await self._turn_done()
        if not self.is_closed:
            raise self._failure or RecordingDownError

    def end(self) -> None:
        """Take no more; the end mark follows with the next turn that the disk allows."""
        self._ends = True

    @property
    def failure(self) -> type[BankError] | None:
        is_broken = self._failure is None and self._is_picture_broken
        return RecordingDownError if is_broken else self._failure

    @property
    def wants_sync(self) -> bool:
        return self.wants_proof or self._taken_at - self._synced_at >= _SYNC_EVERY_S

    @property
    def wants_proof(self) -> bool:
        """Say whether this turn is to prove: it is time to, or the end, or something failed."""
        is_time = self._taken_at - self._proved_at >= PROVE_EVERY_S
        return is_time or self._has_ended or self._failure is not None

    def take_turn(self, now: float) -> None:
        """Put aside what is to be written now; nothing while the last turn's is not written."""
        if self._taken or self.file.is_stuck:
            return
        self._note_loss()
        self._taken, self._buffer = self._buffer, bytearray()
        self._taken_at = now
        self._turn += 1
        self._has_ended = self._ends

    def write_out(self) -> None:
        """Write what was put aside; a failure stands in `failure`, and is tried again."""
        self.file.put(self._taken, is_last=self._has_ended)
        self._taken = bytearray()
        try:
            self.file.write()
        except OSError as error:
            self._fail_for(error)

    def sync(self) -> None:
        """See to it that what was written outlives a power cut."""
        self._synced_at = self._taken_at
        try:
            self.file.sync()
        except OSError as error:
            self._fail_for(error)

    def prove(self) -> None:
        """See to it that what was synced can be read; memory is free of it then.

        What failed is over with the first proof of a later turn. After an end mark, close.
        """
        self._proved_at = self._taken_at
        try:
            is_proven = self.file.prove()
        except (OSError, IntegrityError) as error:
            self._fail_for(error)
            return
        if not is_proven:
            return
        self.proven_until = self._taken_at
        if self._failed_in < self._turn:
            self._failure = None
        if self._has_ended:
            self.give_up()

    def look_at_picture(self, is_picture: Callable[[bytes], bool]) -> None:
        """See to it that the newest key frame that is proven can be decoded."""
        if (key_frame := self.file.take_key_frame()) is not None:
            self._is_picture_broken = not is_picture(key_frame)
            self.looked_at = self._taken_at

    def fail(self, failure: type[BankError]) -> None:
        """Have it told until a later turn proves that it is over."""
        self._failure = failure
        self._failed_in = self._turn

    def give_up(self) -> None:
        """Close the file as it is."""
        self.file.close()
        self.is_closed = True

    def _keep(self, kind: RecordKind, packet: bytes | memoryview, arrival_us: int) -> None:
        buffer = self._buffer
        if self._has_ended:
            return
        if len(buffer) + len(packet) > MOST_WAITING_BYTES:
            self.write_lost(1, arrival_us)
        else:
            buffer += _pack(kind, arrival_us, len(packet))
            buffer += packet

    def _fail_for(self, error: OSError | IntegrityError) -> None:
        if self._failure is None:
            why = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else "altered"
            _log.error("journal failed", session=self.header.session_id, reason=why)
        self.fail(failure_of(error))

    def _note_loss(self) -> None:
        if self._lost:
            self._buffer += _pack(RecordKind.LOST, self._lost_at_us, LOST_COUNT.size)
            self._buffer += LOST_COUNT.pack(self._lost)
            self._lost = 0


def failure_of(error: OSError | IntegrityError) -> type[BankError]:
    """Return what a failure of the disk is called."""
    is_full = isinstance(error, OSError) and error.errno in _FULL
    return DiskFullError if is_full else RecordingDownError
