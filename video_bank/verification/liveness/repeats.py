"""Does the picture repeat itself, stand still, or come like clockwork (pure)?

From 32 x 24 thumbnails of the whole picture: a camera's noise averages out in them, what is left
is what moved. Limits were measured through VP8 at 600 kbit/s.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

# Mean difference in grey levels at a constant lag over two seconds: genuine 1.45, a loop 0.23.
LOOPED: Final = 0.6
# A loop is also much nearer to itself at its own lag than at any other.
_NEARER: Final = 0.35
_WINDOW_S: Final = 2.0
_SHORTEST_S: Final = 1.0
STILL: Final = 0.02  # grey levels between one picture and the next: the same picture sent again
STILL_SHARE: Final = 0.5
_FEWEST: Final = 30


class Loop(msgspec.Struct, frozen=True):
    """The lag (seconds) at which the picture came again, and how different it was there."""

    lag_s: float
    difference: float


def find_loop(thumbnails: Sequence[bytes], times: Sequence[float]) -> Loop | None:
    """Return the lag at which two seconds or more were seen before, None when nothing was.

    Takes some tens of milliseconds for 400 pictures.
    """
    if len(thumbnails) < _FEWEST:
        return None
    pictures = _array(thumbnails)
    step_s = float(np.median(np.diff(times)))
    if step_s <= 0:
        return None
    window = max(2, round(_WINDOW_S / step_s))
    lags = range(max(1, round(_SHORTEST_S / step_s)), len(pictures) - window)
    nearest = [_nearest(pictures, lag, window) for lag in lags]
    if not nearest:
        return None
    best = int(np.argmin(nearest))
    limit = min(LOOPED, _NEARER * float(np.median(nearest)))
    return Loop(lags[best] * step_s, nearest[best]) if nearest[best] < limit else None


def still_share(thumbnails: Sequence[bytes]) -> float:
    """Return the share of pictures that are the one before again."""
    if len(thumbnails) < _FEWEST:
        return 0.0
    pictures = _array(thumbnails)
    steps = np.abs(pictures[1:] - pictures[:-1]).mean(axis=1)
    return float((steps < STILL).mean())


def irregularity(rtp_times: Sequence[int]) -> float | None:
    """Return the spread of the times from frame to frame by their mean; None for too few.

    By the sender's own clock (RTP, 90 kHz). A camera wavers by some hundredths; a file that is
    played by a counter does not, and a drawn picture skips.
    """
    if len(rtp_times) < _FEWEST:
        return None
    times = np.asarray(rtp_times, np.int64)
    steps = (times[1:] - times[:-1]) % (1 << 32)
    return float(np.std(steps) / max(1.0, float(np.mean(steps))))


def _nearest(pictures: npt.NDArray[np.float32], lag: int, window: int) -> float:
    """Return the least mean difference, at this lag, of a stretch as long as the window."""
    steps = np.abs(pictures[lag:] - pictures[:-lag]).mean(axis=1)
    sums = np.concatenate([[0.0], np.cumsum(steps)])
    return float((sums[window:] - sums[:-window]).min() / window)


def _array(thumbnails: Sequence[bytes]) -> npt.NDArray[np.float32]:
    joined = np.frombuffer(b"".join(thumbnails), np.uint8)
    return joined.reshape(len(thumbnails), -1).astype(np.float32)
