"""Data keys, one per session, wrapped by a master key that never leaves its machine."""

from typing import Protocol

from video_bank.ids import SessionId


class MasterKey(Protocol):
    """A key file by default, a KMS for banks that have one."""

    async def make_data_key(self, session_id: SessionId) -> bytes:
        """Return a new 32-byte data key, wrapped for `session_id`."""
        ...

    async def unwrap(self, session_id: SessionId, wrapped_key: bytes) -> bytes:
        """Return the data key; raise IntegrityError when it was not wrapped for this session."""
        ...
