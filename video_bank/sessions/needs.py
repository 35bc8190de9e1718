"""What hosting needs from lower rooms, as Protocols of its own."""

from collections.abc import Sequence
from typing import Protocol

from video_bank.ids import NodeId, OfferId, QueueId, SessionId, StaffId
from video_bank.media.placement import NodeReport
from video_bank.queues.ticket import Target, Ticket
from video_bank.sessions.callback_news import CallbackNews
from video_bank.sessions.outgoing import OutgoingMessage


class QueueDesk(Protocol):
    """The session's side of the queues; every call bears repeating, in the order of `fence`."""

    async def enter(self, ticket: Ticket, *, is_first: bool, fence: int) -> None: ...
    async def leave(self, session_id: SessionId, *, fence: int) -> None: ...
    async def set_away(self, session_id: SessionId, *, is_away: bool, fence: int) -> None: ...
    async def hold_agent(
        self, staff_id: StaffId, session_id: SessionId, queue: QueueId, *, fence: int
    ) -> None: ...
    async def begin_wrap_up(
        self, staff_id: StaffId, session_id: SessionId, *, until: float | None, fence: int
    ) -> None: ...
    async def ask_colleague(
        self, session_id: SessionId, queue: QueueId, target: Target, *, fence: int
    ) -> None: ...
    async def unask_colleague(
        self, session_id: SessionId, offer_id: OfferId, *, fence: int
    ) -> None: ...
    async def free_agent(
        self, staff_id: StaffId, session_id: SessionId, *, is_leaving: bool, fence: int
    ) -> None: ...


class SealDesk(Protocol):
    async def ask_for_seal(
        self, session_id: SessionId, wrapped_key: bytes, clock_zero: float, ended_at: float
    ) -> None: ...


class Courier(Protocol):
    """Brings the bank's system news of callbacks."""

    async def take(self, session_id: SessionId, number: int, news: CallbackNews) -> None: ...


class Outbox(Protocol):
    async def post(
        self, participant: str, session_id: SessionId, number: int, message: OutgoingMessage
    ) -> None: ...


class Nodes(Protocol):
    async def alive(self) -> dict[NodeId, NodeReport]: ...
    async def pick(self) -> NodeId | None: ...
    async def buried(self, node_ids: Sequence[NodeId]) -> set[NodeId]: ...
