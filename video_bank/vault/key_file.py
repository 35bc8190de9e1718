"""The master key as a file on this machine.

A wrapped key is `version 0x01 | nonce (12 bytes) | AES-256-GCM(data key)`, the session's id being
the additional data: a key cannot be moved to another session.
"""

import asyncio
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from video_bank.ids import SessionId
from video_bank.vault.errors import IntegrityError
from video_bank.vault.secret_file import read_or_make_secret

_VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


class KeyFile:
    """Read once, at the first use; made at the first use of all. Raises SecretFileError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cipher: AESGCM | None = None

    async def make_data_key(self, session_id: SessionId) -> bytes:
        cipher = await self._open()
        nonce = secrets.token_bytes(_NONCE_BYTES)
        data_key = secrets.token_bytes(_KEY_BYTES)
        return _VERSION + nonce + cipher.encrypt(nonce, data_key, _binding(session_id))

    async def unwrap(self, session_id: SessionId, wrapped_key: bytes) -> bytes:
        cipher = await self._open()
        if wrapped_key[:1] != _VERSION or len(wrapped_key) <= 1 + _NONCE_BYTES:
            raise IntegrityError
        nonce, sealed = wrapped_key[1 : 1 + _NONCE_BYTES], wrapped_key[1 + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, sealed, _binding(session_id))
        except InvalidTag:
            raise IntegrityError from None

    async def _open(self) -> AESGCM:
        if self._cipher is None:
            self._cipher = AESGCM(await asyncio.to_thread(read_or_make_secret, self._path))
        return self._cipher


def _binding(session_id: SessionId) -> bytes:
    return b"video bank data key of " + session_id.encode()
