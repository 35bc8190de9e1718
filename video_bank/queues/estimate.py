"""How long somebody will wait (pure): the position times the pace at which agents get free.

The pace is the mean of the queue's last calls with their wrap-up, divided by the agents who are
signed on for the customer's line. `video-bank simulate` prints how far the estimate at joining is
off over a day, of those who waited: with 50 to 60 agents and 5,014 calls 7 to 8 s in the median,
21 to 28 s at the 90th percentile; with 8 agents 34 s, for there one call changes everything.
"""

from typing import Final

# Five minutes a call, until the queue has a mean of its own.
USUAL_HANDLE_S: Final = 300.0
MEAN_OF: Final = 50  # the last so many calls of the queue, with their wrap-up, make the mean


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
