"""Writes a checkpoint of the trail each minute to a second place, and looks whether both agree.

Any number may run: the database's key lets one of them write each checkpoint, and whoever comes
next hands on what did not reach the second place.
"""

import asyncio
from collections.abc import Collection
from typing import Final, Protocol

import msgspec
import structlog

from video_bank.audit.checkpoint import (
    Checkpoint,
    Head,
    Trouble,
    TroubleKind,
    compare,
    follow,
    hash_of,
)
from video_bank.audit.witness import Witness, WitnessRefusedError
from video_bank.clock import Clock
from video_bank.errors import BankError, UnavailableError
from video_bank.ids import SessionId
from video_bank.vault.signing_key import SigningKey, is_signed

EVERY_S: Final = 60.0
SILENT_AFTER_S: Final = 300.0
_LOOK_EVERY_S: Final = 10.0
# An entry may be written late, and by a clock that goes wrong: what is that old is looked at again.
_OVERLAP_S: Final = 3600.0
_FIRST_OVERLAP_S: Final = 25 * 3600.0
_LOOK_BACK: Final = 60  # checkpoints that are held against the trail at the start

_log = structlog.get_logger()


class Alarm(msgspec.Struct, frozen=True):
    """A trouble that stands since `at`."""

    finding: TroubleKind
    where: str
    at: float


class Checkpoints(Protocol):
    """The database's side; every method raises UnavailableError."""

    async def last(self) -> Checkpoint | None: ...

    async def find(self, number: int) -> Checkpoint | None: ...

    async def append(self, checkpoint: Checkpoint) -> bool:
        """Keep it; False when there is one of the number."""
        ...

    async def heads_since(self, at: float) -> list[Head]:
        """Return the heads of the chains with an entry at that time or later."""
        ...

    async def hashes_of(
        self, session_ids: Collection[SessionId]
    ) -> dict[tuple[SessionId, int], str]:
        """Return the hash of each entry of these sessions."""
        ...

    async def note_alarms(self, troubles: Collection[Trouble], at: float) -> None: ...


class TrailWatch:
    def __init__(
        self, checkpoints: Checkpoints, witness: Witness, signing_key: SigningKey, clock: Clock
    ) -> None:
        self._checkpoints = checkpoints
        self._witness = witness
        self._signing_key = signing_key
        self._clock = clock
        self._seen: dict[SessionId, Head] = {}  # heads that stand in a checkpoint
        self._handed_on = 0  # up to this number the second place has them all
        self._handed_on_at = clock.now()
        self._first_look: list[Trouble] | None = None

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            try:
                await self.look()
            except BankError as error:
                _log.warning("trail not watched", error=type(error).__name__)
            await asyncio.sleep(_LOOK_EVERY_S)

    async def look(self) -> list[Trouble]:
        """Compare, write a checkpoint when one is due, hand it on; return what is wrong."""
        last = await self._checkpoints.last()
        try:
            troubles = await self._compare(last)
            if not troubles:
                last = await self._write(last)
                await self._hand_on(last)
        except WitnessRefusedError:
            troubles = [Trouble(TroubleKind.FORKED, str(last.number if last else 0))]
        except UnavailableError:  # should it be the database, this raises again
            troubles = []
            await self._write(last)
        if self._clock.now() - self._handed_on_at > SILENT_AFTER_S and not troubles:
            troubles = [Trouble(TroubleKind.WITNESS_SILENT, str(self._handed_on))]
        for trouble in troubles:
            _log.error("trail alarm", finding=trouble.finding, where=trouble.where)
        await self._checkpoints.note_alarms(troubles, self._clock.now())
        return troubles

    async def _compare(self, last: Checkpoint | None) -> list[Trouble]:
        """Hold the database's end against the second place's."""
        number = last.number if last else 0
        if await self._witness.find(number + 1) is not None:
            newer = await self._checkpoints.find(number + 1)  # written in this moment
            if newer is None:
                return [Trouble(TroubleKind.ROLLED_BACK, str(number + 1))]
        there = await self._witness.find(number) if last else None
        if there is not None and there != last:
            return [Trouble(TroubleKind.FORKED, str(number))]
        if self._first_look is None:
            self._first_look = await self._look_back(number)
        return self._first_look

    async def _look_back(self, number: int) -> list[Trouble]:
        """Hold the trail against what the second place has seen of it last."""
        heads: dict[SessionId, Head] = {}
        key = await self._signing_key.public_key()
        for each in range(max(1, number - _LOOK_BACK + 1), number + 1):
            there = await self._witness.find(each)
            if there is None:
                continue  # not handed on yet
            if not is_signed(there, key):
                return [Trouble(TroubleKind.SIGNATURE_WRONG, str(each))]
            heads |= {head.session_id: head for head in there.heads}
        return compare(heads.values(), await self._checkpoints.hashes_of(heads))

    async def _write(self, last: Checkpoint | None) -> Checkpoint | None:
        now = self._clock.now()
        if last is not None and 0 <= now - last.at < EVERY_S:
            return last
        overlap_s = _OVERLAP_S if self._seen else _FIRST_OVERLAP_S
        found = await self._checkpoints.heads_since(last.at - overlap_s if last else 0.0)
        fresh = [head for head in found if self._seen.get(head.session_id) != head]
        checkpoint = await self._signing_key.sign(follow(last, fresh, now))
        if not await self._checkpoints.append(checkpoint):
            return await self._checkpoints.last()
        self._seen = {head.session_id: head for head in found}
        return checkpoint

    async def _hand_on(self, last: Checkpoint | None) -> None:
        """Give the second place what it does not have yet, in order."""
        if last is None:
            return
        begin = self._handed_on or await self._find_begin(last.number)
        for number in range(begin + 1, last.number + 1):
            checkpoint = await self._checkpoints.find(number)
            before = await self._witness.find(number - 1)
            if checkpoint is not None:
                if before is not None and hash_of(before) != checkpoint.previous_hash:
                    raise WitnessRefusedError
                await self._witness.put(checkpoint)
            self._handed_on = number
        self._handed_on_at = self._clock.now()

    async def _find_begin(self, number: int) -> int:
        """Return up to where the second place has them all: handed on in order, without a hole."""
        low, high = 0, number
        while low < high:
            middle = (low + high + 1) // 2
            if await self._witness.find(middle) is not None:
                low = middle
            else:
                high = middle - 1
        return low
