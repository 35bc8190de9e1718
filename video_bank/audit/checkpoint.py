"""Checkpoints of the whole trail (pure): what stood at the end of which chain, signed, chained.

Each names the chains that grew since the one before, and the hash of that one: together they
cover every entry that is older than a minute. They are kept in a second place, so that who
rewrites the database, or puts an old copy of it back, is found by what that place still knows.
"""

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from video_bank.ids import SessionId
from video_bank.vault.signing_key import Signed


class Head(msgspec.Struct, frozen=True, array_like=True):
    """The last entry of a session's chain; `number` is how many entries the chain has."""

    session_id: SessionId
    number: int
    hash: str


class Checkpoint(Signed, frozen=True):
    """`previous_hash` is the hash of checkpoint `number` - 1, empty for the first."""

    KIND = "checkpoint"
    number: int
    at: float
    previous_hash: str
    heads: tuple[Head, ...]


class TroubleKind(StrEnum):
    """What is wrong with a trail; every one of them is an alarm."""

    ROLLED_BACK = "rolled_back"  # the second place has a newer checkpoint than the database
    FORKED = "forked"  # both have a checkpoint of the number, and they differ
    CHECKPOINT_MISSING = "checkpoint_missing"  # one that was written lies in one place only
    SIGNATURE_WRONG = "signature_wrong"
    ENTRY_MISSING = "entry_missing"  # a chain is shorter than it was
    ENTRY_CHANGED = "entry_changed"
    CHAIN_BROKEN = "chain_broken"
    WITNESS_SILENT = "witness_silent"  # nothing was written to the second place for minutes


class Trouble(NamedTuple):
    """`where` is a session's id, or a checkpoint's number."""

    finding: TroubleKind
    where: str


def hash_of(checkpoint: Checkpoint) -> str:
    """Return the SHA-256 of the whole checkpoint, its signature included, in hex."""
    return hashlib.sha256(encode(checkpoint)).hexdigest()


def encode(checkpoint: Checkpoint) -> bytes:
    return msgspec.json.encode(checkpoint, order="sorted")


def decode(body: bytes) -> Checkpoint | None:
    """Return the checkpoint, or None for what is none."""
    try:
        return msgspec.json.decode(body, type=Checkpoint)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None


def follow(last: Checkpoint | None, heads: Iterable[Head], at: float) -> Checkpoint:
    """Return the checkpoint after `last`, not yet signed."""
    return Checkpoint(
        number=last.number + 1 if last else 1,
        at=at,
        previous_hash=hash_of(last) if last else "",
        heads=tuple(heads),
    )


def compare(heads: Iterable[Head], found: Mapping[tuple[SessionId, int], str]) -> list[Trouble]:
    """Hold what was witnessed against the entries that there are, by session and number."""
    troubles = []
    for head in heads:
        digest = found.get((head.session_id, head.number))
        if digest is None:
            troubles.append(Trouble(TroubleKind.ENTRY_MISSING, head.session_id))
        elif digest != head.hash:
            troubles.append(Trouble(TroubleKind.ENTRY_CHANGED, head.session_id))
    return troubles
