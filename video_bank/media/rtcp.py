"""The few RTCP packets that a forwarder reads and writes (RFC 3550 §6, RFC 4585 §6, REMB).

Readers take untrusted bytes and raise ValueError; nothing else may come out of them.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

SENDER_REPORT: Final = 200
RECEIVER_REPORT: Final = 201
NACK: Final = (205, 1)
PLI: Final = (206, 1)
FIR: Final = (206, 4)
REMB: Final = (206, 15)

_MOST_PACKETS: Final = 16  # of a compound one; each asks the node for work
_MOST_PER_NACK: Final = 256  # numbers taken from one packet; more is an attack or a lost cause
_SDES: Final = 202
_MOST_LOST: Final = 0x7FFFFF


class SenderReport(NamedTuple):
    """`ntp` is the sender's wall clock as a 64-bit NTP time, `timestamp` the same in RTP ticks."""

    ssrc: int
    ntp: int
    timestamp: int


class ReportBlock(NamedTuple):
    """RFC 3550 §6.4.1; `lsr` and `dlsr` in units of 1/65536 s."""

    ssrc: int
    fraction_lost: int
    lost: int
    highest_sequence: int
    jitter: int
    lsr: int
    dlsr: int


def split_compound(packet: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (packet type, count or format, body) of each packet in a compound one."""
    place = count = 0
    while place < len(packet):
        if len(packet) < place + 4 or count == _MOST_PACKETS:
            raise ValueError("header past the end, or too many")
        first, packet_type, words = struct.unpack_from("!BBH", packet, place)
        end = place + 4 + 4 * words
        if first >> 6 != 2 or len(packet) < end:
            raise ValueError("not RTCP or past the end")
        yield packet_type, first & 0x1F, packet[place + 4 : end]
        place = end
        count += 1


def read_sender_report(body: bytes) -> SenderReport:
    return SenderReport(*_unpack("!IQI", body))


def read_report_blocks(packet_type: int, count: int, body: bytes) -> list[ReportBlock]:
    """Return what the sender of either report says of the `count` streams that it receives."""
    begin = 24 if packet_type == SENDER_REPORT else 4
    blocks = []
    for place in range(begin, begin + 24 * count, 24):
        ssrc, losses, highest, jitter, lsr, dlsr = _unpack("!IIIIII", body[place : place + 24])
        lost = losses & _MOST_LOST
        if losses & 0x800000:
            lost -= 0x800000
        blocks.append(ReportBlock(ssrc, losses >> 24, lost, highest, jitter, lsr, dlsr))
    return blocks


def read_media_ssrc(body: bytes) -> int:
    """Return the SSRC that a feedback packet speaks of."""
    return int(_unpack("!II", body)[1])


def read_nack(body: bytes) -> list[int]:
    """Return the sequence numbers asked for (RFC 4585 §6.2.1), 256 at most."""
    sequences: list[int] = []
    for place in range(8, len(body) - 3, 4):
        first, following = struct.unpack_from("!HH", body, place)
        sequences.append(first)
        sequences += [(first + 1 + bit) & 0xFFFF for bit in range(16) if following >> bit & 1]
    return sequences[:_MOST_PER_NACK]


def read_fir(body: bytes) -> list[int]:
    """Return the SSRCs that are to send a key frame (RFC 5104 §4.3.1)."""
    return [struct.unpack_from("!I", body, place)[0] for place in range(8, len(body) - 7, 8)]


def read_remb(body: bytes) -> int | None:
    """Return the bit rate of a receiver's estimate, None for another application's feedback."""
    if body[8:12] != b"REMB":
        return None
    (packed,) = _unpack("!I", body[12:])
    return int((packed & 0x3FFFF) << (packed >> 18 & 0x3F))


def write_sender_report(report: SenderReport, packets: int, octets: int, cname: bytes) -> bytes:
    """Return a compound packet of the report and the name that every compound must carry."""
    numbers = (packets & 0xFFFFFFFF, octets & 0xFFFFFFFF)
    item = struct.pack("!IBB", report.ssrc, 1, len(cname)) + cname + b"\0"
    item += bytes(-len(item) % 4)
    return _pack(SENDER_REPORT, 0, struct.pack("!IQIII", *report, *numbers)) + _pack(_SDES, 1, item)


def write_receiver_report(sender: int, blocks: Sequence[ReportBlock]) -> bytes:
    body = struct.pack("!I", sender)
    for block in blocks:
        lost = max(0, min(block.lost, _MOST_LOST))
        body += struct.pack("!II", block.ssrc, block.fraction_lost << 24 | lost)
        body += struct.pack("!IIII", *block[3:])
    return _pack(RECEIVER_REPORT, len(blocks), body)


def write_nack(sender: int, media: int, sequences: Sequence[int]) -> bytes:
    """Ask for packets again; consecutive ones share an entry."""
    entries: list[list[int]] = []
    for sequence in sequences:
        ahead = (sequence - entries[-1][0]) & 0xFFFF if entries else 0
        if 1 <= ahead <= 16:
            entries[-1][1] |= 1 << (ahead - 1)
        else:
            entries.append([sequence, 0])
    body = b"".join(struct.pack("!HH", *entry) for entry in entries)
    return _pack(*NACK, struct.pack("!II", sender, media) + body)


def write_pli(sender: int, media: int) -> bytes:
    return _pack(*PLI, struct.pack("!II", sender, media))


def write_remb(sender: int, bits_per_s: int, ssrcs: Sequence[int]) -> bytes:
    """draft-alvestrand-rmcat-remb-03."""
    exponent = max(0, bits_per_s.bit_length() - 18)
    packed = len(ssrcs) << 24 | exponent << 18 | bits_per_s >> exponent
    body = struct.pack("!II4sI", sender, 0, b"REMB", packed)
    return _pack(*REMB, body + b"".join(struct.pack("!I", ssrc) for ssrc in ssrcs))


def _unpack(form: str, body: bytes) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, body)
    except struct.error as error:
        raise ValueError("too short") from error


def _pack(packet_type: int, count: int, body: bytes) -> bytes:
    return struct.pack("!BBH", 0x80 | count, packet_type, len(body) // 4) + body
