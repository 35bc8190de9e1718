"""All benchmarks by name, and how they are printed."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table

from tests.benchmarks import network, setup
from tests.benchmarks.media.churn import measure as measure_churn
from tests.benchmarks.media.measure import measure as measure_media

Figures = dict[str, float]

BENCHMARKS: Final[dict[str, Callable[..., Figures]]] = {
    "setup": setup.measure,
    "media": measure_media,
    "churn": measure_churn,
    "network": network.measure,
}


def run(name: str, *, as_json: bool, options: Mapping[str, float]) -> None:
    """Run one benchmark, or each of them for "all"; exit with a sentence for an unknown name.

    `options` are for the benchmark that is named.
    """
    if name != "all" and name not in BENCHMARKS:
        sys.exit(f"There is no benchmark {name}: {', '.join(BENCHMARKS)} or all.")
    found = {
        each: {"load_before": os.getloadavg()[0], **BENCHMARKS[each](**options)}
        for each in (BENCHMARKS if name == "all" else [name])
    }
    if as_json:
        print(json.dumps(found[name] if name != "all" else found))
        return
    table = Table("benchmark", "figure", "value")
    for each, figures in found.items():
        for key, value in figures.items():
            table.add_row(each, key, f"{value:,.1f}")
    Console().print(table)
