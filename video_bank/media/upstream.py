"""What the node tells a peer about the streams it sends: reports, limits, requests (RTCP)."""

from collections.abc import Callable
from typing import Final

from video_bank.media import rtcp
from video_bank.media.sources import Sources

_REPORT_EVERY_S: Final = 1.0
_START_BITRATE: Final = 600_000  # until the receiver's own estimate comes
_MOST_BITRATE: Final = 1_500_000
_START_PHASE_S: Final = 2.0  # a browser takes the first limits as its starting point


class Upstream:
    """One take's way back to its peer; times are seconds of one monotonic clock."""

    def __init__(self, sender_ssrc: int, sources: Sources, send: Callable[[bytes], None]) -> None:
        self._sender_ssrc = sender_ssrc
        self._sources = sources
        self._send = send
        self._receiver_limit: int | None = None
        self._first_report_at: float | None = None
        self._reported_at = 0.0
        self._is_limit_news = False

    def tick(self, now: float) -> None:
        """Send what is due; called ten times a second."""
        sources = self._sources.all()
        for source in sources:
            if source.key_frames.may_ask(now):
                self._send(rtcp.write_pli(self._sender_ssrc, source.ssrc))
        is_first = self._first_report_at is None
        is_due = is_first or now - self._reported_at >= _REPORT_EVERY_S
        if sources and (is_due or self._is_limit_news):
            self._first_report_at = self._first_report_at or now
            self._reported_at = now
            self._report(now)

    def ask_key_frame(self, now: float) -> None:
        """Have the peer send a picture that stands for itself, as soon as it may be asked.

        A stream that has not begun is asked when it does.
        """
        source = self._sources.video()
        if source is not None:
            source.key_frames.want()
            if source.key_frames.may_ask(now):
                self._send(rtcp.write_pli(self._sender_ssrc, source.ssrc))

    def ask_again(self, ssrc: int, sequences: list[int]) -> None:
        """Ask for packets that the receiver misses and the node does not have."""
        if sequences and self._sources.known(ssrc) is not None:
            self._send(rtcp.write_nack(self._sender_ssrc, ssrc, sequences))

    def limit_bitrate(self, bits_per_s: int) -> None:
        """Pass the receiver's estimate of what the whole way can carry on with the next tick."""
        if bits_per_s != self._receiver_limit:
            self._receiver_limit = bits_per_s
            self._is_limit_news = True

    def forget_receiver(self) -> None:
        self._receiver_limit = None

    def _report(self, now: float) -> None:
        self._is_limit_news = False
        sources = self._sources.all()
        blocks = [source.reception.report(now) for source in sources]
        self._send(
            rtcp.write_receiver_report(self._sender_ssrc, blocks)
            + rtcp.write_remb(self._sender_ssrc, self._limit(now), [each.ssrc for each in sources])
        )

    def _limit(self, now: float) -> int:
        if self._receiver_limit is not None:
            return min(self._receiver_limit, _MOST_BITRATE)
        is_starting = self._first_report_at is not None and (
            now - self._first_report_at < _START_PHASE_S
        )
        return _START_BITRATE if is_starting else _MOST_BITRATE
