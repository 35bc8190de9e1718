"""What a check saw and what follows: the nouns of this room."""

from enum import StrEnum

import msgspec

from video_bank.errors import ErrorCode
from video_bank.ids import CheckId, PictureId, SessionId


class Verdict(StrEnum):
    """What the machine says; people decide."""

    PASSED = "passed"
    REVIEW = "review"
    FAILED = "failed"


class Decision(StrEnum):
    PASSED = "passed"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a verdict is what it is; a sentence for each is in the window."""

    DISTANCE_BELOW_MATCH = "distance_below_match"
    DISTANCE_BETWEEN = "distance_between"
    DISTANCE_ABOVE_MISMATCH = "distance_above_mismatch"

    DOCUMENT_FACE_SMALL = "document_face_small"
    DOCUMENT_BLURRED = "document_blurred"
    DOCUMENT_DARK = "document_dark"
    DOCUMENT_FLAT = "document_flat"
    DOCUMENT_GLARE = "document_glare"
    DOCUMENT_FACE_CUT = "document_face_cut"
    DOCUMENT_FACE_COVERED = "document_face_covered"

    DOCUMENT_EXPIRED = "document_expired"
    DOCUMENT_NOT_YET_VALID = "document_not_yet_valid"
    VALIDITY_UNKNOWN = "validity_unknown"
    UNDER_AGE = "under_age"
    NUMBER_INVALID = "number_invalid"
    NUMBER_CHANGED = "number_changed"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEX_DIFFERS = "sex_differs"
    NAME_DIFFERS = "name_differs"

    LIVE_FACE_SMALL = "live_face_small"
    LIVE_BLURRED = "live_blurred"
    LIVE_DARK = "live_dark"
    LIVE_FLAT = "live_flat"
    LIVE_GLARE = "live_glare"
    LIVE_FACE_CUT = "live_face_cut"
    LIVE_FACE_COVERED = "live_face_covered"
    LIVE_FACE_TURNED = "live_face_turned"
    FEW_LIVE_FRAMES = "few_live_frames"

    NO_CHALLENGE = "no_challenge"
    CHALLENGE_UNANSWERED = "challenge_unanswered"
    NOTHING_SPOKEN = "nothing_spoken"  # answered, without digits read aloud
    WRONG_MOVEMENT = "wrong_movement"  # attempts that another movement ended
    UNASKED_MOVEMENT = "unasked_movement"  # attempts that a movement ended while none was asked for
    MOUTH_STILL = "mouth_still"  # while digits were read
    FLASH_FOLLOWED = "flash_followed"
    FLASH_NOT_FOLLOWED = "flash_not_followed"

    PICTURE_LOOPS = "picture_loops"
    PICTURE_STANDS = "picture_stands"
    SEEN_BEFORE = "seen_before"  # the same video, in an earlier meeting
    SEEN_BEFORE_UNKNOWN = "seen_before_unknown"  # nobody could look
    FACE_CHANGED = "face_changed"  # among the frames that were compared
    SECOND_FACE = "second_face"
    TIMING_REGULAR = "timing_regular"
    FRAMES_SLOW = "frames_slow"
    CAMERA_LOOKS_VIRTUAL = "camera_looks_virtual"
    CAMERA_LACKS_ABILITIES = "camera_lacks_abilities"
    NETWORK_CHANGED = "network_changed"  # the page came from another one while the check ran

    ADDRESS_ABROAD = "address_abroad"  # one of them, outside the home countries
    POSITION_FAR_FROM_ADDRESS = "position_far_from_address"  # km
    ADDRESS_OF_HOSTING = "address_of_hosting"
    COUNTRY_CHANGED = "country_changed"  # of the address
    POSITION_NOT_GIVEN = "position_not_given"  # by a browser whose customer had agreed

    REGISTRY_AGREES = "registry_agrees"
    REGISTRY_DISAGREES = "registry_disagrees"
    REGISTRY_UNAVAILABLE = "registry_unavailable"
    RISK_LOW = "risk_low"
    RISK_HIGH = "risk_high"
    RISK_UNAVAILABLE = "risk_unavailable"


class Finding(msgspec.Struct, frozen=True):
    """One signal: what was measured, and the limit that it was held against, where there is one."""

    reason: Reason
    value: float | None = None
    limit: float | None = None


class Thresholds(msgspec.Struct, frozen=True):
    """Distances between face encodings (L2); tied to one engine and encoding mode."""

    match_at_most: float = 0.45
    mismatch_above: float = 0.55


class Action(StrEnum):
    """What a challenge asks of the customer."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    NOD = "nod"
    BLINK = "blink"
    OPEN_MOUTH = "open_mouth"
    READ_DIGITS = "read_digits"


class ActionSeen(msgspec.Struct, frozen=True):
    """Times are seconds; `shown_at` since the challenge's begin, the others since `shown_at`.

    `done_after_s` is None when the action was not seen; `picture` shows it being done.
    """

    action: Action
    shown_at: float
    within_s: float
    done_after_s: float | None = None
    picture: PictureId | None = None


class FlashSeen(msgspec.Struct, frozen=True):
    """The colours that the customer's screen showed, and how well the face followed them."""

    colours: tuple[str, ...]
    agreement: float


class ChallengeSeen(msgspec.Struct, frozen=True):
    """`alternative`: actions for somebody who cannot do the usual ones. Attempts begin at 1."""

    challenge_id: str
    attempt: int
    actions: tuple[ActionSeen, ...]
    flash: FlashSeen | None = None
    alternative: bool = False


class Evidence(msgspec.Struct, frozen=True):
    """What a finished check rests on.

    `distance` is the L2 distance of 128-dimensional encodings. The portraits and the pictures of
    actions lie encrypted in the vault as pictures of the session; encodings are never stored.
    """

    verdict: Verdict
    distance: float
    thresholds: Thresholds
    findings: tuple[Finding, ...]
    engine: str
    live_frames: int
    document_portrait: PictureId
    live_portrait: PictureId
    took_ms: int
    challenge: ChallengeSeen | None = None

    @property
    def pictures(self) -> tuple[PictureId, ...]:
        """Return every picture of the session that this evidence shows."""
        actions = self.challenge.actions if self.challenge else ()
        shown = (action.picture for action in actions if action.picture is not None)
        return (self.document_portrait, self.live_portrait, *shown)


class CheckFinished(msgspec.Struct, frozen=True, tag="check_finished"):
    session_id: SessionId
    check_id: CheckId
    evidence: Evidence


class CheckFailed(msgspec.Struct, frozen=True, tag="check_failed"):
    """No verdict: `code` says what was missing (a face, a readable picture, a live frame)."""

    session_id: SessionId
    check_id: CheckId
    code: ErrorCode


class InquiryAnswered(msgspec.Struct, frozen=True, tag="inquiry_answered"):
    """What the bank's own systems said where no face was compared; nothing where there are none."""

    session_id: SessionId
    check_id: CheckId
    findings: tuple[Finding, ...]


CheckNews = CheckFinished | CheckFailed | InquiryAnswered
