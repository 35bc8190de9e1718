"""The proof that a journal is alive: what was written is read back, verified, and its picture seen.

Everything here blocks.
"""

import io
from typing import Final

from video_bank.recording.disk_journal import JournalFile
from video_bank.recording.journal import HEADER_BYTES, JournalReader
from video_bank.recording.key_frames import KeyFrameFinder
from video_bank.vault.errors import IntegrityError


class JournalProof:
    """Of one file, which grows; `prove` after whole blocks were written and synced."""

    def __init__(self, file: JournalFile, data_key: bytes) -> None:
        self._file: Final = file
        self._data_key = data_key
        self._reader: JournalReader | None = None
        self.proven = 0  # bytes
        self._finder = KeyFrameFinder()
        self._key_frame: bytes | None = None

    def prove(self) -> None:
        """Verify what was appended since; raise IntegrityError or OSError."""
        appended = self._file.read_back(self.proven)
        if len(appended) != self._file.end - self.proven:
            raise IntegrityError
        with io.BytesIO(appended) as chunk:  # closed, it keeps nothing till the next proof
            if self._reader is None:
                if appended[:HEADER_BYTES] != self._file.head:
                    raise IntegrityError
                self._reader = JournalReader(chunk, self._data_key)
            else:
                self._reader.go_on(chunk)
            for content in self._reader.contents():
                self._key_frame = self._finder.add(content) or self._key_frame
        if self._reader.hash != self._file.sealer.hash.hex():
            raise IntegrityError
        self.proven = self._file.end

    def take_key_frame(self) -> bytes | None:
        """Return the newest whole one, once."""
        found, self._key_frame = self._key_frame, None
        return found
