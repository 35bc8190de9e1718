"""Hash chains and Merkle trees (pure)."""

import hashlib
from collections.abc import Sequence


def begin_chain(header: bytes) -> bytes:
    """Return the hash that the first block of a journal continues."""
    return hashlib.sha256(header).digest()


def continue_chain(previous: bytes, block: bytes) -> bytes:
    return hashlib.sha256(previous + block).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of RFC 6962 §2.1: leaves and nodes are hashed apart, order counts."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    left = 1 << (len(leaves) - 1).bit_length() - 1  # the largest power of two below the count
    children = merkle_root(leaves[:left]) + merkle_root(leaves[left:])
    return hashlib.sha256(b"\x01" + children).digest()
