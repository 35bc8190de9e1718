"""The trail as a person reads it on paper, in Chinese and English (pure).

The sentences are the auditor's page's own; `python -m signaling.trail_words` takes them over.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Final

import msgspec

from video_bank.audit.trail import Entry
from video_bank.ids import SessionId

_WORDS: Final = msgspec.json.decode(
    files(__package__).joinpath("trail_words.json").read_bytes(), type=dict[str, tuple[str, str]]
)


def write_trail(session_id: SessionId, entries: Sequence[Entry], clock_zero: float) -> str:
    """Return one line an entry: number, time, place in the recording, what, by whom, facts."""
    head = [
        f"审计链 / Audit trail: {session_id}",
        "时间为 UTC；方括号内为录像的分和秒。",
        "Times are UTC; in brackets, minutes and seconds of the recording.",
        "",
    ]
    lines = [
        f"{entry.number:>4}  {_moment(entry.happening.at)}  "
        f"[{_place(entry.happening.at - clock_zero)}]  "
        f"{_sentence(entry.happening.kind)}; {entry.happening.actor}" + "".join(_facts(entry))
        for entry in entries
    ]
    return "\n".join([*head, *lines, ""])


def _sentence(kind: str) -> str:
    """A kind without words of its own, put together from a leg's name, speaks for itself."""
    return " / ".join(_WORDS.get(kind, (kind.replace("_", " "),)))


def _facts(entry: Entry) -> Iterator[str]:
    for name, value in sorted(entry.happening.facts.items()):
        if value is not None and value != "":
            yield f"; {name} {value}"


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(" ", "milliseconds").removesuffix("+00:00")


def _place(seconds: float) -> str:
    sign, whole = ("-", -seconds) if seconds < 0 else (" ", seconds)
    return f"{sign}{int(whole) // 60:02d}:{whole % 60:04.1f}"
