"""A take's journal as the hot path sees it: never in the way, and never silent when it fails."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import structlog

from video_bank.errors import BankError, ErrorCode
from video_bank.media.needs import PacketSink

LOOK_EVERY_S: Final = 0.25
_RETRY_EVERY_S: Final = 1.0
_FINISH_WITHIN_S: Final = 5.0

_log = structlog.get_logger()

SinkOpener = Callable[[], Awaitable[PacketSink]]


class RecordingWatch(Protocol):
    """Told whenever a journal fails or is alive; the same news may come again and again."""

    def journal_stalled(self, journal: "LegJournal", code: ErrorCode) -> None: ...

    def journal_alive(self, journal: "LegJournal") -> None: ...


class LegJournal:
    """Opened by `open`, watched over by `keep_open` (run it as a task), closed by `finish`."""

    def __init__(self, open_sink: SinkOpener, watch: RecordingWatch) -> None:
        self._open_sink = open_sink
        self._watch = watch
        self._sink: PacketSink | None = None
        self._missed = 0
        self._told_lost = 0
        self._told: ErrorCode | None = None
        self._has_told = False

    def take_lost(self) -> int:
        """Return how many packets could not be kept since this was last asked."""
        lost = self._missed + (self._sink.lost_packets if self._sink else 0)
        since, self._told_lost = lost - self._told_lost, lost
        return since

    def write_rtp(self, packet: bytes, arrival_us: int) -> None:
        if (sink := self._sink) is None:
            self._missed += 1
        else:
            if self._missed:
                self._tell_missed(sink, arrival_us)
            sink.write_rtp(packet, arrival_us)

    def write_rtcp(self, packet: bytes, arrival_us: int) -> None:
        if self._sink is not None:
            self._sink.write_rtcp(packet, arrival_us)

    def write_quality(self, packed: bytes, arrival_us: int) -> None:
        if self._sink is not None:
            self._sink.write_quality(packed, arrival_us)

    async def open(self) -> None:
        """Try once; a failure is told to the watch, not raised."""
        try:
            self._sink = await self._open_sink()
        except Exception as error:  # noqa: BLE001 whatever it is, the call goes on and is told
            _log.error("journal not opened", error=type(error).__name__)
            self._tell(error.code if isinstance(error, BankError) else ErrorCode.RECORDING_DOWN)

    async def keep_open(self) -> None:
        """Tell how the journal is, and open it where that failed; runs until cancelled."""
        while True:
            if self._sink is None:
                await asyncio.sleep(_RETRY_EVERY_S)
                await self.open()
                continue
            await asyncio.sleep(LOOK_EVERY_S)
            if self._sink is not None:
                failure = self._sink.failure
                self._tell(failure.code if failure else None)

    async def finish(self) -> None:
        """Close what is open, within five seconds. Nothing is written afterwards."""
        sink, self._sink = self._sink, None
        if sink is None:
            return
        try:
            await asyncio.wait_for(sink.finish(), _FINISH_WITHIN_S)
        except Exception as error:  # noqa: BLE001 the seal finds a journal without its end mark
            _log.error("journal not finished", error=type(error).__name__)

    def _tell(self, code: ErrorCode | None) -> None:
        if self._has_told and code is self._told:
            return
        self._has_told, self._told = True, code
        if code is None:
            self._watch.journal_alive(self)
        else:
            _log.error("journal stalled", code=code)
            self._watch.journal_stalled(self, code)

    def _tell_missed(self, sink: PacketSink, arrival_us: int) -> None:
        sink.write_lost(self._missed, arrival_us)
        self._missed = 0
