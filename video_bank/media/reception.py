"""What a receiver counts of one source, for its reports (RFC 3550 §6.4.1, A.1, A.3, A.8): pure."""

from typing import Final

from video_bank.media.rtcp import ReportBlock, SenderReport

_HALF: Final = 1 << 15
_BIGGEST_JUMP: Final = 3_000  # RFC 3550 A.1, MAX_DROPOUT


class Reception:
    """Counts of one source; times are seconds of one monotonic clock."""

    def __init__(self, ssrc: int, clock_rate: int) -> None:
        self._ssrc = ssrc
        self._clock_rate = clock_rate
        self._received = 0
        self._base = 0
        self._highest = -1  # with cycles
        self._jitter = 0.0
        self._transit: float | None = None
        self._expected_before = 0
        self._received_before = 0
        self._last_report: tuple[int, float] | None = None
        self._was_out = False

    @property
    def received(self) -> int:
        return self._received

    @property
    def expected(self) -> int:
        """Return how many packets the source has sent, as far as its numbers tell.

        Those that an outage swallowed are left out.
        """
        return self._highest - self._base + 1

    @property
    def jitter_s(self) -> float:
        return self._jitter / self._clock_rate

    def note(self, sequence: int, timestamp: int, now: float) -> None:
        """Count one RTP packet."""
        if self._was_out:
            self._go_on(sequence)
        ahead = (sequence - self._highest) & 0xFFFF
        if self._highest < 0 or (_BIGGEST_JUMP < ahead < 0x10000 - _BIGGEST_JUMP):
            self._start(sequence)
        elif ahead < _HALF:
            self._highest += ahead
        self._received += 1
        transit = now * self._clock_rate - timestamp
        if self._transit is not None:
            # Timestamps wrap: a difference beyond a minute is no jitter.
            difference = abs(transit - self._transit)
            if difference < 60 * self._clock_rate:
                self._jitter += (difference - self._jitter) / 16
        self._transit = transit

    def pass_over(self) -> None:
        """Leave out what is missing before the next packet: there was an outage.

        A sender takes losses for a narrow link: a report of nothing but losses halves its rate
        (draft-ietf-rmcat-gcc-02 §6), and coming back takes half a minute. A link that was away is
        as wide as before.
        """
        self._was_out = self._highest >= 0

    def note_sender_report(self, report: SenderReport, now: float) -> None:
        self._last_report = (report.ntp >> 16 & 0xFFFFFFFF, now)

    def report(self, now: float) -> ReportBlock:
        """Return the block for now; losses count from the one before."""
        expected = self.expected
        expected_lately = expected - self._expected_before
        lost_lately = expected_lately - (self._received - self._received_before)
        self._expected_before, self._received_before = expected, self._received
        fraction = 0
        if expected_lately > 0 and lost_lately > 0:
            fraction = min(255, lost_lately * 256 // expected_lately)
        lsr, heard_at = self._last_report or (0, now)
        return ReportBlock(
            ssrc=self._ssrc,
            fraction_lost=fraction,
            lost=expected - self._received,
            highest_sequence=self._highest & 0xFFFFFFFF,
            jitter=int(self._jitter) & 0xFFFFFFFF,
            lsr=lsr,
            dlsr=int((now - heard_at) * 65536) & 0xFFFFFFFF if lsr else 0,
        )

    def _go_on(self, sequence: int) -> None:
        """Make the packet the next one in the count, for all of the numbers before it."""
        self._was_out = False
        missing = (sequence - self._highest - 1) & 0xFFFF
        if missing < _HALF:
            self._highest += missing
            self._base += missing

    def _start(self, sequence: int) -> None:
        self._base = self._highest = sequence
        self._received = 0
        self._expected_before = self._received_before = 0
        self._transit = None
