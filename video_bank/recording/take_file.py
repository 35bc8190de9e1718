"""Where one take's content goes: into a file, and when that fails into the next part of the take.

Everything here blocks.
"""

import errno
from contextlib import suppress
from typing import TYPE_CHECKING

from video_bank.recording.journal import BlockKind, JournalHeader
from video_bank.recording.proof import JournalProof
from video_bank.recording.volumes import Volumes
from video_bank.vault.errors import IntegrityError

if TYPE_CHECKING:
    from pathlib import Path

    from video_bank.recording.disk_journal import JournalFile


class TakeFile:
    """Keeps what was put until it is proven, so that a file that fails loses nothing."""

    def __init__(self, header: JournalHeader, data_key: bytes, volumes: Volumes) -> None:
        self._header = header  # of the next part
        self._data_key = data_key
        self._volumes = volumes
        self._held: list[bytearray] = []  # not yet proven
        self._sealed = 0  # how many of them are blocks of this file
        self._blocks: list[bytes] = []  # of this file, not yet written
        self._ends = False
        self._is_end_sealed = False
        self._file: JournalFile | None = None
        self._synced = 0  # bytes of the file
        self._proof: JournalProof | None = None
        self._place: Path | None = None
        self._left: list[tuple[JournalFile, int]] = []  # and where what was proven ends
        self.key_frame: bytes | None = None  # the newest proven one, until somebody looked at it

    @property
    def is_stuck(self) -> bool:
        """Say whether something that was put could not be written."""
        return bool(self._blocks) or self._sealed < len(self._held)

    def put(self, content: bytearray, *, is_last: bool) -> None:
        if content:
            self._held.append(content)
        self._ends = self._ends or is_last

    def write(self) -> None:
        """Write all that is not yet written; raise OSError, too, where another folder took it."""
        if self._file is None:
            self._open()
        elif self._place and not self._volumes.has_room(self._place):
            self._go_on_elsewhere()
            self._append()
            raise OSError(errno.ENOSPC, "nearly full")
        try:
            self._append()
        except OSError:
            with suppress(OSError):
                if self._go_on_elsewhere():
                    self._append()
            raise

    def sync(self) -> None:
        """Raise OSError; the file is left then, and `write` begins the next part."""
        file = self._file
        if file is None or self._synced == file.end:
            return
        try:
            file.sync()
        except OSError:
            self._leave()
            raise
        self._synced = file.end

    def prove(self) -> bool:
        """Return whether all that was put is proven; raise OSError or IntegrityError as `sync`."""
        file, proof = self._file, self._proof
        if file is None or proof is None or self.is_stuck or self._synced != file.end:
            return False
        try:
            proof.prove()
        except (OSError, IntegrityError):
            self._leave()
            raise
        self._note_proven()
        self._cut_left()
        self.key_frame = proof.take_key_frame() or self.key_frame
        return True

    def take_key_frame(self) -> bytes | None:
        """Return the newest whole key frame that is proven, once."""
        found, self.key_frame = self.key_frame, None
        return found

    def close(self) -> None:
        for file in (self._file, *(left for left, _ in self._left)):
            if file is not None:
                with suppress(OSError):
                    file.close()
        self._file = None
        self._left.clear()

    def _append(self) -> None:
        if (file := self._file) is None:
            return
        for content in self._held[self._sealed :]:
            self._blocks.append(file.sealer.seal(BlockKind.RECORDS, content))
            self._sealed += 1
        if self._ends and not self._is_end_sealed:
            self._blocks.append(file.sealer.seal(BlockKind.END, b""))
            self._is_end_sealed = True
        while self._blocks:
            file.append(self._blocks[0])
            del self._blocks[0]

    def _go_on_elsewhere(self) -> bool:
        if self._place is None or not self._volumes.has_other(self._place):
            return False
        if self._blocks or not self._finish_file():
            self._leave()
        self._open()
        return True

    def _finish_file(self) -> bool:
        """End a file that is sound, and prove it a last time."""
        file, proof = self._file, self._proof
        if file is None or proof is None or file.is_empty:
            return False
        try:
            file.append(file.sealer.seal(BlockKind.END, b""))
            file.sync()
            proof.prove()
            file.close()
        except (OSError, IntegrityError):
            return False
        self._note_proven()
        self._forget_file()
        return True

    def _note_proven(self) -> None:
        del self._held[: self._sealed]
        self._sealed = 0

    def _leave(self) -> None:
        """Leave a file of which nobody knows what stands behind the last that was proven."""
        file, proof = self._file, self._proof
        if file is not None and file.is_empty:
            self._header = file.header
            with suppress(OSError):
                file.discard()
        elif file is not None and proof is not None:
            self._left.append((file, proof.proven))
        self._forget_file()

    def _cut_left(self) -> None:
        """Leave of them what was proven: the rest stands in another part by now, as it should.

        A disk that does not take even that is asked again with the next proof.
        """
        self._left = [(file, proven) for file, proven in self._left if not _cut(file, proven)]

    def _forget_file(self) -> None:
        self._file = None
        self._blocks.clear()
        self._sealed = 0
        self._is_end_sealed = False

    def _open(self) -> None:
        file, place = self._volumes.open_file(self._header, self._data_key, avoided=self._place)
        self._file, self._place = file, place
        self._header = file.header._replace(part=file.header.part + 1)
        self._synced = file.end
        self._proof = JournalProof(file, self._data_key)


def _cut(file: "JournalFile", end: int) -> bool:
    try:
        file.cut(end)
        file.close()
    except OSError:
        return False
    return True
