"""Customers' video messages in the vault: pieces as they come, under the session's data key.

Names are `messages/{session_id}/{message_id}/{piece}`. Nothing is decoded: a piece is kept as the
browser made it.
"""

from collections.abc import AsyncIterator
from typing import Final

from video_bank.errors import NotFoundError
from video_bank.ids import MessageId, SessionId, is_well_formed
from video_bank.sessions.errors import MessageUnreadableError
from video_bank.vault.keys import MasterKey
from video_bank.vault.sealed_object import open_object, seal_object
from video_bank.vault.vault import Vault

PIECE_BYTES: Final = 512 * 1024
MOST_PIECES: Final = 64  # two minutes at 2 Mbit/s
MOST_OBJECTS: Final = 3 * MOST_PIECES  # of all attempts of one session
_WEBM: Final = bytes.fromhex("1a45dfa3")
_MP4: Final = b"ftyp"
_HEAD: Final = 12


class MessageStore:
    def __init__(self, vault: Vault, master_key: MasterKey) -> None:
        self._vault = vault
        self._master_key = master_key

    async def put(
        self,
        session_id: SessionId,
        wrapped_key: bytes,
        message_id: MessageId,
        number: int,
        piece: bytes,
    ) -> None:
        """Keep a piece, in place of the same one; raise MessageUnreadableError for no video."""
        if number == 0:
            content_type_of(piece)
        name = _name(session_id, message_id, number)
        key = await self._master_key.unwrap(session_id, wrapped_key)
        await self._vault.put(name, seal_object(key, name, piece))

    async def pieces(self, session_id: SessionId, message_id: MessageId) -> list[int]:
        """Return the numbers of the pieces that are here, in order."""
        names = await self._vault.names(_folder(session_id, message_id))
        return sorted(int(name.rpartition("/")[2]) for name in names)

    async def count(self, session_id: SessionId) -> int:
        """Return how many pieces of all messages of the session there are."""
        return len(await self._vault.names(f"messages/{session_id}"))

    async def read(
        self, session_id: SessionId, wrapped_key: bytes, message_id: MessageId, pieces: int
    ) -> AsyncIterator[bytes]:
        """Yield the message; raise NotFoundError, or IntegrityError for what was changed."""
        key = await self._master_key.unwrap(session_id, wrapped_key)
        for number in range(pieces):
            name = _name(session_id, message_id, number)
            sealed = await self._vault.get(name, 0, await self._vault.size(name))
            yield open_object(key, name, sealed)


def content_type_of(piece: bytes) -> str:
    """Return the type of a video by its first bytes; raise MessageUnreadableError."""
    if piece.startswith(_WEBM):
        return "video/webm"
    if piece[4:_HEAD].startswith(_MP4):
        return "video/mp4"
    raise MessageUnreadableError


def _folder(session_id: SessionId, message_id: MessageId) -> str:
    if not (is_well_formed(session_id) and is_well_formed(message_id)):
        raise NotFoundError
    return f"messages/{session_id}/{message_id}"


def _name(session_id: SessionId, message_id: MessageId, number: int) -> str:
    return f"{_folder(session_id, message_id)}/{number:03}"
