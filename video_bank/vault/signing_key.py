"""The bank's signature: one Ed25519 key, and the statements that it stands under."""

import asyncio
from pathlib import Path
from typing import ClassVar, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from video_bank.vault.secret_file import read_or_make_secret


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A statement; `signature` (Ed25519, hex) covers everything but itself and the key.

    The signed bytes are `video bank {kind}`, a line feed and the statement's canonical JSON, so
    that no statement of one kind passes for one of another.
    """

    KIND: ClassVar[str]
    signature: str = ""
    public_key: str = ""


S = TypeVar("S", bound=Signed)


class SigningKey:
    """The key as a file; the public key lies beside it, in hex."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: Ed25519PrivateKey | None = None

    async def sign(self, statement: S) -> S:
        """Return the statement with signature and public key; raise SecretFileError."""
        key = await self._open()
        return msgspec.structs.replace(
            statement,
            signature=key.sign(_signed_bytes(statement)).hex(),
            public_key=key.public_key().public_bytes_raw().hex(),
        )

    async def public_key(self) -> str:
        """Return the public key in hex; raise SecretFileError."""
        return (await self._open()).public_key().public_bytes_raw().hex()

    async def _open(self) -> Ed25519PrivateKey:
        if self._key is None:
            self._key = await asyncio.to_thread(self._load)
        return self._key

    def _load(self) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.from_private_bytes(read_or_make_secret(self._path))
        public = self._path.with_suffix(".pub")
        if not public.exists():
            public.write_text(key.public_key().public_bytes_raw().hex() + "\n", "ascii")
        return key


def is_signed(statement: Signed, public_key: str | None = None) -> bool:
    """Say whether the statement is as it was signed.

    Whose signature it is only `public_key` tells, taken from a place that is trusted; without it
    the one in the statement counts, which whoever made the statement chose.
    """
    try:
        trusted = Ed25519PublicKey.from_public_bytes(
            bytes.fromhex(statement.public_key if public_key is None else public_key)
        )
        trusted.verify(bytes.fromhex(statement.signature), _signed_bytes(statement))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed_bytes(statement: Signed) -> bytes:
    bare = msgspec.structs.replace(statement, signature="", public_key="")
    return f"video bank {statement.KIND}\n".encode() + msgspec.json.encode(bare, order="sorted")
