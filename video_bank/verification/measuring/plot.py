"""Drawings in a report, as SVG (pure)."""

from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple

from video_bank.verification.measuring.rates import Rate

_WIDTH: Final = 760
_HEIGHT: Final = 260
_LEFT: Final = 48
_BOTTOM: Final = 28
_TOP: Final = 30
_ROW: Final = 30
_NAMES: Final = 220


class Line(NamedTuple):
    """`ys` are shares from 0 to 1, one for each x of the plot."""

    name: str
    colour: str
    ys: Sequence[float]


def draw_lines(
    title: str, xs: Sequence[float], lines: Sequence[Line], marks: Sequence[tuple[str, float]]
) -> str:
    """Return shares over distances; marks are limits, as dashed verticals."""
    most = max([*xs, *(at for _, at in marks), 0.1])
    across = (_WIDTH - _LEFT - 10) / most
    down = _HEIGHT - _TOP - _BOTTOM

    def point(x: float, y: float) -> str:
        return f"{_LEFT + x * across:.1f},{_TOP + (1 - y) * down:.1f}"

    parts = [
        f'<line x1="{_LEFT}" x2="{_WIDTH - 10}" y1="{_TOP + down * share}" '
        f'y2="{_TOP + down * share}" stroke="#dde3ea"/>'
        f'<text x="4" y="{_TOP + down * share + 4}">{1 - share:.0%}</text>'
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    parts += [
        f'<text x="{_LEFT + step / 10 * across:.1f}" y="{_HEIGHT - 8}" text-anchor="middle">'
        f"{step / 10:.1f}</text>"
        for step in range(int(most * 10) + 1)
    ]
    parts += [
        f'<line x1="{_LEFT + at * across:.1f}" x2="{_LEFT + at * across:.1f}" y1="{_TOP}" '
        f'y2="{_TOP + down}" stroke="#5a6675" stroke-dasharray="4 3"/>'
        f'<text x="{_LEFT + at * across + 4:.1f}" y="{_TOP + 14 * (place + 1)}">'
        f"{escape(name)} {at:g}</text>"
        for place, (name, at) in enumerate(marks)
    ]
    parts += [
        f'<polyline fill="none" stroke="{line.colour}" stroke-width="2" '
        f'points="{" ".join(point(x, y) for x, y in zip(xs, line.ys, strict=True))}"/>'
        f'<text x="{_WIDTH - 12}" y="{_TOP + 16 * (place + 1)}" text-anchor="end" '
        f'fill="{line.colour}">{escape(line.name)}</text>'
        for place, line in enumerate(lines)
        if line.ys
    ]
    return _svg(title, _HEIGHT, parts)


def draw_rates(title: str, rates: Sequence[tuple[str, Rate]]) -> str:
    """Return a row for each rate: its value as a dot, its interval as a bar."""
    wide = _WIDTH - _NAMES - 70
    parts = []
    for place, (name, rate) in enumerate(rates):
        middle = _TOP + _ROW * place + _ROW / 2
        parts.append(
            f'<text x="4" y="{middle + 4}">{escape(name)}</text>'
            f'<line x1="{_NAMES}" x2="{_NAMES + wide}" y1="{middle}" y2="{middle}" '
            f'stroke="#dde3ea"/>'
            f'<line x1="{_NAMES + rate.lowest * wide:.1f}" '
            f'x2="{_NAMES + rate.highest * wide:.1f}" y1="{middle}" y2="{middle}" '
            f'stroke="#2266aa" stroke-width="8" stroke-opacity="0.45"/>'
            f'<circle cx="{_NAMES + rate.value * wide:.1f}" cy="{middle}" r="5" fill="#2266aa"/>'
            f'<text x="{_WIDTH - 60}" y="{middle + 4}">{rate.value:.1%}</text>'
        )
    return _svg(title, _TOP + _ROW * len(rates) + 10, parts)


def _svg(title: str, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}" '
        f'font-size="12" fill="#5a6675"><text x="4" y="16" font-size="14">{escape(title)}</text>'
        f"{''.join(parts)}</svg>"
    )
