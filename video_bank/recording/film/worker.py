"""A process that films one recording and ends: `python -m video_bank.recording.film.worker`.

The order comes on standard input, each leg through a pipe of its own, the film goes to standard
output and the share that is done, a line each time, to standard error: nothing reaches a disk.
"""

import os
import sys

import msgspec

from video_bank.recording.film.aiortc_film import make_film
from video_bank.recording.film.order import FilmOrder

_NICENESS = 19  # calls go first


def main() -> None:
    os.nice(_NICENESS)
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=FilmOrder)
    files = [os.fdopen(leg.descriptor, "rb") for leg in order.legs]
    make_film(order, files, sys.stdout.buffer, _tell)
    sys.stdout.buffer.flush()


def _tell(share: float) -> None:
    sys.stderr.write(f"{share:.4f}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
