"""Who may come in: the nouns."""

import msgspec

from video_bank.caller import Role
from video_bank.ids import SessionId, StaffId
from video_bank.sessions.session import AgentCard


class Staff(msgspec.Struct, frozen=True):
    staff_id: StaffId
    username: str
    display_name: str
    staff_number: str
    role: Role

    @property
    def card(self) -> AgentCard:
        return AgentCard(self.staff_id, self.display_name, self.staff_number)


class IssuedLink(msgspec.Struct, frozen=True):
    """`token` is known to whoever asked for it alone; only its SHA-256 is kept."""

    token: str
    expires_at: float


class IssuedHandover(IssuedLink, frozen=True):
    """By which another device takes over a seat; `code` is the same to type, eight digits."""

    code: str


class Seating(msgspec.Struct, frozen=True):
    """Where a link led. `credential` is None for the browser that had the seat already.

    After a hand-over it is the session's only one.
    """

    session_id: SessionId
    credential: str | None = None
    is_handover: bool = False
