"""Where sessions are kept, as their host sees it."""

from typing import Protocol

import msgspec

from video_bank.errors import BankError, ErrorCode
from video_bank.ids import SessionId, StaffId
from video_bank.sessions.draft import Step
from video_bank.sessions.effects import PendingEffect
from video_bank.sessions.session import AgentCard, Session


class NoLongerHostError(BankError):
    """Another process hosts the session by now: stop, and write nothing."""

    code = ErrorCode.UNAVAILABLE


class Hosted(msgspec.Struct, frozen=True, kw_only=True):
    """A session in its host's hands.

    `pending` is not known to be carried out, `inbox_position` is the last entry that counted,
    `host_epoch` is the fencing token: it rises with each new host.
    """

    session: Session
    pending: tuple[PendingEffect, ...]
    inbox_position: str
    effect_number: int
    host_epoch: int


class SessionStore(Protocol):
    """Every method raises UnavailableError when the store does not answer."""

    async def unfinished(self, now: float) -> list[SessionId]:
        """Return the sessions that need a host.

        Those not at an end, those that came to it just now, those with effects still pending.
        """
        ...

    async def take_over(self, session_id: SessionId) -> Hosted:
        """Become the host: whoever was it before can write no more. Raise NotFoundError."""
        ...

    async def write(self, hosted: Hosted, step: Step, inbox_position: str) -> Hosted:
        """Keep a decision whole: session, trail, effects, place in the inbox.

        Raise NoLongerHostError.
        """
        ...

    async def note_carried_out(self, hosted: Hosted) -> Hosted:
        """Forget the pending effects: all of them are done. Raise NoLongerHostError."""
        ...


class StaffCards(Protocol):
    async def find_card(self, staff_id: StaffId) -> AgentCard | None:
        """Return what customers may know of an agent."""
        ...
