"""The trail's store, as other rooms see it."""

from collections.abc import Sequence
from typing import Protocol

from video_bank.audit.trail import Entry, Happening
from video_bank.ids import SessionId


class Journal(Protocol):
    """Append-only; every method raises UnavailableError when the store does not answer."""

    async def append(self, session_id: SessionId, happenings: Sequence[Happening]) -> None:
        """Continue the session's chain; all of them or none."""
        ...

    async def read(self, session_id: SessionId) -> list[Entry]:
        """Return the whole chain in its order; empty where nothing happened."""
        ...
