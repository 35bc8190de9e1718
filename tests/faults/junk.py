"""`python -m tests.faults.junk PORT COUNT`: 20,000 datagrams a second that are no call's."""

import os
import random
import socket
import sys
import time
from collections.abc import Iterator
from typing import Final

from tests.video_bank.media.attack_scene import DTLS_ALERT, JUNK_CLIENT_HELLO
from tests.video_bank.media.checks import make_broken_check, make_check

_PER_BURST: Final = 100
_BURST_EVERY_S: Final = 0.005
_SOURCES: Final = 16


def make_junk() -> Iterator[bytes]:
    """Yield one of every kind: empty, random, STUN, DTLS, media, of many lengths."""
    yield from (b"", b"\x80", b"\x16", DTLS_ALERT, JUNK_CLIENT_HELLO)
    yield from (make_check(None), make_check("nobody:x"), make_broken_check("nobody:x"))
    yield make_check("nobody:x")[:20] + os.urandom(60)
    for length in (12, 13, 40, 200, 1_200):
        yield os.urandom(length)
        yield b"\x80\x60" + os.urandom(length)
        yield b"\x80\xc8" + os.urandom(length)


def flood(port: int, count: int) -> None:
    sources = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(_SOURCES)]
    kinds = list(make_junk())
    junk = [random.choice(kinds) for _ in range(_PER_BURST * 10)]
    began = time.monotonic()
    for burst in range(count // _PER_BURST):
        time.sleep(max(0.0, began + burst * _BURST_EVERY_S - time.monotonic()))
        for number in range(_PER_BURST):
            place = burst * _PER_BURST + number
            sources[place % _SOURCES].sendto(junk[place % len(junk)], ("127.0.0.1", port))
    for source in sources:
        source.close()


if __name__ == "__main__":
    flood(int(sys.argv[1]), int(sys.argv[2]))
