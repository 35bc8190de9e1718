import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video_bank.media.offers import CHROMIUM_OFFER
from video_bank.errors import ErrorCode
from video_bank.media.errors import OfferRefusedError
from video_bank.media.sdp_answer import LocalEnd, write_answer
from video_bank.media.sdp_filter import read_offer

LOCAL = LocalEnd(
    ufrag="abcdefgh",
    password="p" * 24,
    fingerprint="AA:BB",
    addresses=("192.0.2.1", "2001:db8::1"),
    port=40_000,
    ssrcs=(11, 12),
    rtx_ssrcs=(21, 22),
)
DATA_CHANNEL = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:2\n"


def without(pattern: str) -> str:
    changed = re.sub(pattern, "", CHROMIUM_OFFER, flags=re.MULTILINE)
    assert changed != CHROMIUM_OFFER
    return changed


def test_an_offer_is_reduced_to_what_a_leg_needs() -> None:
    offer = read_offer(CHROMIUM_OFFER.replace("\n", "\r\n"))
    assert tuple(media.payload_type for media in offer.media) == (111, 96)
    assert tuple(media.send_time_id for media in offer.media) == (2, 2)
    assert tuple(media.mid for media in offer.media) == ("0", "1")
    assert len(offer.media[0].ssrcs) == 1
    assert len(offer.media[1].ssrcs) == 2
    assert offer.setup == "actpass"
    assert offer.fingerprints[0][0] == "sha-256"
    assert "goog-remb" in offer.media[1].feedback


@pytest.mark.parametrize(
    "sdp",
    [
        "",
        "hello",
        "v=0",
        CHROMIUM_OFFER.replace("m=audio", "m=video", 1),
        CHROMIUM_OFFER.replace("m=video", "m=audio"),
        CHROMIUM_OFFER.replace("m=video", "x=video"),
        CHROMIUM_OFFER.replace("BUNDLE 0 1", "BUNDLE 0"),
        CHROMIUM_OFFER.replace("a=mid:1", "a=mid:0"),
        CHROMIUM_OFFER.replace("VP8/90000", "VP9/90000"),
        CHROMIUM_OFFER.replace("rtpmap:96 VP8", "rtpmap:111 VP8"),
        CHROMIUM_OFFER.replace("rtpmap:96 VP8", "rtpmap:72 VP8"),
        CHROMIUM_OFFER.replace("a=setup:actpass", "a=setup:holdconn"),
        CHROMIUM_OFFER.replace("sha-256", "md5"),
        CHROMIUM_OFFER.replace("a=mid:0", "a=mid:0\x00"),
        CHROMIUM_OFFER + DATA_CHANNEL + DATA_CHANNEL,
        CHROMIUM_OFFER + "a=x\n" * 600,
        CHROMIUM_OFFER + "a=" + "x" * 32_768,
        CHROMIUM_OFFER + "a=candidate:1 1 udp 1 192.0.2.7 9 typ host\n" * 50_000,
        CHROMIUM_OFFER
        + "".join(f"a=candidate:{number} 1 udp 1 192.0.2.7 9 typ host\n" for number in range(31)),
        CHROMIUM_OFFER + "".join(f"a=ssrc:{number} cname:x\n" for number in range(1, 71)),
        without(r"^a=ice-ufrag:.*\n"),
        without(r"^a=ice-pwd:.*\n"),
        without(r"^a=fingerprint:.*\n"),
        without(r"^a=setup:.*\n"),
        without(r"^a=rtcp-mux\n"),
        without(r"^a=rtpmap:111.*\n"),
        without(r"^a=mid:.*\n"),
    ],
)
def test_what_is_no_offer_of_audio_and_video_is_refused(sdp: str) -> None:
    with pytest.raises(OfferRefusedError) as caught:
        read_offer(sdp)
    assert caught.value.code is ErrorCode.OFFER_REFUSED


@given(st.data())
def test_whatever_is_done_to_an_offer_it_is_read_or_refused(data: st.DataObject) -> None:
    lines = CHROMIUM_OFFER.split("\n")
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(lines) - 1))
        cut = data.draw(st.integers(0, len(lines[place])))
        lines[place] = lines[place][:cut] + data.draw(st.text(max_size=12))
    try:
        offer = read_offer("\n".join(lines))
    except OfferRefusedError:
        return
    assert "\r\n\r\n" not in write_answer(offer, LOCAL)


def test_the_answer_holds_every_candidate_and_the_nodes_own_streams() -> None:
    answer = write_answer(read_offer(CHROMIUM_OFFER), LOCAL).split("\r\n")
    assert "m=audio 40000 UDP/TLS/RTP/SAVPF 111" in answer
    assert "m=video 40000 UDP/TLS/RTP/SAVPF 96 97" in answer
    assert "a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host" in answer
    assert "a=candidate:2 1 udp 2130706175 2001:db8::1 40000 typ host" in answer
    assert "a=setup:active" in answer
    assert "a=ssrc:11 msid:person-1 audio" in answer
    assert "a=ssrc:12 msid:person-1 video" in answer
    assert "a=rtcp-fb:96 goog-remb" in answer
    assert not any("transport-cc" in line for line in answer)


def test_a_third_line_is_answered_with_a_refusal() -> None:
    offer = read_offer(CHROMIUM_OFFER.replace("BUNDLE 0 1", "BUNDLE 0 1 2") + DATA_CHANNEL)
    answer = write_answer(offer, LOCAL)
    assert "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n" in answer
    assert "a=group:BUNDLE 0 1\r\n" in answer


@pytest.mark.parametrize(
    ("offered", "answered"),
    [("sendrecv", "sendrecv"), ("recvonly", "sendonly"), ("sendonly", "recvonly")],
)
def test_directions_are_mirrored(offered: str, answered: str) -> None:
    offer = read_offer(CHROMIUM_OFFER.replace("a=sendrecv", f"a={offered}"))
    assert write_answer(offer, LOCAL).count(f"a={answered}\r\n") == 2
