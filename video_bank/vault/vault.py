"""The store of objects, as other rooms see it."""

from collections.abc import AsyncIterator
from typing import Protocol


class Vault(Protocol):
    """Names are paths of well-formed ids and fixed words, `/` between; content is ciphertext.

    Every method raises MalformedNameError for another name, UnavailableError when the store
    does not answer.
    """

    async def put(self, name: str, content: AsyncIterator[bytes] | bytes) -> None:
        """Store the whole object or nothing; an existing object of the name is replaced.

        Raise DiskFullError, or whatever `content` raises.
        """
        ...

    async def get(self, name: str, start: int, end: int) -> bytes:
        """Return bytes `start` to `end` (exclusive), fewer where the object ends before.

        Raise NotFoundError. `start` lies within the object.
        """
        ...

    async def size(self, name: str) -> int:
        """Return the object's size in bytes; raise NotFoundError."""
        ...

    async def delete(self, name: str) -> None:
        """Remove the object; nothing happens when it is not there."""
        ...

    async def names(self, prefix: str) -> list[str]:
        """Return the names of all objects in the folder `prefix` and below, sorted."""
        ...
