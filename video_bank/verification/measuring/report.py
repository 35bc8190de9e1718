"""What a measurement found: of pairs of pictures, or of clips of attacks."""

import math
from collections import Counter
from collections.abc import Mapping

import msgspec

from video_bank.errors import ErrorCode
from video_bank.verification.evidence import Thresholds
from video_bank.verification.measuring.error_rates import (
    Curve,
    ErrorRates,
    draw_curve,
    measure,
)
from video_bank.verification.measuring.pairs import Compared
from video_bank.verification.measuring.rates import Rate


class Recommended(msgspec.Struct, frozen=True):
    """`match_at_most`: with it FAR of the worst set, `group`, is at most 1 %, most likely.

    It is the lower end of the interval: the largest distance that is safe is known no better
    than that, and a larger one lets strangers pass.
    """

    match_at_most: float
    lowest: float
    highest: float
    group: str


class PairsReport(msgspec.Struct, frozen=True):
    """`refused`: how many pictures had no encoding, by reason."""

    engine: str
    thresholds: Thresholds
    sets: dict[str, ErrorRates]
    curves: dict[str, Curve]
    refused: dict[str, int]
    recommended: Recommended | None


def report_pairs(
    engine: str,
    thresholds: Thresholds,
    compared: Mapping[str, Compared],
    refused: Mapping[str, ErrorCode],
) -> PairsReport:
    sets = {name: measure(of_group, thresholds) for name, of_group in compared.items()}
    return PairsReport(
        engine=engine,
        thresholds=thresholds,
        sets=sets,
        curves={name: draw_curve(of_group) for name, of_group in compared.items()},
        refused=dict(Counter(code.value for code in refused.values())),
        recommended=_recommend(sets),
    )


def flatten(rates: ErrorRates) -> dict[str, float | tuple[float, float] | None]:
    """Return each rate under its name and its interval under `…_interval`."""
    flat: dict[str, float | tuple[float, float] | None] = {"pairs": rates.pairs}
    for name, value in msgspec.structs.asdict(rates).items():
        if isinstance(value, Rate):
            flat[name] = None if math.isnan(value.value) else value.value
            flat[f"{name}_interval"] = (value.lowest, value.highest)
        else:
            flat[name] = value
    return flat


def _recommend(sets: Mapping[str, ErrorRates]) -> Recommended | None:
    known = {name: rates.threshold for name, rates in sets.items() if rates.eer.value >= 0}
    if not known:
        return None
    group = min(known, key=lambda name: known[name].lowest)
    worst = known[group]
    return Recommended(worst.lowest, worst.lowest, worst.highest, group)
