"""Repairs in a stream of their own (RFC 4588): wrapped, unwrapped, negotiated, passed on."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video_bank.media.offers import CHROMIUM_OFFER
from tests.video_bank.media.packets import make_rtp
from tests.video_bank.media.test_slots import Uplink, Wire
from video_bank.media.forwarding import HEADER
from video_bank.media.lines import MediaLine
from video_bank.media.rtx import unwrap, wrap
from video_bank.media.sdp_answer import LocalEnd, write_answer
from video_bank.media.sdp_filter import read_offer
from video_bank.media.sources import Sources

OFFER = read_offer(CHROMIUM_OFFER)
FACE = OFFER.media[MediaLine.FACE]
((REPAIR, REPAIRED),) = FACE.rtx_ssrcs


@given(
    st.integers(0, 65_535),
    st.binary(min_size=1, max_size=1_200),
    st.booleans(),
    st.sampled_from([b"", b"\x22\x01\x02\x03", b"\x22\x01\x02\x03" * 3]),
)
def test_what_is_wrapped_comes_back_as_it_was(
    sequence: int, payload: bytes, marker: bool, extension: bytes
) -> None:
    packet = make_rtp(sequence, ssrc=9, payload=payload, marker=marker, extension=extension)
    payload_type = packet[1] & 0x7F
    repair = wrap(packet, 97, 10, 5)
    assert HEADER.unpack_from(repair)[2::2] == (5, 10)
    assert unwrap(repair, payload_type, 9) == packet


@given(st.binary(min_size=12, max_size=64))
def test_no_bytes_break_it(packet: bytes) -> None:
    with contextlib.suppress(ValueError):
        unwrap(packet, 96, 1)
    with contextlib.suppress(ValueError):
        wrap(packet, 97, 1, 1)


def test_a_repair_without_an_original_only_fills_the_line() -> None:
    assert unwrap(make_rtp(1, payload=b""), 96, 1) is None
    assert unwrap(make_rtp(1, payload=b"\x00\x07"), 96, 1) is None
    padded = bytearray(make_rtp(1, payload=b"\x00\x07" + bytes(9) + b"\x0a"))
    padded[0] |= 0x20
    assert unwrap(bytes(padded), 96, 1) is None


def test_it_is_answered_where_it_is_offered() -> None:
    local = LocalEnd("abcdefgh", "p" * 24, "AA", ("192.0.2.1",), 1, (11, 12), (21, 22))
    answer = write_answer(OFFER, local)
    assert f"SAVPF {FACE.payload_type} {FACE.rtx_type}\r\n" in answer
    assert f"a=fmtp:{FACE.rtx_type} apt={FACE.payload_type}\r\n" in answer
    assert "a=ssrc-group:FID 12 22\r\n" in answer
    plain = read_offer(CHROMIUM_OFFER.replace("rtx/90000", "xyz/90000"))
    assert "rtx" not in write_answer(plain, local)
    assert "22" not in write_answer(plain, local).partition("a=ssrc:12")[2]


def test_what_is_sent_again_goes_in_the_stream_of_repairs() -> None:
    wire = Wire()
    for sequence in range(5):
        wire.forward(sequence)
    wire.slot.resend([2, 3], 0.0)
    sent = [HEADER.unpack_from(packet) for packet in wire.sent[5:]]
    assert {ssrc for *_, ssrc in sent} == {wire.slot.rtx_ssrc}
    assert [unwrap(packet, 96, wire.slot.ssrc) for packet in wire.sent[5:]] == wire.sent[2:4]
    assert (sent[1][2] - sent[0][2]) & 0xFFFF == 1


def test_a_source_gets_back_what_its_repair_holds() -> None:
    sources = Sources(OFFER)
    packet = make_rtp(7, ssrc=REPAIRED, payload=b"picture")
    found = sources.unwrap(wrap(packet, FACE.rtx_type, REPAIR, 1), REPAIR, FACE.rtx_type)
    assert found is not None
    source, original = found
    assert (source.ssrc, original) == (REPAIRED, packet)
    assert sources.unwrap(packet, REPAIR, FACE.payload_type) is None
    assert sources.unwrap(packet, 1, FACE.rtx_type) is None
    assert sources.refused == 2


def test_a_repair_counts_once_and_only_when_it_was_asked_for() -> None:
    upstream = (uplink := Uplink()).upstream
    ssrc = uplink.source.ssrc
    assert not upstream.was_asked(ssrc, 5)
    upstream.ask_again(ssrc, [5, 6])
    assert upstream.was_asked(ssrc, 5)
    assert not upstream.was_asked(ssrc, 5)
    for sequence in range(3_000):
        upstream.ask_again(ssrc, [sequence])
    assert not upstream.was_asked(ssrc, 6)
    assert upstream.was_asked(ssrc, 2_999)


@pytest.mark.parametrize("line", ["a=fmtp:97 apt=96", "a=rtpmap:97 rtx/90000"])
def test_half_an_offer_of_repairs_is_none(line: str) -> None:
    assert line in CHROMIUM_OFFER
    assert read_offer(CHROMIUM_OFFER.replace(line, "a=x")).media[MediaLine.FACE].rtx_type == 0
