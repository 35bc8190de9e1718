"""All benchmarks by name, and how they are printed."""

import json
import os
import sys
from collections.abc import Callable
from typing import Final

from rich.console import Console
from rich.table import Table

from tests.benchmarks import setup

Figures = dict[str, float]

BENCHMARKS: Final[dict[str, Callable[[], Figures]]] = {"setup": setup.measure}


def run(name: str, *, as_json: bool) -> None:
    """Run one benchmark, or each of them for "all"; exit with a sentence for an unknown name."""
    if name != "all" and name not in BENCHMARKS:
        sys.exit(f"There is no benchmark {name}: {', '.join(BENCHMARKS)} or all.")
    names = list(BENCHMARKS) if name == "all" else [name]
    found = {each: {**BENCHMARKS[each](), "load_before": _load()} for each in names}
    if as_json:
        print(json.dumps(found[name] if name != "all" else found))
        return
    table = Table("benchmark", "figure", "value")
    for each, figures in found.items():
        for key, value in figures.items():
            table.add_row(each, key, f"{value:,.1f}")
    Console().print(table)


def _load() -> float:
    return os.getloadavg()[0]
