"""Who may come in: the nouns."""

import msgspec

from video_bank.caller import Role
from video_bank.ids import StaffId
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
