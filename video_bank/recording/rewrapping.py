"""After the master key was rotated: every stored data key is wrapped by its newest version."""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple, Protocol

import structlog

from video_bank.ids import SessionId
from video_bank.vault.errors import IntegrityError
from video_bank.vault.keys import RotatingKey

_log = structlog.get_logger()


class WrappedKey(NamedTuple):
    session_id: SessionId
    wrapped_key: bytes


class KeyShelf(Protocol):
    """A place where wrapped keys are kept; every method raises UnavailableError."""

    async def count(self) -> int:
        """Return how many there are, about."""
        ...

    async def read_after(self, session_id: SessionId | None) -> list[WrappedKey]:
        """Return the next ones in the order of their sessions' ids; none at the end."""
        ...

    async def replace(self, old: WrappedKey, wrapped_key: bytes) -> None:
        """Keep another one in the old one's place, unless that is not there any more."""
        ...


class Rewrapped(NamedTuple):
    """How far it has come; `unreadable` are keys that the master key did not wrap."""

    done: int
    total: int
    unreadable: int = 0


async def rewrap_all(
    shelves: Sequence[KeyShelf], master_key: RotatingKey
) -> AsyncIterator[Rewrapped]:
    """Yield after each batch; may be stopped anywhere and begun again."""
    total = sum([await shelf.count() for shelf in shelves])
    done = unreadable = 0
    for shelf in shelves:
        after: SessionId | None = None
        while batch := await shelf.read_after(after):
            for each in batch:
                unreadable += not await _rewrap(shelf, each, master_key)
            after = batch[-1].session_id
            done += len(batch)
            yield Rewrapped(done, max(done, total), unreadable)


async def _rewrap(shelf: KeyShelf, each: WrappedKey, master_key: RotatingKey) -> bool:
    if not each.wrapped_key:  # its content was deleted
        return True
    try:
        wrapped_key = await master_key.rewrap(each.session_id, each.wrapped_key)
    except IntegrityError:
        _log.error("a key that the master key did not wrap", session=each.session_id)
        return False
    if wrapped_key != each.wrapped_key:
        await shelf.replace(each, wrapped_key)
    return True
