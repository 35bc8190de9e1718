"""A simulated day as one HTML file that needs nothing else (pure)."""

from collections.abc import Sequence
from html import escape
from typing import Final

import msgspec

from video_bank.queues.figures import DEFINITIONS, Figures, Run

_INTERVAL_S: Final = 900.0
_WIDTH: Final = 760
_HEIGHT: Final = 180
_SHARES: Final = {"connection_rate", "service_level", "abandon_rate", "occupancy"}
_STYLE: Final = """
body{font:16px/1.5 system-ui,sans-serif;max-width:820px;margin:2rem auto;padding:0 1rem}
body{color:#1c2430}
table{border-collapse:collapse;width:100%}td,th{padding:.35rem .6rem;text-align:left;
border-bottom:1px solid #dde3ea}td.figure{text-align:right;font-variant-numeric:tabular-nums}
small{color:#5a6675}svg{width:100%;height:auto;margin-bottom:1.5rem}
"""


def write_value(name: str, value: float) -> str:
    """Return a figure as people read it."""
    if name in _SHARES:
        return f"{value:.1%}"
    return f"{value:,.1f} s" if name.endswith("_s") else f"{value:,.0f}"


def page(title: str, figures: Figures, run: Run) -> str:
    """Return the page: each figure with its definition, and the day in quarters of an hour."""
    rows = "".join(
        f"<tr><th>{name.replace('_', ' ')}<br><small>{escape(DEFINITIONS[name])}</small></th>"
        f'<td class="figure">{write_value(name, value)}</td></tr>'
        for name, value in msgspec.structs.asdict(figures).items()
    )
    stretches = list(run.intervals(_INTERVAL_S))
    offered = [float(each.offered) for _, each in stretches]
    waits = [each.wait_p95_s for _, each in stretches]
    charts = (
        _chart("Customers who came", offered, max(offered, default=1)),
        _chart("Connection rate, %", [100 * each.connection_rate for _, each in stretches], 100),
        _chart("Within 20 s, %", [100 * each.service_level for _, each in stretches], 100),
        _chart("Wait, 95th percentile, s", waits, max([20.0, *waits])),
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1><table>{rows}</table>"
        f"<h2>Quarter by quarter</h2>{''.join(charts)}</html>"
    )


def _chart(title: str, values: Sequence[float], most: float) -> str:
    """Return one row of bars, its scale written at the left."""
    width = (_WIDTH - 60) / max(1, len(values))
    bars = "".join(
        f'<rect x="{50 + place * width:.1f}" y="{_HEIGHT - 20 - height:.1f}" '
        f'width="{max(width - 1, 0.5):.1f}" height="{height:.1f}" fill="#2266aa">'
        f"<title>{_clock(place)}: {value:,.1f}</title></rect>"
        for place, value in enumerate(values)
        if (height := (_HEIGHT - 50) * value / (most or 1)) >= 0
    )
    hours = "".join(
        f'<text x="{50 + place * width:.1f}" y="{_HEIGHT - 4}">{_clock(place)}</text>'
        for place in range(0, len(values), max(4, len(values) // 8))
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}" '
        f'font-size="11" fill="#5a6675"><text x="50" y="16" font-size="14">{escape(title)}</text>'
        f'<text x="4" y="36">{most:,.0f}</text><text x="4" y="{_HEIGHT - 20}">0</text>'
        f"{bars}{hours}</svg>"
    )


def _clock(place: int) -> str:
    minutes = int(place * _INTERVAL_S) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
