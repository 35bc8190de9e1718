"""A simulated day as one HTML file that needs nothing else (pure)."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import msgspec

from video_bank.queues.definitions import DEFINITIONS, write_value
from video_bank.queues.figures import Run

_INTERVAL_S: Final = 900.0
_WIDTH: Final = 760
_HEIGHT: Final = 180
_COLOURS: Final = ("#2266aa", "#c2571a")
_STYLE: Final = """
body{font:16px/1.5 system-ui,sans-serif;max-width:820px;margin:2rem auto;padding:0 1rem}
body{color:#1c2430}
table{border-collapse:collapse;width:100%}td,th{padding:.35rem .6rem;text-align:left;
border-bottom:1px solid #dde3ea}td.figure{text-align:right;font-variant-numeric:tabular-nums}
small{color:#5a6675}svg{width:100%;height:auto;margin-bottom:1.5rem}
"""


def page(title: str, runs: Mapping[str, Run]) -> str:
    """Return the page: each run's figures side by side with their definitions, then the day.

    The names of the runs are the columns' heads; with one alone there is none.
    """
    figures = [msgspec.structs.asdict(run.figures()) for run in runs.values()]
    heads = "".join(f'<th class="figure">{escape(name)}</th>' for name in runs)
    rows = "".join(
        f"<tr><th>{name.replace('_', ' ')}<br>"
        f"<small>{escape(DEFINITIONS[name].english.sentence)}</small></th>"
        + "".join(f'<td class="figure">{write_value(name, each[name])}</td>' for each in figures)
        + "</tr>"
        for name in figures[0]
        if figures[0][name] is not None
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>"
        f"<table>{f'<tr><th></th>{heads}</tr>' if len(runs) > 1 else ''}{rows}</table>"
        f"{_legend(runs)}<h2>Quarter by quarter</h2>{_charts(runs)}</html>"
    )


def _legend(runs: Mapping[str, Run]) -> str:
    if len(runs) < 2:
        return ""
    names = "; ".join(
        f'<b style="color:{colour}">{escape(name)}</b>'
        for name, colour in zip(runs, _COLOURS, strict=False)
    )
    levels = [
        f"level {level} at {_clock(at / _INTERVAL_S)}"
        for run in runs.values()
        for at, level in run.levels
    ]
    return f"<p>In the charts: {names}. {escape(', '.join(levels))}</p>"


def _charts(runs: Mapping[str, Run]) -> str:
    days = [[figures for _, figures in run.intervals(_INTERVAL_S)] for run in runs.values()]
    offered = [[float(each.offered) for each in days[0]]]
    rates = [[100 * each.connection_rate for each in day] for day in days]
    levels = [[100 * each.service_level for each in day] for day in days]
    waits = [[each.wait_p95_s for each in day] for day in days]
    return (
        _chart("Customers who came", offered, max(offered[0], default=1))
        + _chart("Connection rate, %", rates, 100)
        + _chart("Within 20 s, %", levels, 100)
        + _chart("Wait, 95th percentile, s", waits, max([20.0, *(max(day) for day in waits)]))
    )


def _chart(title: str, rows: Sequence[Sequence[float]], most: float) -> str:
    """Return bars side by side for each quarter, the scale written at the left."""
    places = len(rows[0])
    width = (_WIDTH - 60) / max(1, places)
    bar = max((width - 1) / len(rows), 0.5)
    bars = "".join(
        f'<rect x="{50 + place * width + row * bar:.1f}" y="{_HEIGHT - 20 - height:.1f}" '
        f'width="{bar:.1f}" height="{height:.1f}" fill="{_COLOURS[row]}">'
        f"<title>{_clock(place)}: {value:,.1f}</title></rect>"
        for row, values in enumerate(rows)
        for place, value in enumerate(values)
        if (height := (_HEIGHT - 50) * value / (most or 1)) >= 0
    )
    hours = "".join(
        f'<text x="{50 + place * width:.1f}" y="{_HEIGHT - 4}">{_clock(place)}</text>'
        for place in range(0, places, max(4, places // 8))
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}" '
        f'font-size="11" fill="#5a6675"><text x="50" y="16" font-size="14">{escape(title)}</text>'
        f'<text x="4" y="36">{most:,.0f}</text><text x="4" y="{_HEIGHT - 20}">0</text>'
        f"{bars}{hours}</svg>"
    )


def _clock(place: float) -> str:
    minutes = int(place * _INTERVAL_S) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
