"""What a media node needs from rooms above it, as Protocols of its own."""

from typing import Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from video_bank.ids import SessionId
from video_bank.media.commands import StartCheck
from video_bank.media.tracks import TrackName


class PacketSink(Protocol):
    """The journal of one take of one track, on the hot path: nothing here may block.

    `write_*` raise DiskFullError or RecordingDownError while nothing reaches the disk. The packet
    is kept all the same, as are the next ones (8 MiB at most), until the disk is back: whoever
    goes on writing loses nothing by a short stall, and a write that does not raise ends it.
    """

    def write_rtp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        """Keep one decrypted RTP packet; `arrival_us` counts from clock zero.

        It is as it came, save that its payload type tells the kind: Opus 111, VP8 96
        (`MediaKind.journal_payload_type`), however the browser numbers them.
        """
        ...

    def write_rtcp(self, packet: bytes | memoryview, arrival_us: int) -> None:
        """Keep one decrypted compound RTCP packet (its sender reports carry the lip sync)."""
        ...

    def write_quality(self, packed: bytes, arrival_us: int) -> None:
        """Keep how the link is now (`media.quality.Quality.pack`)."""
        ...

    async def finish(self) -> None:
        """Write what is buffered and the end mark, sync to disk, close. Idempotent.

        Raise DiskFullError or RecordingDownError when the disk takes nothing; the journal is
        written as soon as it does.
        """
        ...


class CallRecorder(Protocol):
    """Opens journals; one per media node."""

    def open_call(self, session_id: SessionId, wrapped_key: bytes, clock_zero: float) -> None: ...

    async def open_take(self, session_id: SessionId, track: TrackName, take: int) -> PacketSink:
        """Raise DiskFullError or RecordingDownError when nothing can be recorded.

        A take whose journal stalled gets the same sink again, with all that it kept.
        """
        ...

    def close_call(self, session_id: SessionId) -> None:
        """Forget the session's key. Called after every sink is finished."""
        ...


class FrameTap(Protocol):
    """Server-received pictures of one leg, decoded only while somebody asks."""

    async def next_frame(self, timeout: float) -> npt.NDArray[np.uint8]:
        """Return the newest decoded picture, RGB, height x width x 3; raise NoLiveFrameError.

        Frames that arrived while nobody waited are dropped, never queued.
        """
        ...


class FaceChecks(Protocol):
    """Runs one identity check; its news (an outcome, also when it fails) goes to the inbox."""

    async def run(
        self, command: StartCheck, wrapped_key: bytes, tap: FrameTap
    ) -> msgspec.Struct: ...
