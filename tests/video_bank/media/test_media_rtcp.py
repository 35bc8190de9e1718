import pytest
from aiortc.rtp import (
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSrPacket,
    unpack_remb_fci,
)
from hypothesis import given
from hypothesis import strategies as st

from video_bank.media import rtcp


def body_of(packet: bytes) -> tuple[int, int, bytes]:
    (only,) = rtcp.split_compound(packet)
    return only


def test_a_nack_names_the_packets_that_were_asked_for() -> None:
    asked = [10, 11, 26, 27, 65_535, 3]
    packet = rtcp.write_nack(1, 2, asked)
    packet_type, count, body = body_of(packet)
    assert (packet_type, count) == rtcp.NACK
    assert rtcp.read_media_ssrc(body) == 2
    assert rtcp.read_nack(body) == asked
    (parsed,) = RtcpPacket.parse(packet)
    assert isinstance(parsed, RtcpRtpfbPacket)
    assert [number & 0xFFFF for number in parsed.lost] == asked


def test_a_nack_cannot_ask_for_more_than_256_packets() -> None:
    assert len(rtcp.read_nack(bytes(8) + b"\x00\x01\xff\xff" * 300)) == 256


def test_a_compound_packet_asks_for_sixteen_things_at_most() -> None:
    assert len(list(rtcp.split_compound(rtcp.write_pli(1, 7) * 16))) == 16
    with pytest.raises(ValueError, match="too many"):
        list(rtcp.split_compound(rtcp.write_pli(1, 7) * 17))


def test_a_pli_names_its_source() -> None:
    packet_type, count, body = body_of(rtcp.write_pli(1, 7))
    assert (packet_type, count) == rtcp.PLI
    assert rtcp.read_media_ssrc(body) == 7


def test_a_fir_names_its_sources() -> None:
    assert rtcp.read_fir(bytes(8) + b"\x00\x00\x00\x09\x01\x00\x00\x00") == [9]


@pytest.mark.parametrize("bits_per_s", [0, 80_000, 262_143, 1_500_000, 30_000_000])
def test_a_limit_is_read_as_it_was_written(bits_per_s: int) -> None:
    packet = rtcp.write_remb(1, bits_per_s, [5, 6])
    found = rtcp.read_remb(body_of(packet)[2])
    assert found is not None
    assert bits_per_s * 0.9999 <= found <= bits_per_s
    (parsed,) = RtcpPacket.parse(packet)
    assert isinstance(parsed, RtcpPsfbPacket)
    assert unpack_remb_fci(parsed.fci) == (found, [5, 6])


def test_another_applications_feedback_is_no_limit() -> None:
    assert rtcp.read_remb(bytes(8) + b"XXXX" + bytes(8)) is None


def test_a_sender_report_goes_out_with_a_name() -> None:
    report = rtcp.SenderReport(ssrc=5, ntp=1 << 40, timestamp=77)
    packet = rtcp.write_sender_report(report, 3, 400, b"bank")
    parsed, names = RtcpPacket.parse(packet)
    assert isinstance(parsed, RtcpSrPacket)
    assert isinstance(names, RtcpSdesPacket)
    assert parsed.sender_info.rtp_timestamp == 77
    assert names.chunks[0].items == [(1, b"bank")]
    assert rtcp.read_sender_report(next(rtcp.split_compound(packet))[2]) == report


def test_a_receiver_report_is_one_that_others_understand() -> None:
    block = rtcp.ReportBlock(9, 25, 100, 70_000, 12, 3, 4)
    (parsed,) = RtcpPacket.parse(rtcp.write_receiver_report(1, [block]))
    assert isinstance(parsed, RtcpRrPacket)
    info = parsed.reports[0]
    assert (info.ssrc, info.fraction_lost, info.packets_lost) == (9, 25, 100)
    assert (info.highest_sequence, info.jitter, info.lsr, info.dlsr) == (70_000, 12, 3, 4)


@given(st.binary(max_size=60))
def test_readers_raise_nothing_but_value_errors(body: bytes) -> None:
    readers = (
        rtcp.read_sender_report,
        rtcp.read_media_ssrc,
        rtcp.read_nack,
        rtcp.read_fir,
        rtcp.read_remb,
        lambda packet: list(rtcp.split_compound(packet)),
    )
    for reader in readers:
        try:
            reader(body)
        except ValueError:
            continue


BLOCKS = [rtcp.ReportBlock(7, 12, 300, 70_000, 55, 0x22223333, 400), rtcp.ReportBlock(*[0] * 7)]


def test_report_blocks_are_read_as_they_were_written() -> None:
    packet_type, count, body = body_of(rtcp.write_receiver_report(1, BLOCKS))
    assert rtcp.read_report_blocks(packet_type, count, body) == BLOCKS


def test_report_blocks_stand_behind_the_figures_of_a_sender_report() -> None:
    _, _, body = body_of(rtcp.write_receiver_report(1, BLOCKS))
    sender = body[:4] + bytes(20) + body[4:]
    assert rtcp.read_report_blocks(rtcp.SENDER_REPORT, 2, sender) == BLOCKS


def test_packets_that_came_twice_are_a_negative_loss() -> None:
    _, _, body = body_of(rtcp.write_receiver_report(1, BLOCKS[:1]))
    body = body[:8] + b"\x0c\xff\xff\xfe" + body[12:]
    assert rtcp.read_report_blocks(rtcp.RECEIVER_REPORT, 1, body)[0].lost == -2


def test_a_report_that_names_more_blocks_than_it_has_is_refused() -> None:
    packet_type, _, body = body_of(rtcp.write_receiver_report(1, BLOCKS))
    with pytest.raises(ValueError, match="too short"):
        rtcp.read_report_blocks(packet_type, 3, body)
