"""A checkpoint each minute in a second place: a rewritten or restored database is found."""

import asyncio
import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from tests.conftest import open_with_tables
from tests.fakes.clock import FakeClock
from video_bank.audit.checkpoint import Checkpoint, Trouble, TroubleKind, hash_of
from video_bank.audit.sql_checkpoints import SqlCheckpoints
from video_bank.audit.sql_journal import SqlJournal
from video_bank.audit.trail import Entry, Happening, chain
from video_bank.audit.verification import verify_trail
from video_bank.audit.watch import TrailWatch
from video_bank.audit.witness import VaultWitness
from video_bank.database.sql_engine import Database
from video_bank.database.sql_tables import checkpoints, trail
from video_bank.errors import UnavailableError
from video_bank.ids import SessionId, new_session_id
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.signing_key import SigningKey


class Scene:
    """A trail that is watched; `watch` may be made anew, as by a process that starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.clock.advance(1.7e9)
        self.key = SigningKey(folder / "keys/signing.key")
        self.witness = VaultWitness(DiskVault(folder / "witness"))

    def use(self, database: Database) -> None:
        self.database = database
        self.journal = SqlJournal(database)
        self.book = SqlCheckpoints(database)
        self.watch = self.make_watch()

    def make_watch(self, witness: Any = None) -> TrailWatch:
        return TrailWatch(self.book, witness or self.witness, self.key, self.clock)

    async def happen(self, session_id: SessionId, kind: str = "talking_began") -> None:
        await self.journal.append(session_id, [Happening(kind, "house", self.clock.now())])

    async def minute(self) -> list[Trouble]:
        self.clock.advance(60)
        return await self.watch.look()

    async def verify(self) -> list[Trouble]:
        key = await self.key.public_key()
        steps = [step async for step in verify_trail(self.book, self.witness, key)]
        return [trouble for step in steps for trouble in step.troubles]

    async def found(self, number: int) -> Checkpoint:
        checkpoint = await self.witness.find(number)
        assert checkpoint is not None
        return checkpoint


def opened(path: Path) -> AbstractAsyncContextManager[Database]:
    return asynccontextmanager(open_with_tables)(f"sqlite:///{path}")


@pytest.fixture
def scene(tmp_path: Path, any_database: Database) -> Scene:
    scene = Scene(tmp_path)
    scene.use(any_database)
    return scene


async def test_each_minute_what_moved_is_signed_and_handed_on(scene: Scene) -> None:
    carla, carl = new_session_id(), new_session_id()
    await scene.happen(carla)
    assert await scene.minute() == []
    await scene.happen(carl)
    await scene.happen(carl)
    assert await scene.minute() == []
    assert await scene.minute() == []
    first, second, third = [await scene.found(number) for number in (1, 2, 3)]
    assert [(head.session_id, head.number) for head in first.heads] == [(carla, 1)]
    assert [(head.session_id, head.number) for head in second.heads] == [(carl, 2)]
    assert third.heads == ()
    assert third.previous_hash == hash_of(second)
    assert await scene.verify() == []
    assert await scene.book.alarms() == []


async def test_within_the_minute_there_is_one_checkpoint_however_many_watch(scene: Scene) -> None:
    await scene.happen(new_session_id())
    scene.clock.advance(60)
    watches = [scene.make_watch() for _ in range(4)]
    for _ in range(3):
        found = await asyncio.gather(*(watch.look() for watch in watches))
        assert found == [[]] * 4
    last = await scene.book.last()
    assert last is not None
    assert last.number == 1
    assert await scene.verify() == []


async def test_an_old_copy_of_the_database_is_found_at_once(tmp_path: Path) -> None:
    path, copy = tmp_path / "bank.sqlite", tmp_path / "copy.sqlite"
    scene = Scene(tmp_path)
    async with opened(path) as database:
        scene.use(database)
        await scene.happen(new_session_id())
        await scene.minute()
    await asyncio.to_thread(shutil.copy, path, copy)
    async with opened(path) as database:
        scene.use(database)
        await scene.happen(new_session_id())
        await scene.minute()
    second = await scene.found(2)
    async with opened(copy) as database:
        scene.use(database)
        assert await scene.watch.look() == [Trouble(TroubleKind.ROLLED_BACK, "2")]
        await scene.happen(new_session_id())
        assert await scene.minute() == [Trouble(TroubleKind.ROLLED_BACK, "2")]
        assert [(each.finding, each.where) for each in await scene.book.alarms()] == [
            ("rolled_back", "2")
        ]
        assert Trouble(TroubleKind.ROLLED_BACK, "2") in await scene.verify()
        assert await scene.found(2) == second  # nobody wrote over it


async def rewrite(scene: Scene, session_id: SessionId, *, at_the_end: bool) -> None:
    """Do as an administrator who knows the chain: change an entry and hash the rest anew."""
    entries = await scene.journal.read(session_id)
    happenings = [entry.happening for entry in entries]
    place = -1 if at_the_end else 0
    happenings[place] = Happening("hung_up", "house", happenings[place].at)
    forged = chain(session_id, None, happenings)
    async with scene.database.transaction() as connection:
        mine = trail.c.session_id == session_id
        await connection.execute(delete(trail).where(mine))
    await scene.journal.append(session_id, [entry.happening for entry in forged])


@pytest.mark.parametrize("at_the_end", [True, False])
async def test_a_chain_that_was_hashed_anew_is_found_at_the_next_start(
    scene: Scene, at_the_end: bool
) -> None:
    session_id = new_session_id()
    for _ in range(3):
        await scene.happen(session_id)
    await scene.minute()
    await rewrite(scene, session_id, at_the_end=at_the_end)
    scene.watch = scene.make_watch()
    assert await scene.minute() == [Trouble(TroubleKind.ENTRY_CHANGED, session_id)]
    assert await scene.verify() == [Trouble(TroubleKind.ENTRY_CHANGED, session_id)]


async def test_a_cut_chain_and_a_lost_session_are_found(scene: Scene) -> None:
    one, other = new_session_id(), new_session_id()
    for session_id in (one, other, one):
        await scene.happen(session_id)
    await scene.minute()
    async with scene.database.transaction() as connection:
        await connection.execute(delete(trail).where(trail.c.number == 2))
        await connection.execute(delete(trail).where(trail.c.session_id == other))
    missing = {Trouble(TroubleKind.ENTRY_MISSING, each) for each in (one, other)}
    scene.watch = scene.make_watch()
    assert set(await scene.minute()) == missing
    assert set(await scene.verify()) == missing


async def test_an_entry_changed_in_its_place_breaks_its_chain(scene: Scene) -> None:
    session_id = new_session_id()
    await scene.happen(session_id)
    await scene.minute()
    async with scene.database.transaction() as connection:
        await connection.execute(update(trail).values(actor="somebody"))
    assert await scene.verify() == [Trouble(TroubleKind.CHAIN_BROKEN, session_id)]


async def test_checkpoints_that_were_made_up_are_a_fork(scene: Scene) -> None:
    await scene.happen(new_session_id())
    await scene.minute()
    await scene.minute()
    async with scene.database.transaction() as connection:
        await connection.execute(delete(checkpoints).where(checkpoints.c.number == 2))
    await scene.happen(new_session_id())
    forger = TrailWatch(
        scene.book,
        VaultWitness(DiskVault(scene.folder / "nowhere")),
        scene.key,
        scene.clock,
    )
    scene.clock.advance(1)
    await forger.look()
    scene.clock.advance(60)
    await forger.look()
    assert await scene.watch.look() == [Trouble(TroubleKind.FORKED, "3")]
    assert Trouble(TroubleKind.FORKED, "2") in await scene.verify()


async def test_a_stranger_who_signs_checkpoints_is_found(scene: Scene) -> None:
    await scene.happen(new_session_id())
    stranger = SigningKey(scene.folder / "keys/stranger.key")
    scene.clock.advance(60)
    await TrailWatch(scene.book, scene.witness, stranger, scene.clock).look()
    assert await scene.minute() == [Trouble(TroubleKind.SIGNATURE_WRONG, "1")]
    assert await scene.verify() == [Trouble(TroubleKind.SIGNATURE_WRONG, "1")]


class Away:
    """A second place that does not answer until it is told to."""

    def __init__(self, witness: VaultWitness) -> None:
        self.witness = witness
        self.is_away = True

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if self.is_away:
            raise UnavailableError
        found: Callable[..., Any] = getattr(self.witness, name)
        return found


async def test_a_second_place_that_was_away_gets_all_and_its_silence_is_an_alarm(
    scene: Scene,
) -> None:
    await scene.happen(new_session_id())
    await scene.minute()
    away = Away(scene.witness)
    scene.watch = scene.make_watch(away)
    found = [await scene.minute() for _ in range(8)]
    assert found[0] == []
    assert found[-1][0].finding is TroubleKind.WITNESS_SILENT
    away.is_away = False
    assert await scene.minute() == []
    assert await scene.book.alarms() == []
    last = await scene.book.last()
    assert last is not None
    assert last.number > 8
    assert [(await scene.found(n)).number for n in range(1, last.number + 1)]
    assert await scene.verify() == []


async def test_an_entry_written_late_is_witnessed_all_the_same(scene: Scene) -> None:
    early, late = new_session_id(), new_session_id()
    await scene.happen(early)
    await scene.minute()
    happening = Happening("talking_began", "house", scene.clock.now() - 1800)
    await scene.journal.append(late, [happening])
    await scene.minute()
    assert [head.session_id for head in (await scene.found(2)).heads] == [late]


async def test_a_role_that_may_only_read_and_append_suffices(
    postgres_url: str, tmp_path: Path
) -> None:
    """Real PostgreSQL: GRANT INSERT, SELECT; what rewrites is refused by the database itself."""
    async for owner in open_with_tables(postgres_url):
        role = f"clerk_{tmp_path.name.replace('-', '_')}_{id(owner)}"
        async with owner.transaction() as connection:
            for order in (
                f"CREATE ROLE {role} LOGIN",
                f"GRANT SELECT, INSERT ON trail, checkpoints TO {role}",
                f"GRANT SELECT, INSERT, DELETE ON trail_alarms TO {role}",
            ):
                await connection.execute(text(order))
        clerk = Database(postgres_url.replace("bank@", f"{role}@"))
        scene = Scene(tmp_path)
        scene.use(clerk)
        session_id = new_session_id()
        await scene.happen(session_id)
        assert await scene.minute() == []
        await scene.happen(session_id)
        assert await scene.minute() == []
        assert len(await scene.journal.read(session_id)) == 2
        assert await scene.verify() == []
        for change in (
            update(trail).values(actor="somebody"),
            delete(trail),
            update(checkpoints).values(at=1.0),
            delete(checkpoints),
        ):
            with pytest.raises(UnavailableError):
                async with clerk.transaction() as connection:
                    await connection.execute(change)
        entries: list[Entry] = await scene.journal.read(session_id)
        assert len(entries) == 2
        await clerk.close()
