"""`python -m tests.fuzz.seeds`: write the inputs that a fuzzer starts from, one of each kind."""

import struct
from collections.abc import Iterator

from tests.fuzz.fuzz_leg import OFFER, SLOT_SSRC
from tests.fuzz.oracle import CORPUS, join
from tests.video_bank.media.checks import make_broken_check, make_check
from tests.video_bank.media.offers import CHROMIUM_OFFER
from tests.video_bank.media.packets import make_rtp
from video_bank.media import rtcp

_SEND_TIME = b"\x22\x01\x02\x03"  # one element, of id 2
_IDS = bytes((2 + 15 * 3,))  # 2 on the way in, 3 on the way out
_KEY_FRAME = b"\x90\x80\x01\x00key"  # with an extended descriptor
_REPORT = rtcp.SenderReport(min(OFFER.media[1].ssrcs), 1 << 40, 9_000)


def make_seeds() -> Iterator[tuple[str, str, bytes]]:
    """Yield (target, name, input)."""
    yield from _forwarding()
    yield from _rtcp()
    yield "vp8", "frame_of_three", join(*_frame(3))
    yield "vp8", "out_of_order", join(*reversed(_frame(4)))
    yield "vp8", "padding", join(bytes((0xA0,)) + _frame(1)[0][1:] + b"\x02\x02")
    yield "leg", "call", join(*_call())
    yield "leg", "resend_storm", join(*_pictures(120), *_requests())
    yield "sdp", "chromium", CHROMIUM_OFFER.encode()
    data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:2\n"
    yield "sdp", "with_data", (CHROMIUM_OFFER + data).encode()
    yield "sdp", "short", "\n".join(_short_offer()).encode()
    yield from _stun()


def _forwarding() -> Iterator[tuple[str, str, bytes]]:
    packets = [make_rtp(number, extension=_SEND_TIME) for number in (65_535, 0, 2, 1)]
    yield "forwarding", "in_order", _IDS + join(*packets, make_rtp(9, ssrc=2))
    yield "forwarding", "many_extensions", _IDS + join(make_rtp(1, extension=b"\x10\x00" * 4))
    contributors = bytes((0x92,)) + make_rtp(1)[1:12] + bytes(8) + b"\xbe\xde\x00\x01" + _SEND_TIME
    yield "forwarding", "contributors", _IDS + join(contributors)
    yield "forwarding", "no_send_time", b"\x02" + join(packets[0])


def _rtcp() -> Iterator[tuple[str, str, bytes]]:
    yield "rtcp", "sender_report", rtcp.write_sender_report(_REPORT, 3, 400, b"bank")
    block = rtcp.ReportBlock(9, 25, 100, 70_000, 12, 3, 4)
    reports = rtcp.write_receiver_report(1, [block]) + rtcp.write_remb(1, 300_000, [5, 6])
    yield "rtcp", "receiver_report", reports
    yield "rtcp", "nack", rtcp.write_nack(1, 2, [10, 11, 26, 65_535, 3])
    yield "rtcp", "short_remb", b"\x8f\xce\x00\x04" + bytes(8) + b"REMB\x05\x00\x00\x00"
    yield "rtcp", "pli", rtcp.write_pli(1, 2) * 3


def _frame(packets: int) -> list[bytes]:
    last = packets - 1
    return [
        make_rtp(number, marker=number == last, payload=b"\x00rest" if number else _KEY_FRAME)
        for number in range(packets)
    ]


def _pictures(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield b"\x0c" + make_rtp(number, payload=_KEY_FRAME, marker=True)


def _call() -> Iterator[bytes]:
    yield from _pictures(5)
    yield b"\x1c" + make_rtp(1, payload=b"sound")
    yield b"\x02" + rtcp.write_sender_report(_REPORT, 3, 400, b"bank")
    yield b"\x03" + rtcp.write_nack(1, SLOT_SSRC, [2, 3, 99]) + rtcp.write_pli(1, SLOT_SSRC)
    yield b"\x03" + rtcp.write_remb(1, 300_000, [SLOT_SSRC])


def _requests() -> Iterator[bytes]:
    """Ask for everything as often as datagrams can."""
    nack = rtcp.write_nack(1, SLOT_SSRC, range(64))
    for _ in range(3):
        yield b"\x03" + nack * (1_400 // len(nack))


def _short_offer() -> Iterator[str]:
    yield from ("v=0", "a=group:BUNDLE 0 1", "a=setup:actpass", "a=ice-ufrag:abcd")
    yield from (f"a=ice-pwd:{'p' * 22}", f"a=fingerprint:sha-256 {':'.join(['00'] * 32)}")
    for mid, (kind, codec) in enumerate((("audio", "opus/48000/2"), ("video", "VP8/90000"))):
        number = 96 + mid
        yield f"m={kind} 9 UDP/TLS/RTP/SAVPF {number}"
        yield from (f"a=mid:{mid}", f"a=rtpmap:{number} {codec}", "a=rtcp-mux", f"a=ssrc:{mid} x")


def _stun() -> Iterator[tuple[str, str, bytes]]:
    priority = b"\x00\x24\x00\x04\x00\x00\x00\x01"
    nominates = priority + b"\x00\x25\x00\x00"
    name = "0123456789abcdef:x"
    yield "stun", "connects", b"\x01" + join(b"\x01" + nominates, b"\x02", b"\x01" + nominates)
    yield "stun", "early_checks", b"\x00" + join(b"\x01" + priority, b"\x05" + nominates)
    yield "stun", "strangers", b"\x01" + join(b"\0" + make_check(None), b"\0" + make_check(name))
    yield "stun", "broken", b"\x00" + join(b"\0" + make_broken_check(name))
    yield "stun", "too_long", b"\x00" + join(*[b"\0" + make_check(name) + bytes(4)] * 66)
    role = struct.pack("!HHHH", 0x0009, 4, 0, 4 << 8 | 87)  # 487
    yield "stun", "role_conflict", b"\x01" + join(b"\x01" + nominates, *[b"\x03" + role] * 3)
    ports = (bytes((1 | port << 2,)) + priority for port in range(40))
    yield "stun", "many_addresses", b"\x01" + join(*ports)
    hello = b"\0\x16\xfe\xff" + bytes(8) + b"\x00\x20" + b"\x01" * 32
    yield "stun", "handshake", b"\x01" + join(b"\x01" + nominates, b"\x02", *[hello[:16]] * 66)


if __name__ == "__main__":
    for target, name, data in make_seeds():
        (CORPUS / target).mkdir(parents=True, exist_ok=True)
        (CORPUS / target / name).write_bytes(data)
