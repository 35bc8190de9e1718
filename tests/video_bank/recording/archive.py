"""An archive on a real disk and a real database: sessions go in, recordings come out."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fakes.clock import FakeClock
from tests.video_bank.recording.journals import encode
from tests.video_bank.recording.memory_trail import MemoryTrail
from video_bank.audit.trail import Happening
from video_bank.database.sql_engine import Database
from video_bank.ids import SessionId, new_node_id, new_session_id
from video_bank.media.tracks import TrackName
from video_bank.recording.archivist import Archivist
from video_bank.recording.disk_journal import JournalFile
from video_bank.recording.journal import BlockKind, JournalHeader, Record
from video_bank.recording.manifest import Recording
from video_bank.recording.replay import Replay
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.key_file import KeyFile
from video_bank.vault.signing_key import SigningKey

if TYPE_CHECKING:
    from video_bank.vault.vault import Vault

CLOCK_ZERO = 1_700_000_000.0


@dataclass
class Session:
    session_id: SessionId
    wrapped_key: bytes


class Archive:
    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.database = database
        self.journal_dir = folder / "journals"
        self.clock = FakeClock()
        self.keys = KeyFile(folder / "keys/master.key")
        self.vault: Vault = DiskVault(folder / "objects")
        self.shelf = SqlShelf(database, self.clock)
        self.trail = MemoryTrail()

    def make_archivist(self) -> Archivist:
        return Archivist(
            new_node_id("archivist"),
            self.shelf,
            self.vault,
            self.keys,
            SigningKey(self.folder / "keys/signing.key"),
            self.trail,
            self.journal_dir,
            self.clock,
        )

    def make_replay(self) -> Replay:
        return Replay(self.shelf, self.vault, self.keys)

    async def begin_session(self) -> Session:
        session_id = new_session_id()
        await self.trail.append(session_id, [Happening("session_created", "test", CLOCK_ZERO)])
        return Session(session_id, await self.keys.make_data_key(session_id))

    async def end_session(self, session: Session) -> None:
        await self.shelf.ask_for_seal(
            session.session_id, session.wrapped_key, CLOCK_ZERO, self.clock.now()
        )

    async def write_journal(
        self,
        session: Session,
        track: TrackName,
        take: int,
        records: Iterable[Record],
        *,
        is_ended: bool = True,
    ) -> Path:
        """Write a journal as a media node leaves it behind."""
        key = await self.keys.unwrap(session.session_id, session.wrapped_key)
        header = JournalHeader(session.session_id, track, take, 0, CLOCK_ZERO)
        return await asyncio.to_thread(
            write_journal, self.journal_dir / session.session_id, header, key, records, is_ended
        )

    async def find(self, session: Session) -> Recording:
        recording = await self.shelf.find(session.session_id)
        assert recording
        return recording

    async def read_track(self, session: Session, track: TrackName) -> bytes:
        reader = await self.make_replay().open_track(session.session_id, track)
        return await reader.read(0, await reader.plain_size())


def write_journal(
    folder: Path, header: JournalHeader, key: bytes, records: Iterable[Record], is_ended: bool
) -> Path:
    file = JournalFile(folder, header, key)
    by_second: dict[int, list[Record]] = {}
    for record in records:
        by_second.setdefault(record.arrival_us // 1_000_000, []).append(record)
    for block in by_second.values():
        file.append(file.sealer.seal(BlockKind.RECORDS, encode(block)))
    if is_ended:
        file.append(file.sealer.seal(BlockKind.END, b""))
    file.close()
    return folder / header.file_name
