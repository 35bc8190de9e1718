"""What the node tells a peer about the streams it sends: reports, limits, requests (RTCP)."""

from collections.abc import Callable
from typing import Final, NamedTuple

from video_bank.media import rtcp
from video_bank.media.commands import LegName
from video_bank.media.leg import MediaKind
from video_bank.media.lines import MediaLine
from video_bank.media.sources import Source, Sources

_REPORT_EVERY_S: Final = 1.0
_START_BITRATE: Final = 600_000  # until the receiver's own estimate comes
_MOST_BITRATE: Final = 2_500_000  # of a face and a screen
_MOST_ASKED: Final = 1_024
_START_PHASE_S: Final = 2.0  # a browser takes the first limits as its starting point


class Limit(NamedTuple):
    """What a receiver says it can take, and what its link seems to bear (bits per second)."""

    estimate: int
    bearable: int = 0


class Upstream:
    """One take's way back to its peer; times are seconds of one monotonic clock."""

    def __init__(self, sender_ssrc: int, sources: Sources, send: Callable[[bytes], None]) -> None:
        self._sender_ssrc = sender_ssrc
        self._sources = sources
        self._send = send
        self._asked: dict[tuple[int, int], bool] = {}
        self._limits: dict[LegName, Limit] = {}
        self.is_clear = False  # no queue on the peer's own way to the node
        self._first_report_at: float | None = None
        self._reported_at = 0.0
        self._is_limit_news = False

    def tick(self, now: float) -> None:
        """Send what is due; called ten times a second."""
        sources = self._sources.all()
        for source in sources:
            if source.kind is MediaKind.VIDEO:
                self._ask_key_frame(source, now)
        is_first = self._first_report_at is None
        is_due = is_first or now - self._reported_at >= _REPORT_EVERY_S
        if sources and (is_due or self._is_limit_news):
            self._first_report_at = self._first_report_at or now
            self._reported_at = now
            self._report(now)

    def ask_key_frame(self, line: MediaLine, now: float, *, is_after_outage: bool = False) -> None:
        """Have the peer send a picture that stands for itself, as soon as it may be asked.

        A stream that has not begun is asked when it does. After an outage of either end it may be
        asked sooner.
        """
        source = self._sources.newest(line)
        if source is not None:
            source.key_frames.want(is_after_outage=is_after_outage)
            self._ask_key_frame(source, now)

    def sends(self, line: MediaLine) -> bool:
        return self._sources.newest(line) is not None

    def ask_again(self, ssrc: int, sequences: list[int]) -> None:
        """Ask for packets that the receiver misses and the node does not have."""
        if sequences and self._sources.known(ssrc) is not None:
            self._asked.update({(ssrc, sequence): True for sequence in sequences})
            while len(self._asked) > _MOST_ASKED:
                del self._asked[next(iter(self._asked))]
            self._send(rtcp.write_nack(self._sender_ssrc, ssrc, sequences))

    def was_asked(self, ssrc: int, sequence: int) -> bool:
        """Say, once for each, whether a packet was asked for again."""
        return self._asked.pop((ssrc, sequence), False)

    def limit_bitrate(self, receiver: LegName, limit: Limit) -> None:
        """Pass on, with the next tick, what the whole way to the worst receiver can carry."""
        if limit != self._limits.get(receiver):
            self._limits[receiver] = limit
            self._is_limit_news = True

    def forget_receiver(self, receiver: LegName) -> None:
        self._limits.pop(receiver, None)

    def _ask_key_frame(self, source: Source, now: float) -> None:
        if source.key_frames.may_ask(now):
            self._send(rtcp.write_pli(self._sender_ssrc, source.ssrc))

    def _report(self, now: float) -> None:
        self._is_limit_news = False
        sources = self._sources.all()
        blocks = [source.reception.report(now) for source in sources]
        self._send(
            rtcp.write_receiver_report(self._sender_ssrc, blocks)
            + rtcp.write_remb(self._sender_ssrc, self._limit(now), [each.ssrc for each in sources])
        )

    def _limit(self, now: float) -> int:
        if self._limits:
            return min(*map(self._believe, self._limits.values()), _MOST_BITRATE)
        is_starting = self._first_report_at is not None and (
            now - self._first_report_at < _START_PHASE_S
        )
        return _START_BITRATE if is_starting else _MOST_BITRATE

    def _believe(self, limit: Limit) -> int:
        """An estimate is of the whole way: a queue on either link would make it true."""
        return max(limit) if self.is_clear else limit.estimate
