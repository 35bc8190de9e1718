"""A trail that keeps its entries in memory."""

from collections.abc import Sequence

from video_bank.audit.trail import Entry, Happening, chain
from video_bank.ids import SessionId


class MemoryTrail:
    def __init__(self) -> None:
        self.entries: dict[SessionId, list[Entry]] = {}

    async def append(self, session_id: SessionId, happenings: Sequence[Happening]) -> None:
        entries = self.entries.setdefault(session_id, [])
        entries += chain(session_id, entries[-1] if entries else None, happenings)

    async def read(self, session_id: SessionId) -> list[Entry]:
        return list(self.entries.get(session_id, []))

    def kinds(self, session_id: SessionId) -> list[str]:
        return [entry.happening.kind for entry in self.entries.get(session_id, [])]
