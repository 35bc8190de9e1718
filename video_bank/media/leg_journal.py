"""A take's journal as the hot path sees it: never in the way, and never silent when it fails."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import structlog

from video_bank.errors import BankError, ErrorCode
from video_bank.media.needs import PacketSink

_RETRY_EVERY_S: Final = 1.0
_FINISH_WITHIN_S: Final = 5.0

_log = structlog.get_logger()

SinkOpener = Callable[[], Awaitable[PacketSink]]


class RecordingWatch(Protocol):
    """Told whenever a journal stalls or opens; the same news may come again and again."""

    def journal_stalled(self, journal: "LegJournal", code: ErrorCode) -> None: ...

    def journal_opened(self, journal: "LegJournal") -> None: ...


class LegJournal:
    """Opened by `open`, kept open by `keep_open` (run it as a task), closed by `finish`."""

    def __init__(self, open_sink: SinkOpener, watch: RecordingWatch) -> None:
        self._open_sink = open_sink
        self._watch = watch
        self._sink: PacketSink | None = None
        self._broken: PacketSink | None = None  # still to be finished
        self._stalled = asyncio.Event()

    def write_rtp(self, packet: bytes, arrival_us: int) -> None:
        if self._sink is not None:
            try:
                self._sink.write_rtp(packet, arrival_us)
            except Exception as error:  # noqa: BLE001 a failing journal ends no call
                self._stall(error)

    def write_rtcp(self, packet: bytes, arrival_us: int) -> None:
        if self._sink is not None:
            try:
                self._sink.write_rtcp(packet, arrival_us)
            except Exception as error:  # noqa: BLE001
                self._stall(error)

    def write_quality(self, packed: bytes, arrival_us: int) -> None:
        if self._sink is not None:
            try:
                self._sink.write_quality(packed, arrival_us)
            except Exception as error:  # noqa: BLE001
                self._stall(error)

    async def open(self) -> None:
        """Try once; a failure is told to the watch, not raised."""
        try:
            self._sink = await self._open_sink()
        except Exception as error:  # noqa: BLE001 whatever it is, the call goes on and is told
            self._stall(error)
        else:
            self._stalled.clear()
            self._watch.journal_opened(self)

    async def keep_open(self) -> None:
        """Open again each second after a failure; runs until cancelled."""
        while True:
            await self._stalled.wait()
            await asyncio.sleep(_RETRY_EVERY_S)
            await self._finish_all()
            await self.open()

    async def finish(self) -> None:
        """Close what is open, within five seconds. Nothing is written afterwards."""
        await self._finish_all()

    async def _finish_all(self) -> None:
        sinks, self._sink, self._broken = (self._sink, self._broken), None, None
        for sink in sinks:
            if sink is not None:
                await _finish(sink)

    def _stall(self, error: Exception) -> None:
        self._broken, self._sink = self._sink, None
        self._stalled.set()
        code = error.code if isinstance(error, BankError) else ErrorCode.RECORDING_DOWN
        _log.error("journal stalled", code=code, error=type(error).__name__)
        self._watch.journal_stalled(self, code)


async def _finish(sink: PacketSink) -> None:
    try:
        await asyncio.wait_for(sink.finish(), _FINISH_WITHIN_S)
    except Exception as error:  # noqa: BLE001 the seal finds a journal without its end mark
        _log.error("journal not finished", error=type(error).__name__)
