"""How often comparing faces errs on given pairs of pictures, and what a check costs.

Without a file of pairs: pictures of the two public-domain faces that come with development
packages, changed as cameras change them. They show that everything works and nothing else.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any, Final

from PIL import ImageOps

from tests.benchmarks.verification.checks import measure_bomb, measure_checks
from tests.benchmarks.verification.gates import measure_gates
from tests.video_bank.verification.pictures import admiral, astronaut, darker, jpeg, on_card
from video_bank.bank.faces import pick_engine
from video_bank.bank.measuring import measure_pairs, write_report
from video_bank.settings import Settings
from video_bank.verification.measuring.report import PairsReport, flatten

_OWN: Final = "public-domain"


def measure(
    *,
    pairs: Path | None = None,
    images: Path | None = None,
    html: Path | None = None,
    is_signed: bool = False,
) -> dict[str, Any]:
    """Return `sets` (name → rates with intervals) and the costs of a check."""
    settings = Settings.from_environment()
    with tempfile.TemporaryDirectory() as folder:
        if pairs is None or images is None:
            images = Path(folder)
            pairs = _draw_pairs(images)
        report = asyncio.run(measure_pairs(settings, pairs, images))
        gates = asyncio.run(measure_gates(pick_engine(settings), images))
    if html:
        asyncio.run(write_report(settings, report, html, is_signed=is_signed))
    costs = asyncio.run(measure_checks(pick_engine(settings)))
    return {**_figures(report), **gates, **costs, **measure_bomb()}


def _figures(report: PairsReport) -> dict[str, Any]:
    found: dict[str, Any] = {
        "engine": report.engine,
        "sets": {name: flatten(rates) for name, rates in report.sets.items()},
        "refused": report.refused,
    }
    if recommended := report.recommended:
        found["recommended_match_at_most"] = recommended.match_at_most
        found["recommended_interval"] = (recommended.lowest, recommended.highest)
        found["recommended_for"] = recommended.group
    return found


def _draw_pairs(folder: Path) -> Path:
    """Write variants of two faces and the pairs of them."""
    names: dict[str, list[str]] = {}
    for person, face in (("one", astronaut()), ("other", admiral())):
        variants = {
            "plain": face,
            "dark": darker(face),
            "mirrored": ImageOps.mirror(face),
            "card": on_card(face, 340),
        }
        for variant, picture in variants.items():
            name = f"{person}-{variant}.jpg"
            (folder / name).write_bytes(jpeg(picture, 80))
            names.setdefault(person, []).append(name)
    everyone = [(person, name) for person, of_person in names.items() for name in of_person]
    lines = [
        f"{file_a},{file_b},{int(person_a == person_b)},{_OWN}"
        for place, (person_a, file_a) in enumerate(everyone)
        for person_b, file_b in everyone[place + 1 :]
    ]
    path = folder / "pairs.csv"
    path.write_text("\n".join(("file_a,file_b,same,set", *lines)))
    return path
