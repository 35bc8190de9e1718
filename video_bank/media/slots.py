"""What a leg's peer receives: one slot in each of its m-lines, whoever is behind it."""

import secrets
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from video_bank.media import rtcp, rtx
from video_bank.media.far_end import FarEnd, Sent
from video_bank.media.forwarding import ResendRing, Rewriter, StreamForm, delay_send_time
from video_bank.media.leg import MediaKind
from video_bank.media.lines import MediaLine
from video_bank.media.sdp_answer import stream_name
from video_bank.media.sdp_filter import OfferedMedia
from video_bank.media.sources import Source
from video_bank.media.upstream import Upstream

_RESENDS_PER_REQUEST: Final = 64
_RESENDS_AT_ONCE: Final = 256
_RESENDS_PER_S: Final = 512  # several times the packets of a picture that may be sent

Send = Callable[[bytes], None]


class Allowance:
    """So many at once, and so many a second; times are seconds of one monotonic clock."""

    def __init__(self, at_once: int, per_s: int) -> None:
        self._at_once = at_once
        self._per_s = per_s
        self._left = float(at_once)
        self._counted_at = 0.0

    def take(self, wanted: int, now: float) -> int:
        """Return how many of them may go now."""
        self._left = min(self._at_once, self._left + (now - self._counted_at) * self._per_s)
        self._counted_at = now
        granted = min(wanted, int(self._left))
        self._left -= granted
        return granted


class Feeder(NamedTuple):
    """The leg behind a slot, as far as one can ask it for something, and the line it sends on."""

    upstream: Upstream
    line: MediaLine


class Slot:
    """One outgoing stream of a leg; its SSRC stands in the answer. `feeder` may change."""

    def __init__(self, media: OfferedMedia, send_rtp: Send, send_rtcp: Send) -> None:
        # RTP gives no meaning to an SSRC; 0 stands for none in feedback packets.
        self.ssrc = secrets.randbelow(0xFFFFFFFF) + 1
        self.rtx_ssrc = secrets.randbelow(0xFFFFFFFF) + 1
        self.kind = media.kind
        self.feeder: Feeder | None = None
        self.octets = 0
        self.far_end = FarEnd(media.kind.clock_rate)
        self._cname = stream_name(media.line).encode()
        self._send_time_id = media.send_time_id
        self._rtx_type = media.rtx_type
        self._rtx_sequence = secrets.randbelow(1 << 15)
        self._rewriter = Rewriter(
            StreamForm(self.ssrc, media.payload_type, media.send_time_id, media.kind.clock_rate)
        )
        self._ring = ResendRing() if media.kind is MediaKind.VIDEO else None
        self._resends = Allowance(_RESENDS_AT_ONCE, _RESENDS_PER_S)
        self._send_rtp = send_rtp
        self._send_rtcp = send_rtcp
        self._packets = 0

    def forward(self, packet: bytes, source: Source, now: float) -> None:
        """Send a source's packet on; raise ValueError for one that is not well formed."""
        rewritten = self._rewriter.rewrite(packet, source.send_time_id, now)
        if rewritten is None:
            return
        sequence, outgoing = rewritten
        if self._ring is not None:
            self._ring.keep(sequence, outgoing, now)
        self._packets += 1
        self.octets += len(outgoing) - 12
        self._send_rtp(outgoing)

    def forward_report(self, report: rtcp.SenderReport, now: float) -> None:
        """Send a source's report on in this slot's terms: the wall clock keeps the lip sync."""
        if report.ssrc != self._rewriter.source:
            return
        timestamp = self._rewriter.to_outgoing_timestamp(report.timestamp)
        translated = rtcp.SenderReport(self.ssrc, report.ntp, timestamp)
        self._send_rtcp(
            rtcp.write_sender_report(translated, self._packets, self.octets, self._cname)
        )
        self.far_end.note_sent(report.ntp, now)

    def take_block(self, block: rtcp.ReportBlock, now: float) -> None:
        """Note what the receiver says of this stream."""
        self.far_end.take(block, Sent(self._rewriter.newest_sequence, self._packets), now)

    def end_outage(self, now: float) -> None:
        """Have the picture begin anew at once, and hold nothing against the receiver's link."""
        if self._packets:
            self.far_end.pass_over(self._rewriter.newest_sequence)
        self.ask_key_frame(now, is_after_outage=True)

    def resend(self, sequences: Sequence[int], now: float) -> None:
        """Send packets again; ask the source for those that are not here either."""
        missing = []
        wanted = min(len(sequences), _RESENDS_PER_REQUEST)
        for sequence in sequences[: self._resends.take(wanted, now)]:
            kept = self._ring.find(sequence) if self._ring else None
            if kept is None:
                missing.append(self._rewriter.to_source_sequence(sequence))
            else:
                packet, sent_at = kept
                self._send_again(delay_send_time(packet, self._send_time_id, now - sent_at))
        if self.feeder is not None and self._rewriter.source is not None:
            self.feeder.upstream.ask_again(self._rewriter.source, missing)

    def _send_again(self, packet: bytes) -> None:
        if self._rtx_type:
            self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
            packet = rtx.wrap(packet, self._rtx_type, self.rtx_ssrc, self._rtx_sequence)
        self._send_rtp(packet)

    def ask_key_frame(self, now: float, *, is_after_outage: bool = False) -> None:
        """Have the picture begin anew, for a receiver that has none."""
        if self.feeder is not None and self.kind is MediaKind.VIDEO:
            upstream, line = self.feeder
            upstream.ask_key_frame(line, now, is_after_outage=is_after_outage)
