"""What a media node needs from rooms above it, as Protocols of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from video_bank.errors import BankError
from video_bank.ids import PictureId, SessionId
from video_bank.media.commands import EaseChallenge, Inquire, JudgeDigits, StartCheck
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


class TakenFrame(NamedTuple):
    """A picture of a leg, RGB, height x width x 3, and when its last packet came (monotonic).

    `rtp_times` are the sender's own times (90 kHz, 32 bits) of every frame since the one taken
    before, this one's last.
    """

    rgb: npt.NDArray[np.uint8]
    arrived_at: float
    rtp_times: tuple[int, ...]


class FrameTap(Protocol):
    """Server-received pictures of one leg, decoded only while somebody asks."""

    async def next_frame(self, timeout: float) -> TakenFrame:
        """Return the newest decoded picture; raise NoLiveFrameError.

        Frames that arrived while nobody waited are dropped, never queued.
        """
        ...


class FaceChecks(Protocol):
    """Runs identity checks; their news go to the session's inbox by `publish`."""

    async def run(
        self,
        command: StartCheck,
        wrapped_key: bytes,
        tap: FrameTap,
        publish: Callable[[msgspec.Struct], None],
    ) -> msgspec.Struct:
        """Return the outcome, also of a check that fails; `publish` what comes before."""
        ...

    async def inquire(self, command: Inquire) -> msgspec.Struct:
        """Return what the bank's own systems say, also of one that does not answer."""
        ...

    def tell(self, command: EaseChallenge | JudgeDigits) -> None:
        """Pass on what a person said of the prompt at hand; too late, it changes nothing."""
        ...

    async def watch(
        self,
        session_id: SessionId,
        open_tap: Callable[[], AbstractContextManager[FrameTap]],
        publish: Callable[[msgspec.Struct], None],
    ) -> None:
        """Say when the face that was checked is not there any more; until cancelled.

        Return at once when no check of the session left a face to look for.
        """
        ...

    async def remember(
        self, session_id: SessionId, wrapped_key: bytes, picture_id: PictureId
    ) -> None:
        """Take the face on a picture for the one that was checked, where no check has run here.

        Return when there is one to `watch` for, however long that takes; raise a BankError when
        there is none to be had from that picture.
        """
        ...

    def forget(self, session_id: SessionId) -> None:
        """Keep nothing of a session: its call is over, and no check or watch of it runs."""
        ...
