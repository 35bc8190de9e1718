"""The queues in Redis: each method is one Lua script, so no two nodes ever give anybody twice.

The scripts report into the sessions' inboxes themselves (`queues.news`). One Redis holds all
queues: the scripts touch keys that they find by reading, so they do not run on a cluster.
"""

from pathlib import Path
from typing import Any, ClassVar, Final

from video_bank.clock import Clock
from video_bank.database.redis_link import RedisLink
from video_bank.errors import BankError, ErrorCode, NotNowError
from video_bank.ids import OfferId, QueueId, SessionId, StaffId
from video_bank.queues.estimate import estimate_wait_s
from video_bank.queues.ticket import AgentState, BreakReason, Place, Presence, Ticket

_FOLDER: Final = Path(__file__).parent
_MATCHING: Final = (_FOLDER / "matching.lua").read_text()
_SCRIPTS: Final = {
    path.stem: _MATCHING + path.read_text()
    for path in _FOLDER.glob("*.lua")
    if path.stem != "matching"
}


class OfferGoneError(BankError):
    """The offer was answered, ran out or was taken back."""

    code: ClassVar[ErrorCode] = ErrorCode.OFFER_GONE


class RedisQueues:
    def __init__(self, link: RedisLink, clock: Clock) -> None:
        self._link = link
        self._clock = clock

    # The customer's side.

    async def enter(self, ticket: Ticket) -> None:
        """Give a place by arrival; entering again changes nothing.

        Also the way back to the front: the arrival of a ticket never changes.
        """
        await self._run("enter", ticket.session_id, ticket.queue, repr(ticket.arrived_at))

    async def leave(self, session_id: SessionId) -> None:
        """Give the place up; a ringing offer ends as withdrawn."""
        await self._run("leave", session_id)

    async def set_away(self, session_id: SessionId, *, is_away: bool) -> None:
        """Keep the place but offer it to nobody while away."""
        await self._run("set_away", session_id, "1" if is_away else "0")

    async def place(self, session_id: SessionId) -> Place | None:
        """Return where the customer stands and for about how long; None without a ticket."""
        found = await self._run("place", session_id)
        if not found or found[0] is None:
            return None
        rank, handle_s, staffed, ready = found
        mean = float(handle_s) if handle_s else None
        position = int(rank) + 1
        return Place(position, estimate_wait_s(position, mean, int(staffed), int(ready)))

    # The agent's side.

    async def set_ready(self, staff_id: StaffId, queue: QueueId) -> None:
        """Be offered customers of `queue`; raise NotNowError while a call is at hand."""
        _refuse(await self._run("set_ready", staff_id, queue))

    async def take_break(self, staff_id: StaffId) -> None:
        """Be offered nobody; a ringing offer is declined by it. Raise NotNowError in a call."""
        _refuse(await self._run("step_back", staff_id, "break"))

    async def sign_off(self, staff_id: StaffId) -> None:
        """Go offline; raise NotNowError in a call."""
        _refuse(await self._run("step_back", staff_id, "offline"))

    async def renew(self, staff_id: StaffId) -> None:
        """Prolong the agent's lease by ten seconds; a connected page calls this every two."""
        await self._run("renew", staff_id)

    async def accept(self, staff_id: StaffId, offer_id: OfferId) -> SessionId:
        """Take the offered customer; raise OfferGoneError when it is too late."""
        found = await self._run("accept", staff_id, offer_id)
        if found is None:
            raise OfferGoneError
        return SessionId(found.decode())

    async def decline(self, staff_id: StaffId, offer_id: OfferId) -> None:
        """Let another agent have the customer; raise OfferGoneError when it is too late."""
        if await self._run("decline", staff_id, offer_id):
            raise OfferGoneError

    async def agent_state(self, staff_id: StaffId) -> AgentState:
        """Return what the agent does now; somebody never seen is offline."""
        async with self._link.reach() as client:
            hash_of_agent: Any = client.hgetall(f"agent:{staff_id}")
            found = await hash_of_agent
        return _to_state(staff_id, {key.decode(): value.decode() for key, value in found.items()})

    # The session's side.

    async def hold_agent(self, staff_id: StaffId, session_id: SessionId, queue: QueueId) -> None:
        """See to it that the agent counts as busy with this session, and serves `queue` after it.

        An agent who is known to serve another queue goes on with that.
        """
        await self._run("hold_agent", staff_id, session_id, queue)

    async def begin_wrap_up(self, staff_id: StaffId, session_id: SessionId) -> None:
        await self._run("begin_wrap_up", staff_id, session_id)

    async def free_agent(
        self, staff_id: StaffId, session_id: SessionId, *, is_leaving: bool
    ) -> None:
        """Make the agent ready again, or offline when leaving or when no page of theirs lives.

        Nothing happens when the agent has another session at hand by now.
        """
        await self._run("free_agent", staff_id, session_id, "1" if is_leaving else "0")

    # The dispatcher's side.

    async def sweep(self, *, has_room: bool) -> None:
        """End what ran out, mark who vanished, match whoever can be matched.

        Without room for another call no transition makes an offer, for two seconds from now or
        until a sweep finds room.
        """
        await self._run("sweep", "1" if has_room else "0")

    async def _run(self, name: str, *arguments: str) -> Any:
        return await self._link.run_script(_SCRIPTS[name], repr(self._clock.now()), *arguments)


def _refuse(answer: bytes | None) -> None:
    if answer is not None:
        raise NotNowError


def _to_state(staff_id: StaffId, fields: dict[str, str]) -> AgentState:
    return AgentState(
        staff_id,
        Presence(fields.get("presence", Presence.OFFLINE)),
        float(fields.get("since", 0)),
        BreakReason(fields["break_reason"]) if "break_reason" in fields else None,
        SessionId(fields["session_id"]) if "session_id" in fields else None,
        OfferId(fields["offer_id"]) if "offer_id" in fields else None,
    )
