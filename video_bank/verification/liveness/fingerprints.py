"""Was this very video shown before, in an earlier meeting (pure)?

A fingerprint is a 64-bit difference hash of the picture around the face (8 rows of 8 signs, each
whether it gets lighter to the right). It is no template of a face: it tells one picture from the
next of the same person, and nothing can be looked up by it but that same picture.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec
import numpy as np

from video_bank.ids import SessionId

BANDS: Final = 4
_BAND_BITS: Final = 16
# Two encodings of one picture differ by less.
NEAR_BITS: Final = 6
# So many different pictures in the same order and tempo: not by chance.
ENOUGH: Final = 5
_TEMPO_S: Final = 0.35
KEPT_EVERY_S: Final = 0.5
MOST_KEPT: Final = 60


class Fingerprint(msgspec.Struct, frozen=True):
    """`at`: seconds of the check's own clock, whose zero means nothing."""

    at: float
    bits: int


class Seen(msgspec.Struct, frozen=True):
    """A fingerprint of an earlier meeting."""

    session_id: SessionId
    at: float
    bits: int


class Replay(msgspec.Struct, frozen=True):
    """An earlier meeting that shows the same pictures in the same tempo, and how many."""

    session_id: SessionId
    pictures: int


def bands_of(bits: int) -> tuple[int, ...]:
    """Return the parts by which a near fingerprint is looked up: one of them is likely whole."""
    return tuple(bits >> (_BAND_BITS * band) & 0xFFFF for band in range(BANDS))


def thin_out(all_of_them: Sequence[Fingerprint]) -> tuple[Fingerprint, ...]:
    """Return those to keep: two a second, none like the one before, at most a minute's worth."""
    kept: list[Fingerprint] = []
    for each in all_of_them:
        is_due = not kept or each.at - kept[-1].at >= KEPT_EVERY_S
        if is_due and (not kept or _distance(each.bits, kept[-1].bits) > 0):
            kept.append(each)
    return tuple(kept[:MOST_KEPT])


def find_replay(now: Sequence[Fingerprint], earlier: Iterable[Seen]) -> Replay | None:
    """Return the earlier meeting with the most pictures in common, None below `ENOUGH`.

    Pictures count that are different from each other: whoever sits still before the same wall
    twice looks alike, but does not move alike.
    """
    offsets: dict[SessionId, list[tuple[float, int]]] = {}
    for old, new in _near_pairs(list(earlier), now):
        offsets.setdefault(old.session_id, []).append((new.at - old.at, old.bits))
    found = [Replay(each, _in_tempo(offsets[each])) for each in offsets]
    best = max(found, key=lambda replay: replay.pictures, default=None)
    return best if best and best.pictures >= ENOUGH else None


def _near_pairs(
    earlier: Sequence[Seen], now: Sequence[Fingerprint]
) -> Iterator[tuple[Seen, Fingerprint]]:
    olds = np.array([each.bits for each in earlier], np.uint64)
    news = np.array([each.bits for each in now], np.uint64)
    near = np.bitwise_count(olds[:, None] ^ news[None, :]) <= NEAR_BITS
    for old, new in np.argwhere(near):
        yield earlier[old], now[new]


def _in_tempo(pairs: list[tuple[float, int]]) -> int:
    """Return how many different pictures agree on when the earlier meeting began."""
    pairs = sorted(pairs)
    most = 0
    for begin, (offset, _) in enumerate(pairs):
        different: list[int] = []
        for other, bits in pairs[begin:]:
            if other - offset > _TEMPO_S:
                break
            if all(_distance(bits, each) > NEAR_BITS for each in different):
                different.append(bits)
        most = max(most, len(different))
    return most


def _distance(one: int, other: int) -> int:
    return (one ^ other).bit_count()
