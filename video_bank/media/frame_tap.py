"""Pictures of a leg while somebody asks for them; between questions nothing is decoded."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from video_bank.media.aiortc_frames import Vp8Decoder
from video_bank.media.errors import NoLiveFrameError
from video_bank.media.forwarding import HEADER
from video_bank.media.needs import TakenFrame
from video_bank.media.vp8 import FrameAssembler, is_key_frame

_MOST_FRAMES: Final = 300  # undecoded ones; beyond, a new key frame is the shorter way


class LegFrameTap:
    """The `FrameTap` of one leg; `ask_key_frame` asks the leg's peer for one.

    `only_key_frames`: nothing else is decoded, and each question asks for one.
    """

    def __init__(self, ask_key_frame: Callable[[], None], *, only_key_frames: bool = False) -> None:
        self._ask_key_frame = ask_key_frame
        self._only_key_frames = only_key_frames
        self._assembler = FrameAssembler()
        self._decoder = Vp8Decoder()
        self._frames: list[bytes] = []  # still to be decoded, in order
        self._rtp_times: list[int] = []
        self._arrived_at = 0.0
        self._arrived = asyncio.Event()

    def take_packet(self, packet: bytes) -> None:
        """Keep an RTP packet of the leg's video; on the hot path, so it does nothing more."""
        for frame in self._assembler.add(packet):
            if is_key_frame(frame):
                self._frames.clear()
            elif self._only_key_frames:
                continue
            self._note_times(packet)
            self._frames.append(frame)
            self._arrived.set()
        if len(self._frames) > _MOST_FRAMES:
            self._start_over()
        elif self._assembler.needs_key_frame and not self._only_key_frames:
            self._ask_key_frame()

    async def next_frame(self, timeout: float) -> TakenFrame:
        """Return the newest picture that was not returned before; raise NoLiveFrameError."""
        deadline = asyncio.get_running_loop().time() + timeout
        if self._only_key_frames:
            self._ask_key_frame()
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    await self._arrived.wait()
            except TimeoutError:
                raise NoLiveFrameError from None
            self._arrived.clear()
            frames, self._frames = self._frames, []
            times, self._rtp_times = tuple(self._rtp_times), []
            arrived_at = self._arrived_at
            picture = await asyncio.to_thread(self._decoder.decode_newest, frames)
            if picture is not None:
                return TakenFrame(picture, arrived_at, times)
            self._start_over()

    def _note_times(self, packet: bytes) -> None:
        """A late packet may complete two frames: then the second one's time stands for both."""
        _, _, _, rtp_time, _ = HEADER.unpack_from(packet)
        if self._rtp_times[-1:] != [rtp_time]:
            self._rtp_times.append(rtp_time)
        del self._rtp_times[:-_MOST_FRAMES]
        self._arrived_at = time.monotonic()

    def _start_over(self) -> None:
        self._frames.clear()
        self._arrived.clear()
        self._assembler.start_over()
        self._ask_key_frame()
