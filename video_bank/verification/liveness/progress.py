"""How a challenge goes, as the session and its pages hear of it."""

from enum import StrEnum

import msgspec

from video_bank.ids import CheckId, SessionId
from video_bank.verification.evidence import Action
from video_bank.verification.liveness.hints import Hint


class Phase(StrEnum):
    GETTING_READY = "getting_ready"  # until the face can be seen well
    PROMPTING = "prompting"
    WELL_DONE = "well_done"  # between two prompts
    AGAIN = "again"  # before the next attempt
    COMPARING = "comparing"  # the customer has nothing more to do


class Prompt(msgspec.Struct, frozen=True):
    """The one action at hand. `number` counts on through a check; `digits` only to be read."""

    number: int
    action: Action
    within_s: float
    digits: str = ""


class ChallengeProgress(msgspec.Struct, frozen=True):
    """`number` rises with each change. `done`: answered in this attempt, of `asked` actions.

    `hint`: what would have helped, where it is to be tried again.
    """

    number: int
    phase: Phase
    attempt: int
    asked: int = 0
    done: tuple[Action, ...] = ()
    prompt: Prompt | None = None
    hint: Hint | None = None
    is_alternative: bool = False


class ChallengeMoved(msgspec.Struct, frozen=True, tag="challenge_moved"):
    session_id: SessionId
    check_id: CheckId
    progress: ChallengeProgress


class Sitter(StrEnum):
    """Whose face is before the camera after a check."""

    SAME = "same"
    SWAPPED = "swapped"  # another face than the one that was checked
    SECOND = "second"  # the same, and somebody beside
    LEFT = "left"


class PresenceChanged(msgspec.Struct, frozen=True, tag="presence_changed"):
    """`distance`: of the face to the one that was checked, where there was one."""

    session_id: SessionId
    presence: Sitter
    distance: float | None = None


LivenessNews = ChallengeMoved | PresenceChanged
