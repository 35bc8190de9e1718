"""Feeds journals as running calls do: the clip of the media benchmark, at the speed of life."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

from tests.benchmarks.media.clip import SECONDS, ClipPacket, make_clip
from video_bank.media.forwarding import HEADER
from video_bank.media.leg import MediaKind
from video_bank.media.needs import PacketSink

_TICK_S: Final = 0.01
_KINDS: Final = {True: MediaKind.VIDEO, False: MediaKind.AUDIO}
_LAP_TICKS: Final = {each: SECONDS * kind.clock_rate for each, kind in _KINDS.items()}


class _Track:
    """One track's place in the clip."""

    def __init__(self, sink: PacketSink, shift_s: float) -> None:
        self.sink = sink
        self.given_until_us = 0
        self._given = 0
        self._shift_s = shift_s
        self._sequences = {True: 0, False: 0}

    def give(self, until_s: float) -> None:
        """Write all that is due; the arrival is when that is."""
        clip = make_clip()
        while True:
            lap, place = divmod(self._given, len(clip))
            due_s = lap * SECONDS + clip[place].due_s + self._shift_s
            if due_s > until_s:
                return
            self._given += 1
            self.given_until_us = int(due_s * 1e6)
            self.sink.write_rtp(self._make(clip[place], lap), self.given_until_us)

    def _make(self, each: ClipPacket, lap: int) -> bytes:
        sequence = self._sequences[each.is_video]
        self._sequences[each.is_video] = sequence + 1 & 0xFFFF
        second = _KINDS[each.is_video].journal_payload_type | (each.is_last_of_frame << 7)
        timestamp = lap * _LAP_TICKS[each.is_video] + each.timestamp & 0xFFFFFFFF
        return HEADER.pack(0x80, second, sequence, timestamp, 1 + each.is_video) + each.payload


async def feed(
    sinks: Sequence[PacketSink], seconds: float, note: Callable[[int, int], None] | None = None
) -> None:
    """Write into all of them for so long; `note` hears until when each was given some."""
    tracks = [_Track(sink, number * 0.037 % SECONDS) for number, sink in enumerate(sinks)]
    begin = time.monotonic()
    while (now := time.monotonic() - begin) < seconds:
        for number, track in enumerate(tracks):
            track.give(now)
            if note:
                note(number, track.given_until_us)
        await asyncio.sleep(_TICK_S)
