from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video_bank.media.packets import make_rtp
from video_bank.media.forwarding import (
    HEADER,
    RING_SIZE,
    ResendRing,
    Rewriter,
    StreamForm,
    delay_send_time,
    find_extension,
    fit_extensions,
)

FORM = StreamForm(ssrc=99, payload_type=120, send_time_id=3, clock_rate=90_000)
SEND_TIME = b"\x22\x0a\x0b\x0c"  # id 2, three bytes


def rewrite(rewriter: Rewriter, packet: bytes, now: float = 0.0) -> tuple[int, int, int]:
    """Return (sequence, timestamp, ssrc) of what goes out."""
    rewritten = rewriter.rewrite(packet, 2, now)
    assert rewritten is not None
    _, _, sequence, timestamp, ssrc = HEADER.unpack_from(rewritten[1])
    assert sequence == rewritten[0]
    return sequence, timestamp, ssrc


def test_a_packet_gets_the_receivers_ssrc_payload_type_and_extension_id() -> None:
    packet = make_rtp(7, timestamp=5, marker=True, extension=SEND_TIME)
    rewritten = Rewriter(FORM).rewrite(packet, 2, 0.0)
    assert rewritten == (
        7,
        b"\x90\xf8\x00\x07\x00\x00\x00\x05\x00\x00\x00\x63\xbe\xde\x00\x01\x32\x0a\x0b\x0cpayload",
    )


@pytest.mark.parametrize(
    ("extension", "id_in", "id_out", "expected"),
    [
        (None, 2, 3, None),
        (SEND_TIME, 2, 2, SEND_TIME),
        (SEND_TIME, 2, 3, b"\x32\x0a\x0b\x0c"),
        (SEND_TIME, 2, 0, None),  # the receiver did not negotiate it
        (SEND_TIME, 0, 3, None),  # the sender did not
        (b"\x20\x0a\x00\x00", 2, 3, None),  # one byte long
        (b"\x50\x01\x22\x0a\x0b\x0c\x00\x00", 2, 3, b"\x32\x0a\x0b\x0c"),  # behind another one
        (b"\x50\x01\x00\x00", 2, 3, None),
        (b"\xff\x22\x0a\x0b", 2, 3, None),  # id 15 ends the block
        (b"\x00\x00\x00\x2f", 2, 3, None),  # cut short
    ],
)
def test_only_the_negotiated_extension_passes(
    extension: bytes | None, id_in: int, id_out: int, expected: bytes | None
) -> None:
    packet = make_rtp(1, extension=extension)
    first, rest = fit_extensions(packet, packet[0], id_in, id_out)
    assert bool(first & 0x10) is (expected is not None)
    assert rest == (b"\xbe\xde\x00\x01" + expected if expected else b"") + b"payload"


@pytest.mark.parametrize(
    "packet",
    [
        b"\x8f" + make_rtp(1)[1:],  # fifteen sources
        b"\x90" + make_rtp(1, payload=b"")[1:],  # no room for an extension header
        make_rtp(1, payload=b"")[:12].replace(b"\x80", b"\x90", 1) + b"\xbe\xde\xff\xff",
    ],
)
def test_lengths_past_the_end_are_refused(packet: bytes) -> None:
    with pytest.raises(ValueError, match=r"end|room"):
        fit_extensions(packet, packet[0], 2, 3)


def test_a_new_source_goes_on_where_the_old_one_stopped() -> None:
    rewriter = Rewriter(FORM)
    assert rewrite(rewriter, make_rtp(65_535, timestamp=1000, ssrc=1), 10.0) == (65_535, 1000, 99)
    assert rewrite(rewriter, make_rtp(500, timestamp=7, ssrc=2), 11.0) == (0, 91_000, 99)
    assert rewrite(rewriter, make_rtp(501, timestamp=3007, ssrc=2), 11.1) == (1, 94_000, 99)
    assert rewriter.to_source_sequence(1) == 501
    assert rewriter.to_outgoing_timestamp(7) == 91_000


def test_a_packet_from_before_the_new_sources_first_one_is_dropped() -> None:
    rewriter = Rewriter(FORM)
    rewrite(rewriter, make_rtp(10, ssrc=1))
    rewrite(rewriter, make_rtp(500, ssrc=2))
    assert rewriter.rewrite(make_rtp(499, ssrc=2), 2, 0.0) is None


def test_a_late_packet_keeps_its_place() -> None:
    rewriter = Rewriter(FORM)
    for sequence in (10, 13):
        rewrite(rewriter, make_rtp(sequence))
    assert rewrite(rewriter, make_rtp(11))[0] == 11
    assert rewrite(rewriter, make_rtp(14))[0] == 14


@given(
    st.lists(
        st.tuples(st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF), st.integers(1, 40)),
        min_size=1,
        max_size=6,
    )
)
def test_however_sources_change_numbers_have_no_gap_and_time_goes_on(
    takes: list[tuple[int, int, int]],
) -> None:
    rewriter, now, outgoing = Rewriter(FORM), 0.0, []
    for ssrc, (sequence, timestamp, count) in enumerate(takes):
        for number in range(count):
            now += 0.02
            packet = make_rtp(sequence + number, timestamp=timestamp + 1800 * number, ssrc=ssrc)
            outgoing.append(rewrite(rewriter, packet, now))
    for (sequence, timestamp, _), (next_sequence, next_timestamp, _) in pairwise(outgoing):
        assert next_sequence == (sequence + 1) & 0xFFFF
        assert 0 < (next_timestamp - timestamp) & 0xFFFFFFFF <= 1801


@given(st.binary(min_size=11, max_size=80), st.integers(0, 14), st.integers(0, 14))
def test_no_bytes_break_the_rewriter(tail: bytes, id_in: int, id_out: int) -> None:
    packet = bytes((0x80 | tail[0] & 0x3F,)) + tail
    form = StreamForm(1, 96, id_out, 90_000)
    try:
        Rewriter(form).rewrite(packet, id_in, 0.0)
    except ValueError:
        return


@given(st.binary(max_size=40), st.integers(1, 14))
def test_no_bytes_break_the_search_for_an_extension(block: bytes, wanted: int) -> None:
    found = find_extension(block, wanted)
    assert found is None or found in block


def test_the_ring_gives_back_the_last_512_packets() -> None:
    ring = ResendRing()
    for sequence in range(600):
        ring.keep(sequence, b"%d" % sequence, sequence / 1000)
    assert ring.find(599) == (b"599", 0.599)
    assert ring.find(600 - RING_SIZE) == (b"88", 0.088)
    assert ring.find(87) is None
    assert ring.find(700) is None


def test_the_ring_lets_go_of_what_is_older_than_two_seconds() -> None:
    ring = ResendRing()
    for sequence in range(65_300, 65_300 + 1_000):
        ring.keep(sequence & 0xFFFF, b"", (sequence - 65_300) / 100)
    kept = [each & 0xFFFF for each in range(65_300, 66_300) if ring.find(each & 0xFFFF)]
    assert len(kept) == 200
    assert kept[-1] == 66_299 & 0xFFFF


def test_a_packet_sent_again_says_that_it_left_later() -> None:
    packet = make_rtp(1, extension=b"\x32\xff\xff\xff")
    later = delay_send_time(packet, 3, 0.5)
    assert later[17:20] == (0x1FFFF).to_bytes(3, "big")
    assert delay_send_time(make_rtp(1), 3, 0.5) == make_rtp(1)
