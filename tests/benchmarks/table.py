"""All benchmarks by name, and how they are printed."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from tests.benchmarks import document, network, setup
from tests.benchmarks.media.churn import measure as measure_churn
from tests.benchmarks.media.measure import measure as measure_media
from tests.benchmarks.queue.kills import measure as measure_kills
from tests.benchmarks.queue.measure import measure as measure_queue
from tests.benchmarks.recording.measure import measure as measure_recording
from tests.benchmarks.signaling.measure import measure as measure_signaling
from tests.benchmarks.verification.measure import measure as measure_verification

Figures = dict[str, Any]  # numbers, words, intervals, and the same by name

BENCHMARKS: Final[dict[str, Callable[..., Figures]]] = {
    "setup": setup.measure,
    "media": measure_media,
    "churn": measure_churn,
    "network": network.measure,
    "recording": measure_recording,
    "queue": measure_queue,
    "kills": measure_kills,
    "signaling": measure_signaling,
    "document": document.measure,
    "verification": measure_verification,
}

# What a figure may be at most, and where more is better, at least.
AT_MOST: Final[dict[tuple[str, str], float]] = {
    ("setup", "p95_ms"): 1_500,
    ("media", "loss"): 0.001,
    ("media", "added_delay_p50_ms"): 2,
    ("media", "added_delay_p99_ms"): 20,
    ("media", "ratio_to_janus"): 1.0,
    ("media", "mb_per_call"): 2,
    ("churn", "rss_mb_growth"): 10,
    ("churn", "fds_growth"): 0,
    ("churn", "threads_growth"): 0,
    ("churn", "tasks_growth"): 0,
    ("queue", "p99_ms"): 200,
    ("queue", "double_assignments"): 0,
    ("queue", "order_violations"): 0,
    ("queue", "lost_tickets"): 0,
    ("queue", "flood_p95_change"): 0.05,
    ("kills", "lost_tickets"): 0,
    ("kills", "duplicates"): 0,
    ("kills", "order_violations"): 0,
    ("kills", "p95_back_ms"): 5_000,
    ("signaling", "p99_ms"): 50,
    ("signaling", "unanswered"): 0,
    ("signaling", "closed"): 0,
    ("signaling", "kb_per_socket"): 30,
    ("network", "node_kill_p95_ms"): 5_000,
    ("network", "node_leave_p95_ms"): 1_000,
    ("network", "node_leave_dropped_calls"): 0,
    ("network", "rebinding_p95_ms"): 4_000,
    ("network", "address_change_p95_ms"): 4_000,
    ("network", "outage_5s_p95_ms"): 500,
    ("network", "outage_40s_p95_ms"): 2_000,
    ("network", "outage_110s_p95_ms"): 2_000,
    ("network", "loss_5pct_200ms_freeze_share"): 0.02,
    ("recording", "kill_lost_max_s"): 1.0,
    ("recording", "unverifiable_prefixes"): 0,
    ("recording", "sync_core_share_60_calls"): 0.05,
    ("recording", "seal_seconds_per_hour"): 60,
    ("recording", "false_alarms"): 0,
    ("recording", "start_ms"): 1_000,
    ("recording", "seek_ms"): 500,
    ("document", "number_wrong_but_valid"): 0,
    ("document", "name_wrong_and_sure"): 0,
    ("verification", "sets.east-asian.far_match"): 0.01,
    ("verification", "sets.east-asian.frr_review"): 0.06,
    ("verification", "compare_ms"): 600,
    ("verification", "verdict_ms"): 1_000,
    ("verification", "stall_ms"): 20,
    ("verification", "worker_mb"): 250,
    ("verification", "eight_checks_failed"): 0,
    ("verification", "other_person_passed"): 0,
    ("verification", "bomb_ms"): 50,
    ("verification", "bomb_mb"): 20,
}
AT_LEAST: Final[dict[tuple[str, str], float]] = {
    ("media", "calls_per_core"): 40,
    ("media", "ratio_of_aiortc"): 25,
    ("recording", "mutations_found"): 10_000,
    ("queue", "assignments_per_s"): 200,
    ("signaling", "sockets"): 5_000,
    ("signaling", "messages_per_s"): 200,
    ("network", "loss_20pct_audio_share"): 0.95,
    ("document", "number_exact"): 36,
}


def run(name: str, *, as_json: bool, options: Mapping[str, Any]) -> None:
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
    table = Table("benchmark", "figure", "value", "limit", "")
    for each, figures in found.items():
        for key, value in _flatten(figures):
            table.add_row(each, key, _write(value), *_judge((each, key), value))
    Console().print(table)


def _flatten(figures: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each figure under its whole name, with dots."""
    for key, value in figures.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _judge(figure: tuple[str, str], value: Any) -> tuple[str, str]:
    """Return the limit, and whether it is kept; nothing of a figure that has none."""
    if (most := AT_MOST.get(figure)) is not None:
        return f"≤ {_write(most)}", "ok" if value <= most else "missed"
    if (least := AT_LEAST.get(figure)) is not None:
        return f"≥ {_write(least)}", "ok" if value >= least else "missed"
    return "", ""


def _write(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return "-"
    if isinstance(value, tuple):
        return " to ".join(map(_write, value))
    return f"{value:,.1f}" if abs(value) >= 1 else f"{value:.3f}"
