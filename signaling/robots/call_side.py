"""A robot's media over a whole meeting: a new peer whenever the view asks for one."""

import secrets
import time
from pathlib import Path
from typing import Final

import msgspec

from signaling.messages import SendMediaOffer
from signaling.robots.aiortc_peer import AiortcPeer, PeerStatistics
from signaling.robots.desk_client import Line
from video_bank.sessions.outgoing import MediaAnswered, MediaRefused

_OFFER_AGAIN_AFTER_S: Final = 5.0


class MeetingReport(msgspec.Struct):
    """What a robot can say of one meeting; `media` is of its last connection."""

    talked_s: float = 0.0
    connections: int = 0
    frames: int = 0
    media: PeerStatistics = msgspec.field(default_factory=PeerStatistics)
    close_reason: str | None = None


class CallSide:
    """Follows `media_epoch`; one per meeting, closed at its end."""

    def __init__(self, line: Line, clip_id: int, clip: Path | None) -> None:
        self.report = MeetingReport()
        self._line = line
        self._clip_id = clip_id
        self._clip = clip
        self._peer: AiortcPeer | None = None
        self._connection = ""
        self._epoch: int | None = None
        self._is_answered = False
        self._offered_at = 0.0

    async def follow(self, epoch: int | None) -> None:
        """Connect when there is somewhere to connect to that this peer is not connected to."""
        if epoch is None:
            return
        is_unanswered = (
            not self._is_answered and time.monotonic() - self._offered_at > _OFFER_AGAIN_AFTER_S
        )
        is_stale = self._peer is None or epoch != self._epoch or self._peer.has_failed
        if is_stale or is_unanswered:
            self._epoch = epoch
            await self._connect()

    async def hear(self, message: MediaAnswered | MediaRefused) -> None:
        if self._peer is None or message.connection != self._connection or self._is_answered:
            return
        if isinstance(message, MediaAnswered):
            self._is_answered = True
            await self._peer.accept(message.sdp)

    async def close(self) -> MeetingReport:
        """Hang up the peer and return what was seen."""
        if self._peer is not None:
            peer, self._peer = self._peer, None
            await peer.close()
            self.report.media = peer.statistics
            self.report.frames += peer.statistics.frames
        return self.report

    @property
    def statistics(self) -> PeerStatistics:
        return self._peer.statistics if self._peer else self.report.media

    async def _connect(self) -> None:
        await self.close()
        self._peer = await AiortcPeer.open(self._clip_id, self._clip)
        self._connection = secrets.token_hex(8)
        self._is_answered = False
        self._offered_at = time.monotonic()
        self.report.connections += 1
        sdp = await self._peer.offer()
        await self._line.send(
            SendMediaOffer(request_id=self._connection, connection=self._connection, sdp=sdp)
        )
