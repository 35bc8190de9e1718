"""The master key as a file on this machine: its versions, 32 bytes each, one behind the other.

A wrapped key is `version (1 byte, from 1) | nonce (12 bytes) | AES-256-GCM(data key)`, the
session's id being the additional data: a key cannot be moved to another session.

Machines that do not share the file are given the new one before anything is wrapped by it.
"""

import asyncio
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from video_bank.ids import SessionId
from video_bank.vault.errors import IntegrityError
from video_bank.vault.secret_file import append_secret, read_or_make_secrets

_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_MOST_VERSIONS: Final = 255


class KeyFile:
    """Made at the first use of all. Raises SecretFileError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._versions: list[AESGCM] = []

    async def make_data_key(self, session_id: SessionId) -> bytes:
        await self._read()
        return self._wrap(session_id, secrets.token_bytes(_KEY_BYTES))

    async def unwrap(self, session_id: SessionId, wrapped_key: bytes) -> bytes:
        version = wrapped_key[0] if wrapped_key else 0
        if version > len(self._versions):
            await self._read()  # another process may have rotated it
        if not 0 < version <= len(self._versions) or len(wrapped_key) <= 1 + _NONCE_BYTES:
            raise IntegrityError
        nonce, sealed = wrapped_key[1 : 1 + _NONCE_BYTES], wrapped_key[1 + _NONCE_BYTES :]
        try:
            return self._versions[version - 1].decrypt(nonce, sealed, _binding(session_id))
        except InvalidTag:
            raise IntegrityError from None

    async def rewrap(self, session_id: SessionId, wrapped_key: bytes) -> bytes:
        data_key = await self.unwrap(session_id, wrapped_key)
        await self._read()
        if wrapped_key[0] == len(self._versions):
            return wrapped_key
        return self._wrap(session_id, data_key)

    async def rotate(self) -> None:
        await asyncio.to_thread(append_secret, self._path, _MOST_VERSIONS)
        await self._read()

    async def _read(self) -> None:
        found = await asyncio.to_thread(read_or_make_secrets, self._path, _MOST_VERSIONS)
        self._versions = [AESGCM(each) for each in found]

    def _wrap(self, session_id: SessionId, data_key: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._versions[-1].encrypt(nonce, data_key, _binding(session_id))
        return bytes([len(self._versions)]) + nonce + sealed


def _binding(session_id: SessionId) -> bytes:
    return b"video bank data key of " + session_id.encode()
