"""All figures of a recording; each file beside this one has its own."""

from tests.benchmarks.recording.cost import measure_cost
from tests.benchmarks.recording.kills import measure_kills


def measure() -> dict[str, float]:
    return {**measure_cost(), **measure_kills()}
