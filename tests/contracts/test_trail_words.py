"""Whatever the house writes on a trail, the auditor's page has a sentence for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest

from signaling import trail_words
from video_bank.media.commands import LegName

ROOT: Final = Path(__file__).parent.parent.parent
TEXTS: Final = ROOT / "web_client" / "src" / "text"
# The functions that write, and where each has the kind of what happened.
PLACES: Final = {"note": (0, 2), "_tell": (1,), "Happening": (0,)}
# Kinds that are put together, or looked up, when they are written.
COMPOSED: Final = {
    *(f"{leg}_page_{news}" for leg in LegName for news in ("opened", "closed")),
    *("playback_played", "playback_paused", "playback_sought"),
}


def written_kinds() -> set[str]:
    files = [*(ROOT / "video_bank").rglob("*.py"), *(ROOT / "signaling").rglob("*.py")]
    return {kind for path in files for kind in _kinds(ast.parse(path.read_text()))} | COMPOSED


def _kinds(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        for place in PLACES.get(name, ()):
            if place < len(call.args):
                yield from _strings(call.args[place])


def _strings(argument: ast.expr) -> Iterator[str]:
    """Return the string it is, or the two that a condition chooses from."""
    if isinstance(argument, ast.IfExp):
        yield from _strings(argument.body)
        yield from _strings(argument.orelse)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


@pytest.mark.parametrize("language", ["chinese", "english"])
def test_every_kind_has_its_sentence(language: str) -> None:
    text = (TEXTS / f"desk-audit-{language}.ts").read_text()
    trail = re.search(r"^  trail: \{\n(.*?)^  \},", text, re.MULTILINE | re.DOTALL)
    assert trail is not None
    worded = set(re.findall(r"^    (\w+):", trail[1], re.MULTILINE))
    assert {"session_created", "check_decided", "recording_sealed"} <= written_kinds()
    assert written_kinds() - worded == set()


def test_evidence_bundles_print_the_page_s_own_sentences() -> None:
    assert trail_words.PATH.read_bytes() == trail_words.render(), (
        "run `python -m signaling.trail_words` and commit what it writes"
    )
    assert written_kinds() <= set(msgspec.json.decode(trail_words.render()))
