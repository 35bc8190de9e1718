"""A vault and a master key in memory, with nothing behind them."""

import hashlib
from collections.abc import AsyncIterator

from video_bank.errors import NotFoundError
from video_bank.ids import SessionId


class MemoryVault:
    """A Vault whose objects tests may look at and damage."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    async def put(self, name: str, content: AsyncIterator[bytes] | bytes) -> None:
        if not isinstance(content, bytes):
            content = b"".join([piece async for piece in content])
        self.objects[name] = content

    async def get(self, name: str, start: int, end: int) -> bytes:
        return self._object(name)[start:end]

    async def size(self, name: str) -> int:
        return len(self._object(name))

    async def delete(self, name: str) -> None:
        self.objects.pop(name, None)

    async def names(self, prefix: str) -> list[str]:
        return sorted(name for name in self.objects if name.startswith(prefix))

    def _object(self, name: str) -> bytes:
        try:
            return self.objects[name]
        except KeyError:
            raise NotFoundError from None


class OpenKey:
    """A MasterKey that hides nothing: the data key is a hash of the session's id."""

    async def make_data_key(self, session_id: SessionId) -> bytes:
        return hashlib.sha256(session_id.encode()).digest()

    async def unwrap(self, session_id: SessionId, wrapped_key: bytes) -> bytes:
        assert wrapped_key == await self.make_data_key(session_id)
        return wrapped_key
