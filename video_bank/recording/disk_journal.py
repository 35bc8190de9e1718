"""A journal's file on disk, open for one writer. Everything here blocks and raises OSError."""

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
        """Make the file; where the take has one already, the next part of it."""
        self._end = 0
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f"{secrets.token_hex(8)}.draft"
        self._number = os.open(draft, _CREATE, 0o600)
        try:
            fcntl.flock(self._number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.sealer = self._begin(folder, draft, header, data_key)
        except BaseException:
            os.close(self._number)
            raise
        finally:
            draft.unlink()

    def append(self, block: bytes) -> None:
        """Write the whole block behind the last one; after a failure the file is as before."""
        place, rest = self._end, memoryview(block)
        try:
            while rest:
                written = os.pwrite(self._number, rest, place)
                place, rest = place + written, rest[written:]
        except OSError:
            with suppress(OSError):  # a torn tail is cut by the reader, too
                os.ftruncate(self._number, self._end)
            raise
        self._end = place

    def sync(self) -> None:
        os.fdatasync(self._number)

    def close(self) -> None:
        os.close(self._number)

    def _begin(
        self, folder: Path, draft: Path, header: JournalHeader, data_key: bytes
    ) -> BlockSealer:
        """Write the header, then give the file its name: no journal ever has half a header."""
        while True:
            encoded = header.encode(secrets.token_bytes(SALT_BYTES))
            self._end = os.pwrite(self._number, encoded, 0)
            os.fsync(self._number)
            try:
                (folder / header.file_name).hardlink_to(draft)
            except FileExistsError:
                header = header._replace(part=header.part + 1)
            else:
                _sync_folder(folder)
                return BlockSealer(encoded, data_key)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
