"""Verifying the whole trail, entry by entry, against everything that the second place has seen."""

from collections.abc import AsyncIterator
from itertools import count, islice
from typing import Final, NamedTuple, Protocol

from video_bank.audit.checkpoint import Checkpoint, Head, Trouble, TroubleKind, compare, hash_of
from video_bank.audit.trail import Entry, find_break
from video_bank.audit.watch import Checkpoints
from video_bank.audit.witness import Witness
from video_bank.ids import SessionId
from video_bank.vault.signing_key import is_signed

_CHECKPOINTS_AT_ONCE: Final = 100


class Chains(Checkpoints, Protocol):
    async def chains_after(self, session_id: SessionId | None) -> list[list[Entry]]:
        """Return the next sessions' whole chains, by their ids; none at the end."""
        ...


class Verified(NamedTuple):
    """How far it has come, and what was found since the last one."""

    sessions: int
    entries: int
    checkpoints: int
    troubles: tuple[Trouble, ...] = ()


async def verify_trail(
    chains: Chains, witness: Witness, public_key: str
) -> AsyncIterator[Verified]:
    """Yield after each batch. `public_key` is the bank's, from a place that is trusted."""
    sessions = entries = 0
    after: SessionId | None = None
    while batch := await chains.chains_after(after):
        after = batch[-1][0].session_id
        sessions += len(batch)
        entries += sum(map(len, batch))
        broken = [chain[0].session_id for chain in batch if find_break(chain) is not None]
        troubles = [Trouble(TroubleKind.CHAIN_BROKEN, session_id) for session_id in broken]
        yield Verified(sessions, entries, 0, tuple(troubles))
    last = await chains.last()
    end = last.number if last else 0
    numbers, previous, is_at_end = count(1), "", False
    seen = 0
    while not is_at_end:
        heads: list[Head] = []
        troubles = []
        for number in islice(numbers, _CHECKPOINTS_AT_ONCE):
            there = await witness.find(number)
            is_at_end = there is None and number > end
            if is_at_end:
                break
            ours = await chains.find(number)
            troubles += _judge(number, ours, there, previous, public_key)
            known = there or ours
            previous = hash_of(known) if known else ""
            heads += there.heads if there else ()
            seen = number
        found = await chains.hashes_of({head.session_id for head in heads})
        troubles += compare(heads, found)
        yield Verified(sessions, entries, seen, tuple(dict.fromkeys(troubles)))


def _judge(
    number: int,
    ours: Checkpoint | None,
    there: Checkpoint | None,
    previous: str,
    public_key: str,
) -> list[Trouble]:
    """Say what is wrong with one checkpoint, as it lies here and there."""
    where = str(number)
    if there is None:
        return [Trouble(TroubleKind.CHECKPOINT_MISSING, where)]
    if not is_signed(there, public_key):
        return [Trouble(TroubleKind.SIGNATURE_WRONG, where)]
    if ours is None:
        return [Trouble(TroubleKind.ROLLED_BACK, where)]
    if ours != there or there.previous_hash != previous:
        return [Trouble(TroubleKind.FORKED, where)]
    return []
