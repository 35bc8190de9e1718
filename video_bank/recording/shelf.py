"""Which sessions have a recording, and who is sealing which: the store, as other rooms see it."""

from collections.abc import Collection
from typing import Protocol

from video_bank.ids import NodeId, SessionId
from video_bank.recording.manifest import Manifest, Recording


class SealJob(Protocol):
    @property
    def session_id(self) -> SessionId: ...
    @property
    def wrapped_key(self) -> bytes: ...
    @property
    def clock_zero(self) -> float: ...
    @property
    def ended_at(self) -> float: ...


class Shelf(Protocol):
    """Every method raises UnavailableError when the store does not answer.

    `note_*` raise ClaimLostError when the node does not hold the claim any more.
    """

    async def ask_for_seal(
        self, session_id: SessionId, wrapped_key: bytes, clock_zero: float, ended_at: float
    ) -> None:
        """Put an ended session up for sealing; asking again changes nothing."""
        ...

    async def claim(self, node_id: NodeId) -> SealJob | None:
        """Take one waiting (or abandoned, or failed and due) job; no two nodes get the same."""
        ...

    async def keep_claim(self, session_id: SessionId, node_id: NodeId) -> bool:
        """Prolong the claim; False means that another node has it by now: stop."""
        ...

    async def note_progress(self, session_id: SessionId, node_id: NodeId, share: float) -> None:
        """Say how much of the seal is done, 0 to 1."""
        ...

    async def note_sealed(self, manifest: Manifest, node_id: NodeId) -> None: ...

    async def note_empty(self, session_id: SessionId, node_id: NodeId) -> None: ...

    async def note_failed(self, session_id: SessionId, node_id: NodeId, error: str) -> None: ...

    async def find(self, session_id: SessionId) -> Recording | None: ...

    async def find_all(self, session_ids: Collection[SessionId]) -> dict[SessionId, Recording]:
        """Return those that there are, in one go."""
        ...
