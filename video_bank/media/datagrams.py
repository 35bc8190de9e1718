"""Telling datagrams apart before any parser sees them (RFC 7983, RFC 8489): pure."""

from enum import Enum
from typing import Final

_SHORTEST: Final = 13  # a DTLS record header; nothing shorter means anything
_STUN_HEADER: Final = 20
_COOKIE: Final = b"\x21\x12\xa4\x42"
_USERNAME: Final = 0x0006
_MOST_ATTRIBUTES: Final = 16


class DatagramKind(Enum):
    STUN = "stun"
    DTLS = "dtls"
    MEDIA = "media"  # SRTP or SRTCP
    JUNK = "junk"


def tell_kind(datagram: bytes) -> DatagramKind:
    if len(datagram) < _SHORTEST:
        return DatagramKind.JUNK
    first = datagram[0]
    if 127 < first < 192:
        return DatagramKind.MEDIA
    if first < 4:
        return DatagramKind.STUN if datagram[4:8] == _COOKIE else DatagramKind.JUNK
    if 19 < first < 64:
        return DatagramKind.DTLS
    return DatagramKind.JUNK


def find_local_ufrag(datagram: bytes) -> bytes | None:
    """Return the receiver's half of a STUN message's USERNAME (RFC 8445 §7.2.2), if it has one."""
    place = _STUN_HEADER
    for _ in range(_MOST_ATTRIBUTES):
        if len(datagram) < place + 4:
            return None
        kind = datagram[place] << 8 | datagram[place + 1]
        length = datagram[place + 2] << 8 | datagram[place + 3]
        if kind == _USERNAME:
            return datagram[place + 4 : place + 4 + length].partition(b":")[0]
        place += 4 + length + (-length % 4)
    return None
