"""Trail entries and their chain (pure).

An entry's hash is SHA-256 over the previous entry's hash and the canonical JSON of the entry;
the first entry's previous hash is 32 zero bytes.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from video_bank.ids import SessionId

GENESIS: Final = "0" * 64


class Happening(msgspec.Struct, frozen=True):
    """What is to be written: `kind` is a past-tense word, `facts` hold ids, codes and figures only.

    Never a person's name, an ID number, an SDP body or a token.
    """

    kind: str
    actor: str
    at: float
    facts: dict[str, str | int | float | bool | None] = {}


class Entry(msgspec.Struct, frozen=True):
    """A happening in its place of the chain; `number` counts from 1 within the session."""

    session_id: SessionId
    number: int
    happening: Happening
    previous_hash: str
    hash: str


def chain(
    session_id: SessionId, last: Entry | None, happenings: Iterable[Happening]
) -> list[Entry]:
    """Return the entries that continue the chain after `last`."""
    entries: list[Entry] = []
    for happening in happenings:
        previous_hash = last.hash if last else GENESIS
        number = last.number + 1 if last else 1
        last = Entry(
            session_id,
            number,
            happening,
            previous_hash,
            _hash(session_id, number, happening, previous_hash),
        )
        entries.append(last)
    return entries


def find_break(entries: Sequence[Entry]) -> int | None:
    """Return the number of the first entry that does not continue the chain, or None."""
    previous_hash = GENESIS
    for expected_number, entry in enumerate(entries, start=1):
        rehashed = _hash(entry.session_id, entry.number, entry.happening, previous_hash)
        if (
            entry.number != expected_number
            or entry.previous_hash != previous_hash
            or entry.hash != rehashed
        ):
            return expected_number
        previous_hash = entry.hash
    return None


def _hash(session_id: str, number: int, happening: Happening, previous_hash: str) -> str:
    body = msgspec.json.encode([session_id, number, happening, previous_hash], order="sorted")
    return hashlib.sha256(body).hexdigest()
