"""What every target is held to: nothing unforeseen comes out of it, and no input takes long."""

import struct
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

TARGETS: Final = ("forwarding", "rtcp", "vp8", "leg", "sdp", "stun")
CORPUS: Final = Path(__file__).parent / "corpus"

_LONGEST_S: Final = 0.05  # of processor time, for as much as one datagram holds
_TRIES: Final = 5
_LARGEST: Final = 1_500  # of a datagram
_RTP_HEADER: Final = 12  # SRTP lets nothing shorter through

Check = Callable[[bytes], None]


def load_check(target: str) -> Check:
    """Return a target's `check`: it takes any bytes, and raises for a defect only."""
    check: Check = import_module(f"tests.fuzz.fuzz_{target}").check
    return check


def judge(check: Check, data: bytes) -> None:
    """Check an input and its time; one that took long is taken again: a crowded core may be why."""
    longest = _LONGEST_S * max(1.0, len(data) / _LARGEST)
    spent = _spend(check, data)
    for _ in range(_TRIES - 1):
        if spent > longest:
            spent = min(spent, _spend(check, data))
    assert spent <= longest, f"{spent * 1000:.0f} ms for {len(data)} bytes"


def cut(data: bytes) -> Iterator[bytes]:
    """Yield the datagrams that an input is made of, each behind its length in two bytes."""
    place = 0
    while place + 2 <= len(data):
        (length,) = struct.unpack_from("!H", data, place)
        length %= _LARGEST
        yield data[place + 2 : place + 2 + length]
        place += 2 + length


def join(*datagrams: bytes) -> bytes:
    return b"".join(struct.pack("!H", len(each)) + each for each in datagrams)


def as_rtp(datagram: bytes) -> bytes:
    """Return what is left of it behind the port and SRTP: a whole header, of version 2."""
    packet = datagram.ljust(_RTP_HEADER, b"\0")
    return bytes((packet[0] & 0x3F | 0x80,)) + packet[1:]


def _spend(check: Check, data: bytes) -> float:
    began = time.thread_time()
    check(data)
    return time.thread_time() - began
