"""Reading a take whose journal had to be taken up in another file (pure)."""

from collections.abc import Callable, Iterator, Sequence

from video_bank.recording.journal import Record


def join_parts(parts: Sequence[Callable[[], Iterator[Record]]]) -> Iterator[Record]:
    """Yield a take's records once each, in order; read every part to its end, to verify it.

    A part begins with whatever was not yet proven when the one before was given up, so that both
    may hold it.
    """
    for number, read in enumerate(parts, 1):
        follows = next(parts[number](), None) if number < len(parts) else None
        is_over = False
        for record in read():
            is_over = is_over or record == follows
            if not is_over:
                yield record
