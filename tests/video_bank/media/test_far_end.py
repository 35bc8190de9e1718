import pytest

from video_bank.media.far_end import FarEnd, Sent
from video_bank.media.rtcp import ReportBlock

NTP = 0x11112222_33334444  # of another machine, of any year
LSR = 0x2222_3333
SENT = Sent(100, 100)


def block(
    lsr: int = 0, dlsr_s: float = 0.0, fraction: int = 0, jitter: int = 0, highest: int = 0
) -> ReportBlock:
    return ReportBlock(1, fraction, 0, highest, jitter, lsr, int(dlsr_s * 65_536))


def test_the_round_trip_is_the_nodes_own_time_whatever_clock_the_report_carries() -> None:
    far = FarEnd(48_000)
    far.note_sent(NTP, 100.0)
    far.take(block(LSR, dlsr_s=0.5), SENT, 100.62)
    assert far.rtt_s == pytest.approx(0.12, abs=1e-4)


def test_an_older_report_may_be_answered_and_an_unknown_one_says_nothing() -> None:
    far = FarEnd(48_000)
    for second in range(5):
        far.note_sent(NTP + (second << 32), 100.0 + second)
    far.take(block(LSR, dlsr_s=4.0), SENT, 104.25)
    assert far.rtt_s == pytest.approx(0.25, abs=1e-4)
    far.take(block(lsr=7), SENT, 105.0)
    assert far.rtt_s == pytest.approx(0.25, abs=1e-4)


def test_only_the_last_reports_are_kept() -> None:
    far = FarEnd(48_000)
    for second in range(100):
        far.note_sent(NTP + (second << 32), float(second))
    far.take(block(LSR), SENT, 100.0)
    assert far.rtt_s is None
    assert len(far._sent) <= 16


def test_a_peer_that_lies_about_its_delay_has_no_strange_round_trip() -> None:
    far = FarEnd(48_000)
    far.note_sent(NTP, 100.0)
    far.take(block(LSR, dlsr_s=9.0), SENT, 101.0)
    assert far.rtt_s == 0.0
    far.take(block(LSR), SENT, 200.0)
    assert far.rtt_s is None


def test_losses_and_jitter_are_the_peers_and_grow_old() -> None:
    far = FarEnd(48_000)
    assert not far.is_fresh(0.0)
    far.take(block(fraction=64, jitter=480), SENT, 1.0)
    assert (far.loss, far.jitter_s) == (0.25, 0.01)
    assert far.is_fresh(6.0)
    assert not far.is_fresh(20.0)


def test_what_was_lost_before_it_came_to_the_node_is_no_loss_of_the_receivers_link() -> None:
    far = FarEnd(48_000)
    far.take(block(), Sent(65_500, 1_000), 0.0)
    far.take(block(fraction=64), Sent(64, 1_075), 5.0)  # 100 numbers, 75 packets
    assert far.loss == 0.0
    far.take(block(fraction=128), Sent(164, 1_150), 10.0)
    assert far.loss == 0.25
    far.take(block(fraction=64), Sent(264, 1_260), 15.0)  # with ten that came late
    assert far.loss == 0.25


def test_reports_of_a_few_packets_count_as_much_as_they_are_about() -> None:
    far = FarEnd(90_000)
    far.take(block(), Sent(0, 0), 0.0)
    far.take(block(), Sent(96, 96), 2.5)
    far.take(block(fraction=128), Sent(100, 100), 2.6)
    assert far.loss == pytest.approx(0.02)
    far.take(block(), Sent(110, 110), 5.0)
    assert far.loss == 0.0


def test_what_an_outage_swallows_is_no_loss_and_what_is_lost_after_it_is() -> None:
    far = FarEnd(90_000)
    far.take(block(highest=65_500), Sent(65_500, 1_000), 0.0)
    far.pass_over(200)  # of numbers that began anew meanwhile
    far.take(block(highest=65_530, fraction=250), Sent(210, 1_246), 5.0)  # from within it
    assert far.loss == 0.0
    far.take(block(highest=0x10000 + 220, fraction=250), Sent(220, 1_256), 8.0)
    assert far.loss == 0.0
    far.take(block(highest=0x10000 + 320, fraction=64), Sent(320, 1_356), 11.0)
    assert far.loss == 0.25
