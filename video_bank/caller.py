"""Who is asking, with which rights."""

from enum import StrEnum

import msgspec

from video_bank.ids import GuestId, SessionId, StaffId


class Role(StrEnum):
    CUSTOMER = "customer"
    GUEST = "guest"  # a third party in somebody's meeting
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"
    BANK_SYSTEM = "bank_system"  # the bank's own software, by API key


class Caller(msgspec.Struct, frozen=True):
    """`staff_id` for staff, `session_id` for a customer or a guest, neither for a bank system."""

    role: Role
    staff_id: StaffId | None = None
    session_id: SessionId | None = None
    guest_id: GuestId | None = None

    @property
    def subject(self) -> str:
        """Return the name that trail entries carry: an id, never a person's name."""
        return self.staff_id or self.guest_id or self.session_id or self.role.value
