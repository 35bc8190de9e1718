"""Where journals are written: one folder, and others that take over. Everything here blocks."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import structlog

from video_bank.recording.disk_journal import JournalFile
from video_bank.recording.journal import JournalHeader

_BACK_SHARE: Final = 1.1  # of the reserve; no coming and going around the mark

_log = structlog.get_logger()


class Volumes:
    """Folders in the order in which they are used; each has one folder per session.

    A volume with less than `reserve_bytes` left counts as full, although what is under way is
    still written: whoever is told now has the time to do something about it.
    """

    def __init__(self, folders: Sequence[Path], reserve_bytes: int) -> None:
        self.folders: Final = tuple(folders)
        self._reserve_bytes = reserve_bytes
        self._full: frozenset[Path] = frozenset()

    def look(self) -> None:
        """See how much room there is; call it now and then."""
        full = frozenset(folder for folder in self.folders if self._is_full(folder))
        for folder in full ^ self._full:
            _log.warning("journal volume", folder=str(folder), is_full=folder in full)
        self._full = full

    def has_room(self, folder: Path) -> bool:
        return folder not in self._full

    def has_other(self, folder: Path) -> bool:
        """Say whether journals can go on elsewhere."""
        return any(each != folder and self.has_room(each) for each in self.folders)

    def open_file(
        self, header: JournalHeader, data_key: bytes, avoided: Path | None
    ) -> tuple[JournalFile, Path]:
        """Make the next part of a take in the best folder; raise OSError when none takes it.

        One that is full or to be avoided is better than none.
        """
        places = sorted(self.folders, key=lambda each: (each == avoided, not self.has_room(each)))
        for place in places[:-1]:
            with suppress(OSError):
                return self._open_in(place, header, data_key), place
        return self._open_in(places[-1], header, data_key), places[-1]

    def _open_in(self, place: Path, header: JournalHeader, data_key: bytes) -> JournalFile:
        """The parts of a take are numbered over all folders."""
        while any(
            _exists(folder / header.session_id / header.file_name) for folder in self.folders
        ):
            header = header._replace(part=header.part + 1)
        return JournalFile(place / header.session_id, header, data_key)

    def _is_full(self, folder: Path) -> bool:
        try:
            found = os.statvfs(folder)
        except OSError:
            return False  # not made yet, or away: the first write tells
        reserve = self._reserve_bytes * (_BACK_SHARE if folder in self._full else 1)
        return found.f_bavail * found.f_frsize < reserve


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # of a volume that is away
        return False
