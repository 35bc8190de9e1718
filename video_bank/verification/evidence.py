"""What a check saw and what follows: the nouns of this room."""

from enum import StrEnum

import msgspec

from video_bank.errors import ErrorCode
from video_bank.ids import CheckId, PictureId, SessionId


class Verdict(StrEnum):
    """What the machine says; the agent decides."""

    MATCH = "match"
    LOOK_CLOSER = "look_closer"
    MISMATCH = "mismatch"


class Decision(StrEnum):
    PASSED = "passed"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a verdict is what it is, or what made it weaker; a sentence for each is in the window."""

    DISTANCE_BELOW_MATCH = "distance_below_match"
    DISTANCE_BETWEEN = "distance_between"
    DISTANCE_ABOVE_MISMATCH = "distance_above_mismatch"
    DOCUMENT_FACE_SMALL = "document_face_small"
    DOCUMENT_BLURRED = "document_blurred"
    DOCUMENT_DARK = "document_dark"
    DOCUMENT_GLARE = "document_glare"
    LIVE_FACE_SMALL = "live_face_small"
    LIVE_BLURRED = "live_blurred"
    LIVE_DARK = "live_dark"
    LIVE_GLARE = "live_glare"
    FEW_LIVE_FRAMES = "few_live_frames"


class Thresholds(msgspec.Struct, frozen=True):
    """Distances between face encodings (L2); tied to one engine and encoding mode."""

    match_at_most: float = 0.45
    mismatch_above: float = 0.55


class Evidence(msgspec.Struct, frozen=True):
    """What a finished check rests on.

    `distance` is the L2 distance of 128-dimensional encodings. The two portraits lie encrypted
    in the vault as pictures of the session; encodings are never stored.
    """

    verdict: Verdict
    distance: float
    thresholds: Thresholds
    reasons: tuple[Reason, ...]
    engine: str
    live_frames: int
    document_portrait: PictureId
    live_portrait: PictureId
    took_ms: int


class CheckFinished(msgspec.Struct, frozen=True, tag="check_finished"):
    session_id: SessionId
    check_id: CheckId
    evidence: Evidence


class CheckFailed(msgspec.Struct, frozen=True, tag="check_failed"):
    """No verdict: `code` says what was missing (a face, a readable picture, a live frame)."""

    session_id: SessionId
    check_id: CheckId
    code: ErrorCode


CheckNews = CheckFinished | CheckFailed
