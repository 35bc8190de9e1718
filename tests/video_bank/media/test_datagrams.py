import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video_bank.media.checks import make_check
from video_bank.media.datagrams import DatagramKind, find_local_ufrag, tell_kind


@pytest.mark.parametrize(
    ("datagram", "kind"),
    [
        (b"", DatagramKind.JUNK),
        (b"\x80" * 12, DatagramKind.JUNK),
        (b"\x80" * 13, DatagramKind.MEDIA),
        (b"\xbf" * 13, DatagramKind.MEDIA),
        (b"\xc0" * 13, DatagramKind.JUNK),
        (b"\x16" * 13, DatagramKind.DTLS),
        (b"\x40" * 13, DatagramKind.JUNK),  # TURN channels
        (b"\x00" * 20, DatagramKind.JUNK),  # no cookie
        (make_check("a:b"), DatagramKind.STUN),
    ],
)
def test_datagrams_are_told_apart_by_their_first_bytes(datagram: bytes, kind: DatagramKind) -> None:
    assert tell_kind(datagram) is kind


def test_the_local_half_of_the_user_name_is_found() -> None:
    assert find_local_ufrag(make_check("local:remote")) == b"local"
    assert find_local_ufrag(make_check(None)) is None


@given(st.binary(max_size=80))
def test_no_bytes_break_the_search_for_a_user_name(tail: bytes) -> None:
    find_local_ufrag(make_check(None)[:20] + tail)
    tell_kind(tail)
