"""The nouns of what stands beside the schedule: holds, and what is known of a session."""

import msgspec

from video_bank.ids import SessionId
from video_bank.retention.policy import Facts


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's order that nothing of a session may be deleted; `number` counts per session."""

    number: int
    placed_at: float
    placed_by: str
    reason: str
    released_at: float | None = None
    released_by: str | None = None
    release_reason: str | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A session that retention has to do with; `facts` is None while it goes on."""

    session_id: SessionId
    facts: Facts | None
    holds: tuple[Hold, ...] = ()
