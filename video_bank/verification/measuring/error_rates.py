"""False accepts and false rejects of a set of pairs, uncertain by persons (pure).

Pairs of few persons are not independent: one face that resembles another counts in many pairs.
So intervals come from drawing persons, not pairs, anew (bootstrap), a pair counting as often as
both its persons were drawn.
"""

from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from video_bank.verification.evidence import Thresholds
from video_bank.verification.measuring.pairs import Compared
from video_bank.verification.measuring.rates import Rate

MOST_FAR: Final = 0.01  # what a recommended threshold allows
_DRAWS: Final = 500
_SEED: Final = 1
_TAILS: Final = (2.5, 97.5)  # percentiles

_Floats = npt.NDArray[np.float64]


class ErrorRates(msgspec.Struct, frozen=True):
    """`far_*`: strangers taken for the person; `frr_*`: the person taken for a stranger.

    At the `match` band's limit, and with the band that an agent looks at (`review`).
    `threshold` is the largest distance at which FAR is at most 1 %.
    """

    far_match: Rate
    far_review: Rate
    frr_match: Rate
    frr_review: Rate
    eer: Rate
    threshold: Rate
    persons: int
    same_pairs: int
    other_pairs: int
    without_distance: int

    @property
    def pairs(self) -> int:
        return self.same_pairs + self.other_pairs


class Curve(msgspec.Struct, frozen=True):
    """FAR and FRR for each distance, to be drawn."""

    distances: tuple[float, ...]
    far: tuple[float, ...]
    frr: tuple[float, ...]


def measure(compared: Compared, thresholds: Thresholds) -> ErrorRates:
    """Return the rates; those of a set without pairs of that kind are NaN."""
    ordered = _in_order(compared)
    persons = int(np.unique(ordered.persons).size)
    drawn = [_figures(ordered, each, thresholds) for each in _draw(ordered)]
    rates = _spread(_figures(ordered, np.ones(ordered.distances.size), thresholds), drawn)
    far_match, far_review, frr_match, frr_review = (
        _widen_zero(rate, persons) for rate in rates[:4]
    )
    eer, threshold = rates[4:]
    return ErrorRates(
        far_match=far_match,
        far_review=far_review,
        frr_match=frr_match,
        frr_review=frr_review,
        eer=eer,
        threshold=threshold,
        persons=persons,
        same_pairs=int(ordered.is_same.sum()),
        other_pairs=int((~ordered.is_same).sum()),
        without_distance=compared.without_distance,
    )


def draw_curve(compared: Compared, points: int = 200) -> Curve:
    same = compared.distances[compared.is_same]
    other = compared.distances[~compared.is_same]
    largest = float(compared.distances.max(initial=0.0))
    at = np.linspace(0.0, largest, points)
    return Curve(
        tuple(at.tolist()),
        tuple((other[:, None] <= at).mean(axis=0).tolist()) if other.size else (),
        tuple((same[:, None] > at).mean(axis=0).tolist()) if same.size else (),
    )


def _in_order(compared: Compared) -> Compared:
    order = np.argsort(compared.distances, kind="stable")
    return compared._replace(
        distances=compared.distances[order],
        is_same=compared.is_same[order],
        persons=compared.persons[order],
    )


def _draw(compared: Compared) -> list[_Floats]:
    """Return how often each pair counts, once for each draw of as many persons as there are."""
    chance = np.random.default_rng(_SEED)
    known, places = np.unique(compared.persons, return_inverse=True)
    first, second = places.reshape(-1, 2).T
    draws = []
    for _ in range(_DRAWS if known.size else 0):
        times = np.bincount(chance.integers(0, known.size, known.size), minlength=known.size)
        draws.append(np.where(first == second, times[first], times[first] * times[second]) * 1.0)
    return draws


def _figures(compared: Compared, weights: _Floats, thresholds: Thresholds) -> _Floats:
    """Return both FARs, both FRRs, the EER and the threshold; distances are in order."""
    distances = compared.distances
    same, other = weights * compared.is_same, weights * ~compared.is_same
    if not same.sum() or not other.sum():
        return np.full(6, np.nan)
    far = np.cumsum(other) / other.sum()  # when accepting up to each distance
    frr = 1 - np.cumsum(same) / same.sum()
    limits = (thresholds.match_at_most, thresholds.mismatch_above)
    places = [int(np.searchsorted(distances, limit, "right")) - 1 for limit in limits]
    meet = int(np.argmin(np.abs(far - frr)))
    allowed = int(np.searchsorted(far, MOST_FAR, "right")) - 1  # the last one that is not too far
    return np.array(
        [
            *(far[place] if place >= 0 else 0.0 for place in places),
            *(frr[place] if place >= 0 else 1.0 for place in places),
            (far[meet] + frr[meet]) / 2,
            distances[allowed] if allowed >= 0 else 0.0,
        ]
    )


def _spread(figures: _Floats, drawn: list[_Floats]) -> list[Rate]:
    if not drawn or np.isnan(drawn).all():
        return [Rate(float(value), 0.0, 1.0) for value in figures]
    lowest, highest = np.nanpercentile(np.array(drawn), _TAILS, axis=0)
    return [Rate(*map(float, each)) for each in zip(figures, lowest, highest, strict=True)]


def _widen_zero(rate: Rate, persons: int) -> Rate:
    """A bootstrap cannot imagine what never happened; count each person as one trial."""
    if rate.value > 0 or persons == 0:
        return rate
    return Rate(rate.value, rate.lowest, max(rate.highest, 1 - 0.025 ** (1 / persons)))
