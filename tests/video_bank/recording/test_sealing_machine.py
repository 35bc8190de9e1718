"""Journal, seal, store: whatever stops at whatever moment, in whatever order, every session ends
up sealed once, with all its journals in the recording and one entry on the trail."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.conftest import open_with_tables
from tests.video_bank.recording.aiortc_stage import Stage
from tests.video_bank.recording.archive import Archive, Session
from video_bank.errors import UnavailableError
from video_bank.ids import new_node_id
from video_bank.media.tracks import TrackName
from video_bank.recording.archivist import Archivist
from video_bank.recording.manifest import SealState
from video_bank.recording.seal import is_genuine
from video_bank.recording.sql_shelf import LEASE_S
from video_bank.vault.signing_key import SigningKey

RECORDS: Final = Stage(seconds=1).records()
MOST_TORN: Final = 300  # bytes: within the last block, so that something is left to play
TRACKS: Final = (TrackName.CUSTOMER, TrackName.AGENT)


class Crash(BaseException):
    """The process is gone: nothing that would tidy up runs any more."""


class Wire:
    """Counts every await on a part, and trips at one of them: before it is done, or after."""

    def __init__(self, at: int, error: type[BaseException]) -> None:
        self.left = at
        self.error = error

    def around(self, part: Any) -> Any:
        return _Wired(part, self)

    def pass_by(self) -> None:
        self.left -= 1
        if self.left == 0 or (self.left < 0 and self.error is Crash):
            raise self.error


class _Wired:
    def __init__(self, part: Any, wire: Wire) -> None:
        self._part, self._wire = part, wire

    def __getattr__(self, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        async def call(*args: Any) -> Any:
            self._wire.pass_by()
            found = await getattr(self._part, name)(*[self._follow(each) for each in args])
            self._wire.pass_by()
            return found

        return call

    def _follow(self, argument: Any) -> Any:
        return self._written(argument) if hasattr(argument, "__aiter__") else argument

    async def _written(self, content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in content:
            self._wire.pass_by()  # each write to the store
            yield piece


class Sealings(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.sessions: list[tuple[Session, set[str]]] = []
        self.run(self._open())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    async def _open(self) -> None:
        opened = asynccontextmanager(open_with_tables)(f"sqlite:///{self.folder}/bank.sqlite")
        self.archive = Archive(self.folder, await self.stack.enter_async_context(opened))

    @rule(
        takes=st.lists(st.sampled_from(TRACKS), min_size=1, max_size=3),
        torn=st.integers(0, MOST_TORN),
    )
    def a_session_ends(self, takes: list[TrackName], torn: int) -> None:
        """Its last journal is torn where its node died."""

        async def work() -> None:
            session = await self.archive.begin_session()
            names = set()
            for number, track in enumerate(takes, start=1):
                is_ended = number < len(takes) or not torn
                path = await self.archive.write_journal(
                    session, track, number, RECORDS, is_ended=is_ended
                )
                names.add(path.name)
                if not is_ended:
                    os.truncate(path, path.stat().st_size - torn)
            await self.archive.end_session(session)
            self.sessions.append((session, names))

        self.run(work())

    @rule(at=st.integers(1, 40), error=st.sampled_from([Crash, UnavailableError]))
    def an_archivist_stops_on_the_way(self, at: int, error: type[BaseException]) -> None:
        async def work() -> None:
            archivist = self._make_archivist(Wire(at, error))
            try:
                await archivist.seal_next()
                await archivist.tidy()
            except (Crash, UnavailableError):
                return

        self.run(work())

    @rule(at=st.integers(1, 30))
    def two_archivists_compete(self, at: int) -> None:
        async def work() -> None:
            both = (self._make_archivist(Wire(at, Crash)), self.archive.make_archivist())
            await asyncio.gather(*(each.seal_next() for each in both), return_exceptions=True)

        self.run(work())

    @rule(seconds=st.sampled_from([1.0, LEASE_S + 1, 61.0, 301.0]))
    def time_passes(self, seconds: float) -> None:
        self.archive.clock.advance(seconds)

    @invariant()
    def no_journal_is_gone_before_its_recording_is_sealed(self) -> None:
        async def work() -> None:
            for session, names in self.sessions:
                recording = await self.archive.find(session)
                folder = self.archive.journal_dir / session.session_id
                here = set(os.listdir(folder)) if folder.exists() else set()
                assert recording.state is SealState.SEALED or names <= here
                assert recording.state is not SealState.EMPTY

        self.run(work())

    def teardown(self) -> None:
        self.run(self._end())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    async def _end(self) -> None:
        archive = self.archive
        archive.clock.advance(400)
        archivist = archive.make_archivist()
        while await archivist.seal_next():
            pass
        archive.clock.advance(100)
        await archivist.tidy()
        key = await SigningKey(self.folder / "keys/signing.key").public_key()
        for session, names in self.sessions:
            recording = await archive.find(session)
            assert recording.state is SealState.SEALED
            assert recording.manifest
            assert is_genuine(recording.manifest, key)
            assert len(recording.manifest.journal_hashes) == len(names)
            for leg in recording.manifest.legs:
                assert len(await archive.read_track(session, leg.track)) == leg.size_bytes
            kinds = archive.trail.kinds(session.session_id)
            assert kinds.count("recording_sealed") == 1
            assert not (archive.journal_dir / session.session_id).exists()
        await self.stack.aclose()

    def _make_archivist(self, wire: Wire) -> Archivist:
        archive = self.archive
        return Archivist(
            new_node_id("archivist"),
            wire.around(archive.shelf),
            wire.around(archive.vault),
            wire.around(archive.keys),
            wire.around(SigningKey(self.folder / "keys/signing.key")),
            wire.around(archive.trail),
            [archive.journal_dir],
            archive.clock,
        )


TestSealings = pytest.mark.timeout(300)(Sealings.TestCase)
TestSealings.settings = settings(
    max_examples=20,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
