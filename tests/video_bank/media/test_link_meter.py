import pytest

from tests.video_bank.media.offers import CHROMIUM_OFFER
from tests.video_bank.media.packets import make_rtp
from video_bank.media.link_meter import LinkMeter
from video_bank.media.quality import Measured, Way
from video_bank.media.rtcp import ReportBlock, SenderReport
from video_bank.media.sdp_filter import read_offer
from video_bank.media.slots import Slot
from video_bank.media.sources import Source

OFFER = read_offer(CHROMIUM_OFFER)
SSRC = min(OFFER.media[0].ssrcs)


class Link:
    """A peer's sound in both directions, counted as a leg does."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.source = Source(SSRC, OFFER.media[0])
        self.slot = Slot(OFFER.media[0], self.sent.append, self.sent.append)
        self.meter = LinkMeter(0.0)

    def receive(self, sequences: range, second: float, *, lost: int = 0) -> None:
        """Take 50 packets a second, of which the last `lost` do not come."""
        for number in list(sequences)[: len(sequences) - lost]:
            self.source.octets += 100
            self.source.reception.note(number, number * 960, second + (number % 50) / 50)

    def send(self, sequences: range) -> None:
        for number in sequences:
            packet = make_rtp(number, ssrc=7, payload=bytes(100))
            self.slot.forward(packet, Source(7, OFFER.media[0]), 0.0)

    def measure(self, now: float) -> Measured:
        return self.meter.measure([self.source], [self.slot], now)


def test_the_way_up_is_counted_second_by_second() -> None:
    link = Link()
    link.receive(range(50), 0.0)
    assert link.measure(1.0).up == Way(0.0, 0, 40)
    link.receive(range(50, 100), 1.0, lost=10)
    link.measure(2.0)
    link.receive(range(100, 150), 2.0)
    assert link.measure(3.0).up.loss == pytest.approx(10 / 60)
    assert link.measure(4.0).up == Way(0.0, 0, 0)


def test_a_source_that_begins_anew_is_no_loss() -> None:
    link = Link()
    link.receive(range(50), 0.0)
    link.measure(1.0)
    link.receive(range(40_000, 40_050), 1.0)
    assert link.measure(2.0).up.loss == 0.0


def test_the_way_down_is_what_the_peer_says_of_what_it_was_sent() -> None:
    link = Link()
    link.send(range(50))
    assert link.measure(1.0) == Measured(up=Way(), down=Way(0.0, 0, 40))
    link.slot.forward_report(SenderReport(7, 0x11112222_33334444, 0), 1.0)
    link.send(range(50, 100))
    link.slot.take_block(ReportBlock(link.slot.ssrc, 64, 10, 0, 960, 0x22223333, 0), 1.08)
    assert link.measure(2.0) == Measured(Way(), Way(0.25, 20, 30), rtt_ms=80)


def test_what_a_peer_said_long_ago_counts_no_more() -> None:
    link = Link()
    link.slot.take_block(ReportBlock(link.slot.ssrc, 128, 10, 0, 9_600, 0, 0), 1.0)
    assert link.measure(2.0).down.loss == 0.5
    assert link.measure(20.0).down == Way()
