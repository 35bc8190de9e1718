"""`video-bank verify`: what the verification found, in lines or as JSON, and the exit status."""

import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import msgspec

from video_bank.recording.evidence.report import PartState, Report
from video_bank.recording.evidence.verify import verify_path

INTACT: Final = 0
NOT_INTACT: Final = 1
NOTHING_TO_VERIFY: Final = 2

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
_WORDS: Final[dict[PartState, str]] = {
    PartState.INTACT: "intact",
    PartState.MISSING: "MISSING",
    PartState.ALTERED: "ALTERED",
    PartState.OTHER_SESSION: "FROM ANOTHER SESSION",
    PartState.CUT_SHORT: "CUT SHORT",
    PartState.UNPROVEN: "UNPROVEN (no valid signature speaks for it)",
    PartState.ADDED: "ADDED (no part of the bundle)",
}


def run_verify(path: Path, keys: Collection[str], *, as_json: bool) -> int:
    """Verify, print, and return the exit status."""
    fingerprints = [key.replace(":", "").strip().lower() for key in keys]
    if not all(map(_FINGERPRINT.fullmatch, fingerprints)):
        sys.stderr.write("A key's fingerprint is SHA-256 in 64 hexadecimal digits.\n")
        return NOTHING_TO_VERIFY
    try:
        report = verify_path(path, fingerprints)
    except OSError as error:
        sys.stderr.write(f"The bundle cannot be read: {error.strerror}\n")
        return NOTHING_TO_VERIFY
    text = msgspec.json.encode(report).decode() if as_json else "\n".join(_write(report))
    sys.stdout.write(f"{text}\n")
    return INTACT if report.is_intact else NOT_INTACT


def _write(report: Report) -> Iterator[str]:
    yield f"Session {report.session_id or 'unknown'}"
    width = max(len(part.name) for part in report.parts)
    for part in report.parts:
        note = f": {part.note}" if part.note else ""
        yield f"  {_printable(part.name):<{width}}  {_WORDS[part.state]}{note}"
    for key in report.keys:
        yield f"{key.signed} verified with key {key.fingerprint or 'that cannot be read'}"
    if not report.is_key_given:
        yield (
            "The keys came with the bundle and were believed. Compare their fingerprints with the "
            "bank's own, or give it: --key FINGERPRINT"
        )
    yield "INTACT" if report.is_intact else "NOT INTACT"


def _printable(name: str) -> str:
    """A file's name is chosen by whoever made the zip: no control characters on a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)
