"""Whether pictures that no check may rely on are turned away, each for a reason.

They are those that the folder's `manifest.csv` (columns file, tag) tags as gate-negative.
"""

import csv
from pathlib import Path

import numpy as np
from PIL import Image

from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.frame import Frame
from video_bank.verification.quality import find_live_obstacles
from video_bank.verification.worker_jobs import FrameRead, ReadFrame
from video_bank.verification.worker_pool import WorkerPool

_TAG = "gate-negative"
_MOST_SIDE = 1280  # as a call sends them


async def measure_gates(engine: EngineChoice, images: Path) -> dict[str, float]:
    """Return how many were shown, and how many of them a check would have compared."""
    files = _read_manifest(images / "manifest.csv")
    if not files:
        return {}
    pool = WorkerPool(engine=engine)
    try:
        reads = [await pool.run(ReadFrame(_load(images / file)), FrameRead) for file in files]
    finally:
        await pool.close()
    compared = sum(
        read.quality is not None and not find_live_obstacles(read.quality) for read in reads
    )
    return {"gate_negatives": len(files), "gate_negatives_compared": compared}


def _read_manifest(path: Path) -> list[str]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [row["file"] for row in csv.DictReader(lines) if row["tag"].startswith(_TAG)]


def _load(path: Path) -> Frame:
    with Image.open(path) as picture:
        picture.thumbnail((_MOST_SIDE, _MOST_SIDE))
        rgb = np.asarray(picture.convert("RGB"), np.uint8)
    return Frame.of(rgb)
