"""From what a check saw to what the machine says (pure). People decide.

Each finding has an effect, and the verdict is the worst of them: whatever else is found, and
however much further apart the faces are, a verdict never gets better. What is missing is itself
a finding, so that nothing passes because nobody looked.
"""

import math
import statistics
from collections.abc import Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType
from typing import Final

import msgspec

from video_bank.verification.evidence import (
    Action,
    ChallengeSeen,
    Evidence,
    Finding,
    Reason,
    Thresholds,
    Verdict,
)

ENOUGH_LIVE_FRAMES: Final = 3
_FURTHEST: Final = 2.0  # of two encodings of length 1


class Effect(IntEnum):
    """What a finding does to a verdict; the larger, the worse."""

    NOTE = 0  # it only explains
    REVIEW = 1  # the machine alone does not pass it
    FAIL = 2


EFFECTS: Final[Mapping[Reason, Effect]] = MappingProxyType(
    {
        Reason.DISTANCE_BELOW_MATCH: Effect.NOTE,
        Reason.DISTANCE_BETWEEN: Effect.REVIEW,
        Reason.DISTANCE_ABOVE_MISMATCH: Effect.FAIL,
        Reason.DOCUMENT_FACE_SMALL: Effect.REVIEW,
        Reason.DOCUMENT_BLURRED: Effect.REVIEW,
        Reason.DOCUMENT_DARK: Effect.REVIEW,
        Reason.DOCUMENT_FLAT: Effect.REVIEW,
        Reason.DOCUMENT_GLARE: Effect.REVIEW,
        Reason.DOCUMENT_EXPIRED: Effect.FAIL,
        Reason.DOCUMENT_NOT_YET_VALID: Effect.FAIL,
        Reason.VALIDITY_UNKNOWN: Effect.REVIEW,
        Reason.UNDER_AGE: Effect.FAIL,
        Reason.NUMBER_INVALID: Effect.FAIL,
        Reason.NUMBER_CHANGED: Effect.REVIEW,
        Reason.BIRTH_DATE_DIFFERS: Effect.FAIL,
        Reason.SEX_DIFFERS: Effect.FAIL,
        Reason.NAME_DIFFERS: Effect.REVIEW,  # a name may be misspelt in an invitation
        Reason.DOCUMENT_FACE_CUT: Effect.REVIEW,
        Reason.DOCUMENT_FACE_COVERED: Effect.REVIEW,
        # A live frame that cannot be used is never compared; what is left of its flaws only
        # explains the distance.
        Reason.LIVE_FACE_SMALL: Effect.NOTE,
        Reason.LIVE_BLURRED: Effect.NOTE,
        Reason.LIVE_DARK: Effect.NOTE,
        Reason.LIVE_FLAT: Effect.NOTE,
        Reason.LIVE_GLARE: Effect.NOTE,
        # Frames with these are not compared; were one, nobody should rely on it.
        Reason.LIVE_FACE_CUT: Effect.REVIEW,
        Reason.LIVE_FACE_COVERED: Effect.REVIEW,
        Reason.LIVE_FACE_TURNED: Effect.REVIEW,
        Reason.FEW_LIVE_FRAMES: Effect.REVIEW,
        Reason.NO_CHALLENGE: Effect.REVIEW,
        Reason.CHALLENGE_UNANSWERED: Effect.REVIEW,
        # A recording may hold the movements that were asked for, by chance; no digits.
        Reason.NOTHING_SPOKEN: Effect.REVIEW,
        Reason.REGISTRY_AGREES: Effect.NOTE,
        Reason.REGISTRY_DISAGREES: Effect.FAIL,
        Reason.REGISTRY_UNAVAILABLE: Effect.REVIEW,
        Reason.RISK_LOW: Effect.NOTE,
        Reason.RISK_HIGH: Effect.REVIEW,
        Reason.RISK_UNAVAILABLE: Effect.REVIEW,
        Reason.WRONG_MOVEMENT: Effect.NOTE,  # left and right are easily mixed up
        Reason.UNASKED_MOVEMENT: Effect.REVIEW,  # found from the second on
        Reason.MOUTH_STILL: Effect.REVIEW,
        # In daylight a genuine face does not follow either.
        Reason.FLASH_FOLLOWED: Effect.NOTE,
        Reason.FLASH_NOT_FOLLOWED: Effect.NOTE,
        Reason.PICTURE_LOOPS: Effect.FAIL,
        Reason.PICTURE_STANDS: Effect.REVIEW,
        Reason.SEEN_BEFORE: Effect.FAIL,
        Reason.SEEN_BEFORE_UNKNOWN: Effect.REVIEW,
        Reason.FACE_CHANGED: Effect.FAIL,
        Reason.SECOND_FACE: Effect.REVIEW,
        # What a page says may be untrue, and how often a genuine camera's clock is this regular,
        # nobody has measured.
        Reason.TIMING_REGULAR: Effect.NOTE,
        Reason.FRAMES_SLOW: Effect.NOTE,
        Reason.CAMERA_LOOKS_VIRTUAL: Effect.NOTE,
        Reason.CAMERA_LACKS_ABILITIES: Effect.NOTE,
        Reason.NETWORK_CHANGED: Effect.NOTE,  # a phone leaves its Wi-Fi
        # Known of those alone who agreed to be asked, by a page that may lie and a file that errs.
        Reason.ADDRESS_ABROAD: Effect.NOTE,
        Reason.POSITION_FAR_FROM_ADDRESS: Effect.NOTE,
        Reason.ADDRESS_OF_HOSTING: Effect.NOTE,
        Reason.COUNTRY_CHANGED: Effect.NOTE,
        Reason.POSITION_NOT_GIVEN: Effect.NOTE,
    }
)
# Beside what fails: signs that somebody tries to deceive.
_BY_TWO: Final = frozenset(
    {Reason.CHALLENGE_UNANSWERED, Reason.MOUTH_STILL, Reason.PICTURE_STANDS, Reason.RISK_HIGH}
)
_VERDICTS: Final = {
    Effect.NOTE: Verdict.PASSED,
    Effect.REVIEW: Verdict.REVIEW,
    Effect.FAIL: Verdict.FAILED,
}


