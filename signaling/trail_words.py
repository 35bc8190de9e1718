"""The trail's sentences as evidence bundles print them: taken from the auditor's page.

`python -m signaling.trail_words` writes `video_bank/recording/evidence/trail_words.json` from the
page's texts; with `--check` it only says whether the file is still what it would write.
"""

import re
import sys
from pathlib import Path
from typing import Final

import msgspec

_ROOT: Final = Path(__file__).parent.parent
PATH: Final = _ROOT / "video_bank" / "recording" / "evidence" / "trail_words.json"

_TEXTS: Final = _ROOT / "web_client" / "src" / "text"
_STALE: Final = f"{PATH.name} is not what `python -m signaling.trail_words` writes; run it.\n"
_TRAIL: Final = re.compile(r"^  trail: \{\n(.*?)^  \},", re.MULTILINE | re.DOTALL)
_SENTENCE: Final = re.compile(r'^    (\w+):\s+"([^"]*)"', re.MULTILINE)


def render() -> bytes:
    """Return the file: kind → the sentence in Chinese and in English."""
    chinese, english = _read("chinese"), _read("english")
    words = {kind: [chinese[kind], english[kind]] for kind in sorted(chinese.keys() & english)}
    return msgspec.json.format(msgspec.json.encode(words), indent=2) + b"\n"


def main() -> int:
    if "--check" not in sys.argv[1:]:
        PATH.write_bytes(render())
        return 0
    if PATH.exists() and PATH.read_bytes() == render():
        return 0
    sys.stderr.write(_STALE)
    return 1


def _read(language: str) -> dict[str, str]:
    text = (_TEXTS / f"desk-audit-{language}.ts").read_text(encoding="utf-8")
    trail = _TRAIL.search(text)
    return dict(_SENTENCE.findall(trail[1])) if trail else {}


if __name__ == "__main__":
    sys.exit(main())
