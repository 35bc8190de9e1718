"""From what a check saw to what the machine says (pure). The agent decides.

Worse evidence never gives a better verdict: a flaw turns a match into a closer look and leaves
a mismatch what it is.
"""

import math
import statistics
from collections.abc import Sequence
from typing import Final

from video_bank.verification.evidence import Reason, Thresholds, Verdict
from video_bank.verification.face import FaceQuality
from video_bank.verification.quality import find_document_flaws, find_live_flaws

ENOUGH_LIVE_FRAMES: Final = 3

# With one of these the distance alone is no match. A live frame that cannot be used is never
# compared, so what is left of its flaws only explains the distance.
_WEAKENING: Final = frozenset(
    {
        Reason.DOCUMENT_FACE_SMALL,
        Reason.DOCUMENT_BLURRED,
        Reason.DOCUMENT_DARK,
        Reason.DOCUMENT_GLARE,
        Reason.FEW_LIVE_FRAMES,
    }
)


def measure_distance(document: Sequence[float], live: Sequence[Sequence[float]]) -> float:
    """Return the mean of the distances between the document's and each live encoding.

    Not the distance to the mean encoding: a mean lies nearer to everybody. On 16 East-Asian
    faces three photographs accepted 2.6 % of strangers at 0.45 that way, none of 3248 this way.
    """
    return statistics.fmean(math.dist(document, encoding) for encoding in live)


def judge(
    distance: float,
    document: FaceQuality,
    live: Sequence[FaceQuality],
    thresholds: Thresholds,
) -> tuple[Verdict, tuple[Reason, ...]]:
    """Return the verdict and its reasons, the distance's first. `live`: the frames compared."""
    verdict, distance_reason = _by_distance(distance, thresholds)
    flaws = [*find_document_flaws(document), *_shared_flaws(live)]
    if len(live) < ENOUGH_LIVE_FRAMES:
        flaws.append(Reason.FEW_LIVE_FRAMES)
    if verdict is Verdict.MATCH and not _WEAKENING.isdisjoint(flaws):
        verdict = Verdict.LOOK_CLOSER
    return verdict, (distance_reason, *flaws)


def _by_distance(distance: float, thresholds: Thresholds) -> tuple[Verdict, Reason]:
    if distance <= thresholds.match_at_most:
        return Verdict.MATCH, Reason.DISTANCE_BELOW_MATCH
    if distance <= thresholds.mismatch_above:
        return Verdict.LOOK_CLOSER, Reason.DISTANCE_BETWEEN
    return Verdict.MISMATCH, Reason.DISTANCE_ABOVE_MISMATCH  # also for a distance that is NaN


def _shared_flaws(live: Sequence[FaceQuality]) -> list[Reason]:
    """Return the flaws that every frame has; one better frame makes up for the others."""
    first, *others = [find_live_flaws(quality) for quality in live]
    return [flaw for flaw in first if all(flaw in flaws for flaws in others)]
