"""What a media node is told, through its Redis stream `node:{node_id}:commands`.

Every command may arrive twice (a host that died between sending and noting it sends again):
a node answers a repeated command with the same news and does nothing else.
"""

from enum import StrEnum

import msgspec

from video_bank.ids import CheckId, PictureId, SessionId


class LegName(StrEnum):
    """Who takes part; at most one of each at a time."""

    CUSTOMER = "customer"
    AGENT = "agent"
    GUEST = "guest"  # an expert, a guarantor, somebody of the family
    SUPERVISOR = "supervisor"
    COLLEAGUE = "colleague"  # another agent, whom the first one asked in


class SupervisorMode(StrEnum):
    """The contact centre's four ways to be in somebody else's call."""

    LISTEN = "listen"  # hears and sees, and nobody hears or sees them
    WHISPER = "whisper"  # the agent alone does
    BARGE = "barge"  # everybody does
    LEAD = "lead"  # took over: stands in the agent's place


class Arrangement(msgspec.Struct, frozen=True):
    """`screen` is the leg whose screen is shown, None when none is.

    `is_held`: the customer's side neither hears nor is heard, behind its curtain.
    """

    supervisor: SupervisorMode = SupervisorMode.LISTEN
    screen: LegName | None = None
    is_held: bool = False


class OpenCall(msgspec.Struct, frozen=True, tag="open_call"):
    """Make room for a session: journals may be written from now on.

    `wrapped_key` is the session's data key under the master key. `clock_zero` is the wall clock
    (seconds, UTC) of the recording's time zero, the same on every node and take.
    """

    session_id: SessionId
    wrapped_key: bytes
    clock_zero: float


class AttachLeg(msgspec.Struct, frozen=True, tag="attach_leg"):
    """Answer a browser's offer with a new take of a leg; an older take of the leg is replaced."""

    session_id: SessionId
    leg: LegName
    take: int
    offer_sdp: str


class DetachLeg(msgspec.Struct, frozen=True, tag="detach_leg"):
    session_id: SessionId
    leg: LegName


class ArrangeCall(msgspec.Struct, frozen=True, tag="arrange_call"):
    """Say anew who hears and sees whom; a leg's screen is journalled once it is shown."""

    session_id: SessionId
    arrangement: Arrangement


class CloseCall(msgspec.Struct, frozen=True, tag="close_call"):
    """Finish the journals, then close every leg; answered by `CallClosed`."""

    session_id: SessionId


class StartCheck(msgspec.Struct, frozen=True, tag="start_check"):
    """Compare the face on a stored picture with a leg's live face.

    The picture lies encrypted in the vault under `pictures/{session_id}/{picture_id}`.
    `has_challenge`: the leg's person is asked to move; `is_slow` gives more time for it, and with
    `has_flash` the page's screen changes its colour meanwhile. What the page told of its camera
    may be untrue. By its own `reference` the
    bank's systems know the customer.
    """

    session_id: SessionId
    check_id: CheckId
    picture_id: PictureId
    leg: LegName
    reference: str = ""
    has_challenge: bool = True
    is_slow: bool = False
    has_flash: bool = False
    camera_looks_virtual: bool = False
    camera_lacks_abilities: bool = False


class EaseChallenge(msgspec.Struct, frozen=True, tag="ease_challenge"):
    """The person cannot do what prompt number `prompt` asks: draw anew without it."""

    session_id: SessionId
    check_id: CheckId
    prompt: int


class JudgeDigits(msgspec.Struct, frozen=True, tag="judge_digits"):
    """The agent heard the digits of prompt number `prompt`, or something else."""

    session_id: SessionId
    check_id: CheckId
    prompt: int
    is_right: bool


class Inquire(msgspec.Struct, frozen=True, tag="inquire"):
    """Ask the bank's own systems about the customer of a check in which no face is compared."""

    session_id: SessionId
    check_id: CheckId
    reference: str


class WatchFace(msgspec.Struct, frozen=True, tag="watch_face"):
    """Look for the face on a stored picture, as after a check: the call has come from elsewhere."""

    session_id: SessionId
    picture_id: PictureId
    leg: LegName


MediaCommand = (
    OpenCall
    | AttachLeg
    | DetachLeg
    | ArrangeCall
    | CloseCall
    | StartCheck
    | EaseChallenge
    | JudgeDigits
    | Inquire
    | WatchFace
)
