"""What a media node needs from rooms above it, as Protocols of its own."""

from typing import Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from video_bank.errors import BankError
from video_bank.ids import SessionId
from video_bank.media.commands import StartCheck
from video_bank.media.tracks import TrackName


class PacketSink(Protocol):
    """The journal of one take of one track, on the hot path: nothing here may block.

    While nothing reaches the disk, `failure` says why. Packets are kept all the same (8 MiB at
    most) until the disk is back: whoever goes on writing loses nothing by a short stall.
    """

    @property
    def failure(self) -> type[BankError] | None:
        """Return why the journal is not alive: DiskFullError or RecordingDownError."""
        ...

    @property
    def lost_packets(self) -> int:
        """Return how many found no room so far; the journal says so, too."""
        ...

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

    def write_lost(self, packets: int, arrival_us: int) -> None:
        """Note that so many came before there was a journal."""
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
        """Begin the take's journal; raise RecordingDownError when it has no key."""
        ...

    def behind_s(self, session_id: SessionId) -> float | None:
        """Return how much of a session is not yet proven to be on disk; None without a journal."""
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
