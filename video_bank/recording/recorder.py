"""Opens the journals of a media node and writes them, all of them twice a second."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import structlog

from video_bank.clock import Clock
from video_bank.errors import BankError
from video_bank.ids import SessionId, is_well_formed
from video_bank.media.needs import PacketSink
from video_bank.media.tracks import TrackName
from video_bank.recording.aiortc_key_frame import is_picture
from video_bank.recording.errors import RecordingDownError
from video_bank.recording.journal import JournalHeader
from video_bank.recording.take_journal import TakeJournal
from video_bank.recording.volumes import Volumes
from video_bank.vault.keys import MasterKey

WRITE_EVERY_S: Final = 0.5
_PHASES: Final = 4  # turns between a journal's proofs
_HANGS_AFTER_S: Final = 2.5
_GIVE_UP_AFTER_S: Final = 60.0  # counted from the end of the call
_DECODE_AT_MOST_S: Final = 0.008  # a turn: the others have theirs next

_log = structlog.get_logger()


@dataclass
class _OpenCall:
    wrapped_key: bytes
    clock_zero: float
    data_key: bytes | None = None


class Recorder:
    """A `media.needs.CallRecorder`. Writes in a task of its own as long as a journal is open.

    What the disk refuses is tried again at every turn, up to a minute past its call.
    """

    def __init__(self, volumes: Volumes, master_key: MasterKey, clock: Clock) -> None:
        self._volumes = volumes
        self._master_key = master_key
        self._clock = clock
        self._calls: dict[SessionId, _OpenCall] = {}
        self._journals: list[TakeJournal] = []
        self._closed_at: dict[SessionId, float] = {}
        self._writing: asyncio.Task[None] | None = None
        self._asked = asyncio.Event()
        self._waiting: list[asyncio.Future[None]] = []

    def open_call(self, session_id: SessionId, wrapped_key: bytes, clock_zero: float) -> None:
        self._calls[session_id] = _OpenCall(wrapped_key, clock_zero)

    async def open_take(self, session_id: SessionId, track: TrackName, take: int) -> PacketSink:
        """Begin the take's journal; whether the disk takes it, its `failure` says."""
        call = self._calls.get(session_id)
        if call is None or not is_well_formed(session_id):
            raise RecordingDownError
        data_key = await self._data_key(session_id, call)
        header = JournalHeader(session_id, track, take, 0, call.clock_zero)
        now = self._clock.monotonic()
        first_proof_s = len(self._journals) % _PHASES * WRITE_EVERY_S
        journal = TakeJournal(header, data_key, self._volumes, self._turn_done, now, first_proof_s)
        self._journals.append(journal)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_on(), name="journals")
        self._asked.set()
        return journal

    def behind_s(self, session_id: SessionId) -> float | None:
        """Return how much of the session is not proven to be on disk; None without a journal."""
        proven = [each.proven_until for each in self._journals if _is_of(each, session_id)]
        return max(0.0, self._clock.monotonic() - min(proven)) if proven else None

    def close_call(self, session_id: SessionId) -> None:
        if self._calls.pop(session_id, None) is not None:
            self._closed_at[session_id] = self._clock.monotonic()
        for journal in self._journals:
            if _is_of(journal, session_id):
                journal.end()

    async def _data_key(self, session_id: SessionId, call: _OpenCall) -> bytes:
        if call.data_key is None:
            try:
                call.data_key = await self._master_key.unwrap(session_id, call.wrapped_key)
            except BankError as error:
                raise RecordingDownError from error
        return call.data_key

    async def _turn_done(self) -> None:
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
        turn = tuple(self._journals)
        now = self._clock.monotonic()
        for journal in turn:
            journal.take_turn(now)
        writing = asyncio.to_thread(self._carry_out, turn)
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

    def _carry_out(self, turn: Sequence[TakeJournal]) -> None:
        """Write every journal before the first sync: a killed process loses nothing by waiting."""
        self._volumes.look()
        for journal in turn:
            journal.write_out()
        for journal in turn:
            if journal.wants_sync:
                journal.sync()
        proven = [each for each in turn if each.wants_proof]
        for journal in proven:
            journal.prove()
        _look_at_pictures(proven)

    def _forget_closed(self) -> None:
        now = self._clock.monotonic()
        for journal in tuple(self._journals):
            ended_at = self._closed_at.get(journal.header.session_id, now)
            if not journal.is_closed and now - ended_at > _GIVE_UP_AFTER_S:
                _log.error("journal given up", **_names(journal))
                journal.give_up()
            if journal.is_closed:
                self._journals.remove(journal)
        for session_id in self._closed_at.keys() - {
            journal.header.session_id for journal in self._journals
        }:
            del self._closed_at[session_id]


def _is_of(journal: TakeJournal, session_id: SessionId) -> bool:
    return journal.header.session_id == session_id


def _names(journal: TakeJournal) -> dict[str, str | int]:
    header = journal.header
    return {"session": header.session_id, "track": header.track, "take": header.take}


def _fail_all(turn: Sequence[TakeJournal]) -> None:
    for journal in turn:
        journal.fail(RecordingDownError)


def _look_at_pictures(journals: Sequence[TakeJournal]) -> None:
    """Decode the newest key frame of each, the longest waiting first, for as long as there is time.

    A browser makes one when it is asked to, so that there is seldom more to do.
    """
    waiting = [each for each in journals if each.file.key_frame is not None]
    until = time.thread_time() + _DECODE_AT_MOST_S
    for journal in sorted(waiting, key=lambda each: each.looked_at):
        if time.thread_time() > until:
            return
        journal.look_at_picture(is_picture)