def measure_distance(document: Sequence[float], live: Sequence[Sequence[float]]) -> float:
    """Return the mean of the distances between the document's and each live encoding.

    Not the distance to the mean encoding: a mean lies nearer to everybody. On 16 East-Asian
    faces three photographs accepted 2.6 % of strangers at 0.45 that way, none of 3248 this way.
    Encodings that are no numbers are as far apart as can be.
    """
    mean = statistics.fmean(math.dist(document, encoding) for encoding in live)
    return mean if math.isfinite(mean) else _FURTHEST


def judge(
    distance: float,
    thresholds: Thresholds,
    findings: Sequence[Finding],
    live_frames: int,
    *,
    challenge: ChallengeSeen | None,
) -> tuple[Verdict, tuple[Finding, ...]]:
    """Return the verdict and all findings, the distance's first.

    `live_frames` counts the frames compared. What they are too few of, and what the challenge
    lacks, is found here: who calls need not think of it.
    """
    missing = [*_find_few_frames(live_frames), *_find_unanswered(challenge)]
    known = {finding.reason for finding in findings}
    found = (
        _by_distance(distance, thresholds),
        *findings,
        *(finding for finding in missing if finding.reason not in known),
    )
    worst = max(EFFECTS[finding.reason] for finding in found)
    return _VERDICTS[worst], found


def needs_second_person(findings: Sequence[Finding]) -> bool:
    """Say whether one person alone may not pass a check that found this."""
    return any(
        EFFECTS[finding.reason] is Effect.FAIL or finding.reason in _BY_TWO for finding in findings
    )


def add_findings(evidence: Evidence, findings: Sequence[Finding]) -> Evidence:
    """Return the evidence with what was found elsewhere; the verdict never gets better by it."""
    known = {finding.reason for finding in evidence.findings}
    found = (*evidence.findings, *(each for each in findings if each.reason not in known))
    worst = max(EFFECTS[finding.reason] for finding in found)
    return msgspec.structs.replace(evidence, findings=found, verdict=_VERDICTS[worst])


def _by_distance(distance: float, thresholds: Thresholds) -> Finding:
    match, mismatch = thresholds.match_at_most, thresholds.mismatch_above
    if distance <= min(match, mismatch):
        return Finding(Reason.DISTANCE_BELOW_MATCH, distance, match)
    if distance <= mismatch:
        return Finding(Reason.DISTANCE_BETWEEN, distance, match)
    return Finding(Reason.DISTANCE_ABOVE_MISMATCH, distance, mismatch)  # also for a NaN


def _find_few_frames(live_frames: int) -> list[Finding]:
    if live_frames >= ENOUGH_LIVE_FRAMES:
        return []
    return [Finding(Reason.FEW_LIVE_FRAMES, live_frames, ENOUGH_LIVE_FRAMES)]


def _find_unanswered(challenge: ChallengeSeen | None) -> list[Finding]:
    if challenge is None:
        return [Finding(Reason.NO_CHALLENGE)]
    asked = len(challenge.actions)
    done = sum(
        action.done_after_s is not None and action.done_after_s <= action.within_s
        for action in challenge.actions
    )
    if not 0 < asked == done:
        return [Finding(Reason.CHALLENGE_UNANSWERED, done, asked)]
    is_spoken = any(action.action is Action.READ_DIGITS for action in challenge.actions)
    return [] if is_spoken else [Finding(Reason.NOTHING_SPOKEN)]
