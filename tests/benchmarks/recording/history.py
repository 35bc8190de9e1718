"""An old copy of the store and the database, put back together: only the second place knows."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.conftest import open_with_tables
from tests.fakes.clock import FakeClock
from video_bank.audit.checkpoint import Checkpoint
from video_bank.audit.sql_checkpoints import SqlCheckpoints
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import Happening
from video_bank.audit.watch import TrailWatch
from video_bank.audit.witness import VaultWitness
from video_bank.ids import new_session_id
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.signing_key import SigningKey

_MINUTES: Final = 12


class _Until:
    """The second place as it was when it had so many checkpoints."""

    def __init__(self, witness: VaultWitness, last: int) -> None:
        self._witness = witness
        self._last = last

    async def put(self, checkpoint: Checkpoint) -> None:
        raise AssertionError("a database that was put back writes nothing")

    async def find(self, number: int) -> Checkpoint | None:
        return await self._witness.find(number) if number <= self._last else None


async def find_rollbacks(folder: Path, count: int) -> tuple[int, int]:
    """Return how many of `count` old copies are found, and how many newest ones are accused."""
    witness = VaultWitness(DiskVault(folder / "witness"))
    key, clock = SigningKey(folder / "signing.key"), FakeClock()
    copies = [copy async for copy in _live(folder, witness, key, clock)]
    chance = random.Random(3)
    found = alarms = 0
    for number in range(count):
        newest = chance.randrange(2, _MINUTES + 1)
        oldest = chance.randrange(1, newest)
        found += await _is_accused(copies[oldest - 1], _Until(witness, newest), key)
        if number < _MINUTES:
            at = number + 1
            alarms += await _is_accused(copies[at - 1], _Until(witness, at), key)
    return found, alarms


async def _live(
    folder: Path, witness: VaultWitness, key: SigningKey, clock: FakeClock
) -> AsyncIterator[Path]:
    """Let things happen, and yield a copy of the database after each minute."""
    path = folder / "bank.sqlite"
    for minute in range(_MINUTES):
        async for database in open_with_tables(f"sqlite:///{path}"):
            happening = Happening("talking_began", "house", clock.now())
            await SqlJournal(database).append(new_session_id(), [happening])
            clock.advance(60)
            await TrailWatch(SqlCheckpoints(database), witness, key, clock).look()
        copy = folder / f"copy-{minute}.sqlite"
        await asyncio.to_thread(shutil.copy, path, copy)
        yield copy


async def _is_accused(copy: Path, witness: _Until, key: SigningKey) -> bool:
    with _scratch(copy) as path:
        async for database in open_with_tables(f"sqlite:///{path}"):
            checkpoints, clock = SqlCheckpoints(database), FakeClock()
            last = await checkpoints.last()
            assert last is not None
            clock.advance(last.at - clock.now())
            watch = TrailWatch(checkpoints, witness, key, clock)
            return bool(await watch.look())
    raise AssertionError


@contextmanager
def _scratch(copy: Path) -> Iterator[Path]:
    path = copy.with_suffix(".scratch")
    shutil.copy(copy, path)
    yield path
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
