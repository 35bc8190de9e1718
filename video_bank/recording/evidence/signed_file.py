"""A signed file of a bundle: its text, its signature and its key, and what they come to."""

import hashlib
from collections.abc import Collection
from typing import NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from video_bank.recording.evidence.layout import key_of, signature_of
from video_bank.recording.evidence.source import Source, read_document
from video_bank.vault.signing_key import fits


class SignedFile(NamedTuple):
    """`fingerprint` is None where the key cannot be read."""

    content: bytes | None
    fingerprint: str | None
    is_complete: bool
    is_signed: bool
    is_key_trusted: bool

    @property
    def is_genuine(self) -> bool:
        return self.is_signed and self.is_key_trusted


def read_signed(source: Source, name: str, trusted: Collection[str]) -> SignedFile:
    """Any key counts as trusted where `trusted` (fingerprints) is empty."""
    content = read_document(source, name)
    signature = read_document(source, signature_of(name))
    pem = read_document(source, key_of(name))
    key = _read_key(pem or b"")
    fingerprint = None if key is None else fingerprint_of(key)
    return SignedFile(
        content,
        fingerprint,
        content is not None and signature is not None and pem is not None,
        key is not None and fits(content or b"", signature or b"", key),
        not trusted or fingerprint in trusted,
    )


def write_pem(public_key: bytes) -> bytes:
    """Return the raw key as every other program reads it."""
    key = Ed25519PublicKey.from_public_bytes(public_key)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint_of(public_key: bytes) -> str:
    """Return SHA-256 of the key's SubjectPublicKeyInfo (DER), in hex, as OpenSSL makes it."""
    key = Ed25519PublicKey.from_public_bytes(public_key)
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def _read_key(pem: bytes) -> bytes | None:
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        return None
    if not isinstance(key, Ed25519PublicKey):
        return None
    raw = key.public_bytes_raw()
    return raw if write_pem(raw) == pem else None  # the same key in other characters is a change
