"""An object as it lies in a vault: encrypted in pieces, so that any part can be read alone.

| offset        | bytes   | field                                                       |
|---------------|---------|-------------------------------------------------------------|
| 0             | 4       | `VBO1`                                                      |
| 4             | 16      | salt, random per object                                     |
| 20 + n*65,552 | ≤65,552 | piece n: AES-256-GCM of 65,536 bytes (the last one: 0 to    |
|               |         | 65,536), the tag of 16 bytes behind them                    |

The pieces' key is HKDF-SHA256(data key, salt, info = `video bank object ` + name), so it serves one
object only and piece n may take n as its nonce (12 bytes, big-endian). The additional data of a
piece is one byte: 1 for the last piece, else 0. A piece that was changed, moved, taken from
another object or cut off with all that followed is refused; an object always has a last piece.
"""

import secrets
from collections.abc import AsyncIterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from video_bank.vault.errors import IntegrityError
from video_bank.vault.vault import Vault

PIECE_BYTES: Final = 64 * 1024
_MAGIC: Final = b"VBO1"
_SALT_BYTES: Final = 16
_HEADER_BYTES: Final = len(_MAGIC) + _SALT_BYTES
_TAG_BYTES: Final = 16
_SEALED_PIECE_BYTES: Final = PIECE_BYTES + _TAG_BYTES


def seal_object(key: bytes, name: str, content: bytes) -> bytes:
    """Return `content` encrypted under the data key, bound to the object's name."""
    header, cipher = _new_cipher(key, name)
    last = max(0, len(content) - 1) // PIECE_BYTES
    pieces = [header]
    for number in range(last + 1):
        piece = content[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]
        pieces.append(_seal(cipher, number, piece, is_last=number == last))
    return b"".join(pieces)


def open_object(key: bytes, name: str, sealed: bytes) -> bytes:
    """Return the content; raise IntegrityError when it is not what was sealed under the name."""
    cipher = _open_cipher(key, name, sealed[:_HEADER_BYTES])
    count = _count_pieces(len(sealed))
    pieces = []
    for number in range(count):
        place = _place(number)
        piece = sealed[place : place + _SEALED_PIECE_BYTES]
        pieces.append(_open(cipher, number, piece, is_last=number == count - 1))
    return b"".join(pieces)


async def seal_stream(key: bytes, name: str, content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what `seal_object` returns, piece after piece, while the content comes in."""
    header, cipher = _new_cipher(key, name)
    yield header
    waiting = bytearray()
    number = 0
    async for some in content:
        waiting += some
        while len(waiting) > PIECE_BYTES:  # more follows, so this one is not the last
            yield _seal(cipher, number, bytes(waiting[:PIECE_BYTES]), is_last=False)
            del waiting[:PIECE_BYTES]
            number += 1
    yield _seal(cipher, number, bytes(waiting), is_last=True)


class SealedReader:
    """Reads any part of an object in a vault; every byte that it returns was verified."""

    def __init__(self, vault: Vault, name: str, key: bytes) -> None:
        self._vault = vault
        self._name = name
        self._key = key
        self._cipher: AESGCM | None = None
        self._sealed_bytes = 0

    async def plain_size(self) -> int:
        """Return the content's size in bytes; raise NotFoundError or IntegrityError."""
        await self._begin()
        pieces = _count_pieces(self._sealed_bytes)
        return self._sealed_bytes - _HEADER_BYTES - pieces * _TAG_BYTES

    async def read(self, start: int, end: int) -> bytes:
        """Return the content's bytes `start` to `end` (exclusive), cut at its end.

        Raise NotFoundError or IntegrityError. All of it is in memory at once.
        """
        end = min(end, await self.plain_size())
        if start >= end:
            return b""
        first, last = start // PIECE_BYTES, (end - 1) // PIECE_BYTES
        plain = await self._read_pieces(first, last)
        offset = first * PIECE_BYTES
        return plain[start - offset : end - offset]

    async def _begin(self) -> AESGCM:
        if self._cipher is None:
            self._sealed_bytes = await self._vault.size(self._name)
            _count_pieces(self._sealed_bytes)
            header = await self._vault.get(self._name, 0, _HEADER_BYTES)
            self._cipher = _open_cipher(self._key, self._name, header)
        return self._cipher

    async def _read_pieces(self, first: int, last: int) -> bytes:
        cipher = await self._begin()
        count = _count_pieces(self._sealed_bytes)
        sealed = await self._vault.get(self._name, _place(first), _place(last + 1))
        pieces = []
        for number in range(first, last + 1):
            place = _place(number) - _place(first)
            piece = sealed[place : place + _SEALED_PIECE_BYTES]
            pieces.append(_open(cipher, number, piece, is_last=number == count - 1))
        return b"".join(pieces)


def _new_cipher(key: bytes, name: str) -> tuple[bytes, AESGCM]:
    header = _MAGIC + secrets.token_bytes(_SALT_BYTES)
    return header, _open_cipher(key, name, header)


def _open_cipher(key: bytes, name: str, header: bytes) -> AESGCM:
    if len(header) != _HEADER_BYTES or not header.startswith(_MAGIC):
        raise IntegrityError
    info = b"video bank object " + name.encode()
    return AESGCM(HKDF(SHA256(), 32, header[len(_MAGIC) :], info).derive(key))


def _place(number: int) -> int:
    return _HEADER_BYTES + number * _SEALED_PIECE_BYTES


def _count_pieces(sealed_bytes: int) -> int:
    """Raise IntegrityError when no object has that size."""
    whole, rest = divmod(sealed_bytes - _HEADER_BYTES, _SEALED_PIECE_BYTES)
    if sealed_bytes < _HEADER_BYTES + _TAG_BYTES or 0 < rest < _TAG_BYTES:
        raise IntegrityError
    return whole + (rest > 0)


def _seal(cipher: AESGCM, number: int, piece: bytes, *, is_last: bool) -> bytes:
    return cipher.encrypt(number.to_bytes(12), piece, bytes([is_last]))


def _open(cipher: AESGCM, number: int, piece: bytes, *, is_last: bool) -> bytes:
    try:
        return cipher.decrypt(number.to_bytes(12), piece, bytes([is_last]))
    except (InvalidTag, ValueError):
        raise IntegrityError from None
