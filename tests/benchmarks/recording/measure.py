"""All figures of a recording; each file beside this one has its own."""

from tests.benchmarks.recording.cost import measure_cost
from tests.benchmarks.recording.kills import measure_kills
from tests.benchmarks.recording.replaying import measure_replaying
from tests.benchmarks.recording.sealing import measure_sealing


def measure() -> dict[str, float]:
    return {**measure_cost(), **measure_kills(), **measure_sealing(), **measure_replaying()}
