"""A journal's file on disk, open for one writer. Everything here blocks and raises OSError."""

import errno
import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from video_bank.recording.journal import SALT_BYTES, BlockSealer, JournalHeader

_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


class JournalFile:
    """Locked (flock) as long as it is open, so that nobody seals it while it grows."""

    def __init__(self, folder: Path, header: JournalHeader, data_key: bytes) -> None:
        """Make the file; where there is one of this name already, the next part of the take."""
        self.end = 0  # behind the last whole block
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f"{secrets.token_hex(8)}.draft"
        self._number = os.open(draft, _CREATE, 0o600)
        try:
            fcntl.flock(self._number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.header, self.head = self._begin(folder, draft, header)
        except BaseException:
            os.close(self._number)
            raise
        finally:
            draft.unlink()
        self.path = folder / self.header.file_name
        self.sealer = BlockSealer(self.head, data_key)

    @property
    def is_empty(self) -> bool:
        """Say whether there is no block in it."""
        return self.end == len(self.head)

    def append(self, block: bytes) -> None:
        """Write the whole block behind the last one; after a failure the file is as before."""
        try:
            self.end = _write_whole(self._number, block, self.end)
        except OSError:
            with suppress(OSError):  # a torn tail is cut by the reader, too
                os.ftruncate(self._number, self.end)
            raise

    def sync(self) -> None:
        """Raise OSError when it cannot be: what was not synced before may be gone then.

        The kernel forgets such a failure; nothing that is appended afterwards proves anything.
        """
        os.fdatasync(self._number)

    def read_back(self, start: int) -> bytes:
        """Return what stands from there up to the end, under the name that others find it by.

        It is read from the device where the system can forget what it has written.
        """
        number = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            if not os.path.samestat(os.fstat(number), os.fstat(self._number)):
                raise OSError(errno.ESTALE, "another file has the name")
            os.posix_fadvise(number, start, self.end - start, os.POSIX_FADV_DONTNEED)
            return os.pread(number, self.end - start, start)
        finally:
            os.close(number)

    def cut(self, end: int) -> None:
        """Take away what stands behind."""
        os.ftruncate(self._number, max(end, len(self.head)))
        self.sync()

    def close(self) -> None:
        os.close(self._number)

    def discard(self) -> None:
        """Close it and take it away."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _begin(
        self, folder: Path, draft: Path, header: JournalHeader
    ) -> tuple[JournalHeader, bytes]:
        """Write the header, then give the file its name: no journal ever has half a header."""
        while True:
            encoded = header.encode(secrets.token_bytes(SALT_BYTES))
            self.end = _write_whole(self._number, encoded, 0)
            os.fsync(self._number)
            try:
                (folder / header.file_name).hardlink_to(draft)
            except FileExistsError:
                header = header._replace(part=header.part + 1)
            else:
                _sync_folder(folder)
                return header, encoded


def _write_whole(number: int, content: bytes, place: int) -> int:
    """Return where it ends; the system may take it in pieces."""
    rest = memoryview(content)
    while rest:
        written = os.pwrite(number, rest, place)
        place, rest = place + written, rest[written:]
    return place


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
