"""How long somebody will wait (pure)."""

from typing import Final

# Five minutes a call, until the queue has a mean of its own.
USUAL_HANDLE_S: Final = 300.0


def estimate_wait_s(
    position: int, handle_s: float | None, staffed: int, ready: int
) -> float | None:
    """Return the expected wait of the one at `position` (from 1), None when nobody serves.

    While all agents talk, one of them becomes free every `handle_s / staffed` on average, so the
    one in front waits one such step (the memoryless mean, as in Erlang's C model).
    """
    if staffed == 0:
        return None
    if ready >= position:
        return 0.0
    return position * (USUAL_HANDLE_S if handle_s is None else handle_s) / staffed
