"""Does the face follow the colours of the customer's own screen (pure)?

The screen lights the face and hardly what is behind it. A video that is played into the browser
does not know the colours. In bright daylight or far from the screen a real face does not follow
either: so it is told with its figure, and decides nothing.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

# Of videos that knew nothing of the colours, one in a hundred agrees as much by chance.
FOLLOWED: Final = 0.6
_DELAYS_S: Final = np.arange(0.0, 1.01, 0.1)
_FEWEST: Final = 40  # frames
_DRIFT_S: Final = 4.0  # what changes more slowly is no flash


class Shown(msgspec.Struct, frozen=True):
    """A colour (`#rrggbb`) that the page was told to show, and when (the node's clock)."""

    at: float
    colour: str


class Tint(msgspec.Struct, frozen=True):
    """The face's chroma less its surroundings', of one frame."""

    at: float
    red_green: float
    blue_green: float


def agreement(shown: Sequence[Shown], tints: Sequence[Tint]) -> float | None:
    """Return the correlation, -1 to 1, at the delay that suits best; None for too few frames."""
    if len(shown) < 5 or len(tints) < _FEWEST:
        return None
    times = np.array([tint.at for tint in tints])
    seen = np.array([(tint.red_green, tint.blue_green) for tint in tints])
    seen = _without_drift(times, seen)
    begins = np.array([each.at for each in shown])
    chromas = np.array([_chroma(each.colour) for each in shown])
    return max(_correlation(times, seen, begins + delay, chromas) for delay in _DELAYS_S)


def _correlation(
    times: npt.NDArray[np.float64],
    seen: npt.NDArray[np.float64],
    begins: npt.NDArray[np.float64],
    chromas: npt.NDArray[np.float64],
) -> float:
    place = np.searchsorted(begins, times, side="right") - 1
    is_lit = place >= 0
    if is_lit.sum() < _FEWEST // 2:
        return 0.0
    expected = _without_drift(times[is_lit], chromas[place[is_lit]])
    one, other = expected.ravel(), seen[is_lit].ravel()
    power = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / power if power > 0 else 0.0


def _without_drift(
    times: npt.NDArray[np.float64], values: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Take off the running mean: a head that turns, a white balance that settles."""
    begin = np.searchsorted(times, times - _DRIFT_S / 2)
    end = np.searchsorted(times, times + _DRIFT_S / 2, side="right")
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    return np.asarray(values - (sums[end] - sums[begin]) / (end - begin)[:, None], np.float64)


def _chroma(colour: str) -> tuple[float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    light = max(1, red + green + blue)
    return (red - green) / light, (blue - green) / light
