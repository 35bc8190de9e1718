"""Opens the journals of a media node and writes them, all of them twice a second."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from video_bank.clock import Clock
from video_bank.errors import BankError
from video_bank.ids import SessionId, is_well_formed
from video_bank.media.needs import PacketSink
from video_bank.media.tracks import TrackName
from video_bank.recording.disk_journal import JournalFile
from video_bank.recording.errors import RecordingDownError
from video_bank.recording.journal import JournalHeader
from video_bank.recording.take_journal import TakeJournal, failure_of
from video_bank.vault.keys import MasterKey

WRITE_EVERY_S: Final = 0.5
# A killed process loses what is not written, a power cut what is not synced: a sync costs a
# tenth of all that a node does, so every other turn goes without.
_SYNC_EVERY: Final = 2
_HANGS_AFTER_S: Final = 3.0
_GIVE_UP_AFTER_S: Final = 60.0  # counted from the end of the call

_log = structlog.get_logger()

_Place = tuple[SessionId, TrackName, int]


@dataclass
class _OpenCall:
    wrapped_key: bytes
    clock_zero: float
    data_key: bytes | None = None


class Recorder:
    """A `media.needs.CallRecorder`. Writes in a task of its own as long as a journal is open.

    A journal that the disk refuses is tried again at every turn, up to a minute past its call.
    """

    def __init__(self, journal_dir: Path, master_key: MasterKey, clock: Clock) -> None:
        self._journal_dir = journal_dir
        self._master_key = master_key
        self._clock = clock
        self._calls: dict[SessionId, _OpenCall] = {}
        self._journals: dict[_Place, TakeJournal] = {}
        self._closed_at: dict[SessionId, float] = {}
        self._writing: asyncio.Task[None] | None = None
        self._turns = 0
        self._asked = asyncio.Event()
        self._waiting: list[asyncio.Future[None]] = []

    def open_call(self, session_id: SessionId, wrapped_key: bytes, clock_zero: float) -> None:
        self._calls[session_id] = _OpenCall(wrapped_key, clock_zero)

    async def open_take(self, session_id: SessionId, track: TrackName, take: int) -> PacketSink:
        """Make the take's journal, or take it up again where it stalled."""
        call = self._calls.get(session_id)
        if call is None or not is_well_formed(session_id):
            raise RecordingDownError
        place = (session_id, track, take)
        if (stalled := self._journals.get(place)) is not None:
            await stalled.resume()
            if not stalled.is_closed:
                return stalled
        data_key = await self._data_key(session_id, call)
        header = JournalHeader(session_id, track, take, 0, call.clock_zero)
        folder = self._journal_dir / session_id
        try:
            file = await asyncio.to_thread(JournalFile, folder, header, data_key)
        except OSError as error:
            raise failure_of(error) from error
        journal = self._journals[place] = TakeJournal(file, self._written)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_on(), name="journals")
        return journal

    def close_call(self, session_id: SessionId) -> None:
        if self._calls.pop(session_id, None) is not None:
            self._closed_at[session_id] = self._clock.monotonic()
        for place, journal in self._journals.items():
            if place[0] == session_id:
                journal.end()

    async def _data_key(self, session_id: SessionId, call: _OpenCall) -> bytes:
        if call.data_key is None:
            try:
                call.data_key = await self._master_key.unwrap(session_id, call.wrapped_key)
            except BankError as error:
                raise RecordingDownError from error
        return call.data_key

    async def _written(self) -> None:
        """Return after a turn that began later than this call."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        self._asked.set()
        await waiting

    async def _write_on(self) -> None:
        while self._journals or self._waiting:
            with suppress(TimeoutError):  # nobody asked, it is simply time
                await asyncio.wait_for(self._asked.wait(), WRITE_EVERY_S)
            self._asked.clear()
            waiting, self._waiting = self._waiting, []
            await self._write_turn()
            self._forget_closed()
            for each in waiting:
                if not each.done():
                    each.set_result(None)

    async def _write_turn(self) -> None:
        turn = [journal for journal in self._journals.values() if journal.take_turn()]
        if not turn:
            return
        self._turns += 1
        is_syncing = self._turns % _SYNC_EVERY == 0
        writing = asyncio.to_thread(_write_all, turn, is_syncing=is_syncing)
        work = asyncio.create_task(writing, name="journal turn")
        done, _ = await asyncio.wait({work}, timeout=_HANGS_AFTER_S)
        if not done:
            _log.error("journals hang", journals=len(turn))
            _fail_all(turn)
        try:
            await work
        except Exception as error:  # noqa: BLE001 whatever it is, both sides are to be told
            _log.error("journals not written", error=type(error).__name__)
            _fail_all(turn)

    def _forget_closed(self) -> None:
        now = self._clock.monotonic()
        for place, journal in tuple(self._journals.items()):
            ended_at = self._closed_at.get(place[0], now)
            if not journal.is_closed and now - ended_at > _GIVE_UP_AFTER_S:
                _log.error("journal given up", session=place[0], track=place[1], take=place[2])
                journal.give_up()
            if journal.is_closed:
                del self._journals[place]
        for session_id in self._closed_at.keys() - {place[0] for place in self._journals}:
            del self._closed_at[session_id]


def _fail_all(turn: list[TakeJournal]) -> None:
    for journal in turn:
        journal.failure = RecordingDownError


def _write_all(turn: list[TakeJournal], *, is_syncing: bool) -> None:
    """Write every journal before the first sync: a killed process loses nothing by waiting."""
    for journal in turn:
        journal.write_out()
    for journal in turn:
        if is_syncing or journal.is_ending or journal.failure is not None:
            journal.sync()
