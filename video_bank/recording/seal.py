"""What makes a recording provable: one root over all its parts, signed."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from video_bank.ids import SessionId
from video_bank.recording.chain import merkle_root
from video_bank.recording.manifest import LegRecording, Manifest, SealedPicture
from video_bank.vault.secret_file import read_or_make_secret

MANIFEST_LINE: Final = b"video bank manifest\n"


class Signature(NamedTuple):
    signature: bytes
    public_key: bytes


class SigningKey:
    """The bank's Ed25519 key as a file; the public key lies beside it, in hex."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: Ed25519PrivateKey | None = None

    async def sign(self, manifest: Manifest) -> Manifest:
        """Return the manifest with signature and public key; raise SecretFileError."""
        found = await self.sign_bytes(signed_bytes(manifest))
        return msgspec.structs.replace(
            manifest, signature=found.signature.hex(), public_key=found.public_key.hex()
        )

    async def sign_bytes(self, content: bytes) -> Signature:
        """Sign; the content's first line says what it is, so that it is never taken for else."""
        if self._key is None:
            self._key = await asyncio.to_thread(self._load)
        return Signature(self._key.sign(content), self._key.public_key().public_bytes_raw())

    def _load(self) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.from_private_bytes(read_or_make_secret(self._path))
        public = self._path.with_suffix(".pub")
        if not public.exists():
            public.write_text(key.public_key().public_bytes_raw().hex() + "\n", "ascii")
        return key


def make_root(
    journal_hashes: Sequence[str],
    legs: Sequence[LegRecording],
    trail_head: str,
    pictures: Sequence[SealedPicture] = (),
) -> str:
    """Return the Merkle root over all parts, in hex; each leaf says what it is."""
    leaves = [f"journal {digest}" for digest in journal_hashes]
    leaves += [f"media {leg.track} {leg.sha256}" for leg in legs]
    leaves += [
        f"quality {leg.track} {leg.quality.sha256}"
        for leg in legs
        if leg.quality is not msgspec.UNSET
    ]
    leaves += [f"picture {picture.picture_id} {picture.sha256}" for picture in pictures]
    leaves.append(f"trail {trail_head}")
    return merkle_root([leaf.encode() for leaf in leaves]).hex()


def make_manifest(  # noqa: PLR0913, PLR0917 everything that is signed
    session_id: SessionId,
    clock_zero: float,
    legs: Sequence[LegRecording],
    journal_hashes: Sequence[str],
    trail_head: str,
    sealed_at: float,
    pictures: Sequence[SealedPicture] = (),
) -> Manifest:
    """Return the manifest, not yet signed; `legs` is not empty."""
    return Manifest(
        session_id=session_id,
        clock_zero=clock_zero,
        duration_s=max(leg.starts_at_s + leg.duration_s for leg in legs),
        legs=tuple(legs),
        merkle_root=make_root(journal_hashes, legs, trail_head, pictures),
        journal_hashes=tuple(journal_hashes),
        sealed_at=sealed_at,
        trail_head=trail_head,
        pictures=tuple(pictures) or msgspec.UNSET,
    )


def is_genuine(manifest: Manifest, public_key: str | None = None) -> bool:
    """Say whether root and signature fit what they cover.

    Whose signature it is only `public_key` tells, taken from a place that is trusted; without it
    the one in the manifest counts, which whoever made the manifest chose.
    """
    key = manifest.public_key if public_key is None else public_key
    try:
        signature, raw_key = bytes.fromhex(manifest.signature), bytes.fromhex(key)
    except ValueError:
        return False
    return is_signed(signed_bytes(manifest), signature, raw_key) and has_its_root(manifest)


def is_signed(content: bytes, signature: bytes, public_key: bytes) -> bool:
    """Say whether the owner of the Ed25519 key signed these very bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def has_its_root(manifest: Manifest) -> bool:
    """Say whether the root is the one of the parts that the manifest names."""
    pictures = () if manifest.pictures is msgspec.UNSET else manifest.pictures
    root = make_root(manifest.journal_hashes, manifest.legs, manifest.trail_head, pictures)
    return root == manifest.merkle_root


def signed_bytes(manifest: Manifest) -> bytes:
    """Return what the signature covers: a line that says what it is, then JSON."""
    bare = msgspec.structs.replace(manifest, signature="", public_key="")
    return MANIFEST_LINE + msgspec.json.encode(bare, order="sorted")
