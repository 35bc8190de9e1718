import pytest

from video_bank.media.reception import Reception
from video_bank.media.rtcp import SenderReport


def test_losses_are_counted_for_the_time_since_the_last_report() -> None:
    reception = Reception(5, 90_000)
    for sequence in (65_534, 65_535, 0, 2):  # 1 is lost
        reception.note(sequence, 0, 0.0)
    first = reception.report(0.0)
    assert (first.lost, first.fraction_lost, first.highest_sequence) == (1, 256 // 5, 65_538)
    reception.note(3, 0, 0.0)
    second = reception.report(0.0)
    assert (second.lost, second.fraction_lost) == (1, 0)


def test_a_late_packet_is_no_loss() -> None:
    reception = Reception(5, 90_000)
    for sequence in (1, 3, 2):
        reception.note(sequence, 0, 0.0)
    assert reception.report(0.0).lost == 0


def test_a_source_that_begins_anew_is_no_loss() -> None:
    reception = Reception(5, 90_000)
    for sequence in (1, 2, 40_000, 40_001):
        reception.note(sequence, 0, 0.0)
    assert reception.report(0.0).lost == 0


@pytest.mark.parametrize("missing", [0, 200, 5_000])  # the last is 100 s of sound
def test_what_an_outage_swallows_is_no_loss_and_what_is_lost_after_it_is(missing: int) -> None:
    reception = Reception(5, 90_000)
    for sequence in (65_530, 65_531, 65_533):
        reception.note(sequence, 0, 0.0)
    reception.report(0.0)
    reception.pass_over()
    assert reception.report(1.0).lost == 1
    first = 65_534 + missing
    for sequence in (first, first + 1, first + 3):
        reception.note(sequence & 0xFFFF, 0, 9.0)
    block = reception.report(9.0)
    assert (block.lost, block.fraction_lost) == (2, 256 // 4)
    assert block.highest_sequence == first + 3
    assert reception.expected - reception.received == 2


def test_an_outage_before_the_first_packet_is_none() -> None:
    reception = Reception(5, 90_000)
    reception.pass_over()
    for sequence in (7, 9):
        reception.note(sequence, 0, 0.0)
    assert (reception.expected, reception.report(0.0).lost) == (3, 1)


def test_an_even_stream_has_no_jitter_and_an_uneven_one_has() -> None:
    even, uneven = Reception(5, 90_000), Reception(6, 90_000)
    for number in range(50):
        even.note(number, number * 900, number * 0.01)
        uneven.note(number, number * 900, number * 0.01 + (number % 2) * 0.005)
    assert even.report(1.0).jitter <= 1
    assert 300 < uneven.report(1.0).jitter <= 450


def test_the_senders_report_comes_back_with_the_time_since() -> None:
    reception = Reception(5, 90_000)
    reception.note(1, 0, 0.0)
    assert reception.report(1.0).lsr == 0
    reception.note_sender_report(SenderReport(5, 0x11112222_33334444, 0), 2.0)
    block = reception.report(2.5)
    assert (block.lsr, block.dlsr) == (0x22223333, 32_768)
