"""The folders where media nodes leave their journals, one for each session. Everything blocks.

A session may have one on each volume, where another had to take over.
"""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from video_bank.ids import SessionId, is_well_formed
from video_bank.media.tracks import TrackName
from video_bank.recording.journal import hash_journal
from video_bank.vault.errors import IntegrityError

_NAME: Final = re.compile(rf"({'|'.join(TrackName)})-\d{{4,10}}(-\d{{1,5}})?\.journal")


def find_sessions(journal_dirs: Iterable[Path]) -> list[SessionId]:
    """Return the sessions that have a folder."""
    volumes = (volume for volume in journal_dirs if volume.is_dir())
    names = {path.name for volume in volumes for path in volume.iterdir() if path.is_dir()}
    return sorted(SessionId(name) for name in names if is_well_formed(name))


def find_journals(
    journal_dirs: Iterable[Path], session_id: SessionId
) -> dict[TrackName, tuple[Path, ...]]:
    """Return the tracks that have journals, the customer's first; none without a folder."""
    folders = [folder for folder in _folders(journal_dirs, session_id) if folder.is_dir()]
    paths = sorted(path for folder in folders for path in folder.iterdir())
    found = {track: tuple(path for path in paths if _track(path) is track) for track in TrackName}
    return {track: journals for track, journals in found.items() if journals}


def remove_journals(
    journal_dirs: Iterable[Path], session_id: SessionId, paths: Iterable[Path]
) -> None:
    """Remove these journals, and the folders in which nothing but drafts is left."""
    for path in paths:
        path.unlink(missing_ok=True)
    for volume in journal_dirs:
        if not find_journals([volume], session_id):
            _remove_folder(*_folders([volume], session_id))


def pick_sealed(paths: Iterable[Path], sealed_hashes: Collection[str]) -> tuple[Path, ...]:
    """Return the journals whose content is in a recording, by their hashes."""
    return tuple(path for path in paths if _hash(path) in sealed_hashes)


def _track(path: Path) -> TrackName | None:
    match = _NAME.fullmatch(path.name)
    return TrackName(match[1]) if match else None


def _hash(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hash_journal(file)
    except (IntegrityError, OSError):
        return None


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # a journal was made in this moment: the folder stays
        for draft in folder.glob("*.draft"):
            draft.unlink()
        folder.rmdir()


def _folders(journal_dirs: Iterable[Path], session_id: SessionId) -> list[Path]:
    if not is_well_formed(session_id):
        raise IntegrityError
    return [volume / session_id for volume in journal_dirs]
