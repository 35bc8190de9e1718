"""A measurement as one HTML file that needs nothing else (pure)."""

from collections.abc import Sequence
from html import escape
from typing import Final

from video_bank.verification.evidence import Thresholds
from video_bank.verification.measuring.error_rates import ErrorRates
from video_bank.verification.measuring.plot import Line, draw_lines
from video_bank.verification.measuring.rates import Rate
from video_bank.verification.measuring.report import PairsReport

_STYLE: Final = """
body{font:16px/1.5 system-ui,sans-serif;max-width:1040px;margin:2rem auto;padding:0 1rem}
body{color:#1c2430}
table{border-collapse:collapse;width:100%;margin-bottom:1.5rem;display:block;overflow-x:auto}
td,th{padding:.35rem .6rem;text-align:left;border-bottom:1px solid #dde3ea;vertical-align:top}
td{font-variant-numeric:tabular-nums}small{color:#5a6675;white-space:nowrap}
svg{width:100%;height:auto;margin-bottom:1.5rem}
"""
_PAIRS_NOTE: Final = (
    "FAR: strangers taken for the person. FRR: the person taken for a stranger. Match: up to the "
    "first limit; review: up to the second, between which an agent looks. In brackets what holds "
    "the true rate in 95 of 100 such measurements, from drawing persons, not pairs, anew; where "
    "nothing happened, one person counts as one trial."
)
_COLUMNS: Final = ("far_match", "frr_match", "far_review", "frr_review", "eer")


def page_of_pairs(report: PairsReport) -> str:
    header = ("set", "persons", "pairs", *(name.replace("_", " ") for name in _COLUMNS))
    rows = [_row_of_set(name, rates) for name, rates in report.sets.items()]
    marks = _limits(report.thresholds)
    plots = [
        draw_lines(
            name,
            curve.distances,
            (Line("FAR", "#b3261e", curve.far), Line("FRR", "#2266aa", curve.frr)),
            marks,
        )
        for name, curve in report.curves.items()
    ]
    return make_page(
        "Faces compared: how often it errs",
        [
            f"<p>Engine <code>{escape(report.engine)}</code>, passed up to "
            f"{report.thresholds.match_at_most:g}, reviewed up to "
            f"{report.thresholds.mismatch_above:g}.</p>",
            make_table(header, rows),
            f"<p>{_PAIRS_NOTE}</p>",
            _recommendation(report),
            _refusals(report),
            *plots,
        ],
    )


def make_page(title: str, parts: Sequence[str]) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<h1>{escape(title)}</h1>{''.join(parts)}</html>"
    )


def make_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the cells are HTML already, the header is text."""
    names = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{names}</tr>{body}</table>"


def write_rate(rate: Rate) -> str:
    """Return a rate and its interval as a cell."""
    if rate.value != rate.value:  # NaN: there was nothing to count
        return "-"
    return f"{rate.value:.1%}<br><small>[{rate.lowest:.1%}, {rate.highest:.1%}]</small>"


def _row_of_set(name: str, rates: ErrorRates) -> list[str]:
    pairs = f"{rates.same_pairs} same<br>{rates.other_pairs} other"
    if rates.without_distance:
        pairs += f"<br><small>{rates.without_distance} refused</small>"
    cells = [write_rate(getattr(rates, column)) for column in _COLUMNS]
    return [escape(name), str(rates.persons), pairs, *cells]


def _recommendation(report: PairsReport) -> str:
    if report.recommended is None:
        return "<p>Too few pairs to recommend a limit.</p>"
    best = report.recommended
    return (
        f"<p>Recommended: passed up to <b>{best.match_at_most:.3f}</b>. In the worst set, "
        f"{escape(best.group)}, FAR is 1 % at a distance that lies between {best.lowest:.3f} and "
        f"{best.highest:.3f} in 95 of 100 such measurements.</p>"
    )


def _refusals(report: PairsReport) -> str:
    if not report.refused:
        return ""
    told = ", ".join(f"{count} × {escape(code)}" for code, count in report.refused.items())
    return f"<p>Pictures that were refused: {told}.</p>"


def _limits(thresholds: Thresholds) -> list[tuple[str, float]]:
    return [("passed", thresholds.match_at_most), ("reviewed", thresholds.mismatch_above)]
