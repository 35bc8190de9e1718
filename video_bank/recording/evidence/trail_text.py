"""The trail as a person reads it on paper (pure)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from video_bank.audit.trail import Entry
from video_bank.ids import SessionId


def write_trail(session_id: SessionId, entries: Sequence[Entry], clock_zero: float) -> str:
    """Return one line an entry: number, time, place in the recording, what, by whom, facts."""
    head = [
        f"Audit trail of {session_id}",
        "Times are UTC; in brackets, minutes and seconds of the recording.",
        "",
    ]
    lines = [
        f"{entry.number:>4}  {_moment(entry.happening.at)}  "
        f"[{_place(entry.happening.at - clock_zero)}]  "
        f"{entry.happening.kind.replace('_', ' ')}, by {entry.happening.actor}"
        + "".join(_facts(entry))
        for entry in entries
    ]
    return "\n".join([*head, *lines, ""])


def _facts(entry: Entry) -> Iterator[str]:
    for name, value in sorted(entry.happening.facts.items()):
        if value is not None and value != "":
            yield f"; {name} {value}"


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(" ", "milliseconds").removesuffix("+00:00")


def _place(seconds: float) -> str:
    sign, whole = ("-", -seconds) if seconds < 0 else (" ", seconds)
    return f"{sign}{int(whole) // 60:02d}:{whole % 60:04.1f}"
