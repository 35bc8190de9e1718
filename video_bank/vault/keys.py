"""Data keys, one per session, wrapped by a master key that never leaves its machine."""

from typing import Protocol

from video_bank.ids import SessionId


class MasterKey(Protocol):
    """A key file by default, a KMS for banks that have one.

    Every method raises UnavailableError when the key's machine does not answer.
    """

    async def make_data_key(self, session_id: SessionId) -> bytes:
        """Return a new 32-byte data key, wrapped for `session_id`."""
        ...

    async def unwrap(self, session_id: SessionId, wrapped_key: bytes) -> bytes:
        """Return the data key; raise IntegrityError when it was not wrapped for this session."""
        ...


class RotatingKey(MasterKey, Protocol):
    """A master key has versions: the newest one wraps, all of them unwrap."""

    async def rewrap(self, session_id: SessionId, wrapped_key: bytes) -> bytes:
        """Return the same data key wrapped by the newest version; raise IntegrityError."""
        ...

    async def rotate(self) -> None:
        """Make a new version; what older ones wrapped stays readable."""
        ...
