"""The bank's signature: one Ed25519 key, and the statements that it stands under."""

import asyncio
from pathlib import Path
from typing import ClassVar, NamedTuple, TypeVar

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


class Signature(NamedTuple):
    signature: bytes
    public_key: bytes


class SigningKey:
    """The key as a file; the public key lies beside it, in hex."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: Ed25519PrivateKey | None = None

    async def sign(self, statement: S) -> S:
        """Return the statement with signature and public key; raise SecretFileError."""
        found = await self.sign_bytes(signed_bytes(statement))
        return msgspec.structs.replace(
            statement, signature=found.signature.hex(), public_key=found.public_key.hex()
        )

    async def sign_bytes(self, content: bytes) -> Signature:
        """Sign; the content's first line says what it is, so that it is never taken for else."""
        key = await self._open()
        return Signature(key.sign(content), key.public_key().public_bytes_raw())

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
        key = bytes.fromhex(statement.public_key if public_key is None else public_key)
        signature = bytes.fromhex(statement.signature)
    except ValueError:
        return False
    # Hex has several spellings, a seal has one.
    is_as_written = statement.signature == signature.hex()
    return is_as_written and fits(signed_bytes(statement), signature, key)


def fits(content: bytes, signature: bytes, public_key: bytes) -> bool:
    """Say whether the owner of the Ed25519 key signed these very bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_bytes(statement: Signed) -> bytes:
    """Return what the signature covers."""
    bare = msgspec.structs.replace(statement, signature="", public_key="")
    return first_line(type(statement)) + msgspec.json.encode(bare, order="sorted")


def first_line(kind: type[Signed]) -> bytes:
    """Return what the signed bytes of a kind begin with."""
    return f"video bank {kind.KIND}\n".encode()
