"""The queues in Redis: each method is one Lua script, so no two nodes ever give anybody twice.

The scripts report into the sessions' inboxes themselves (`queues.news`). One Redis holds all
queues: the scripts touch keys that they find by reading, so they do not run on a cluster.

`fence` is the number of the session's effect that is carried out: a host that was overtaken, and
does late what it was about to do, finds a higher number there and changes nothing.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

import msgspec

from video_bank.clock import Clock
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.errors import BankError, ErrorCode, NotNowError
from video_bank.ids import OfferId, QueueId, SessionId, StaffId
from video_bank.queues import lines
from video_bank.queues.admission import why_no_place
from video_bank.queues.estimate import estimate_wait_s
from video_bank.queues.lines import Standing
from video_bank.queues.news import PlaceRefused
from video_bank.queues.policy import RoutingPolicy
from video_bank.queues.redis_scripts import QueueScripts
from video_bank.queues.routing import Routing
from video_bank.queues.ticket import (
    AgentState,
    BreakReason,
    Place,
    Presence,
    Target,
    Ticket,
    Word,
)

_ROUTED: Final = "queues:routed"  # the policy under which everybody stands where they stand


class OfferGoneError(BankError):
    """The offer was answered, ran out or was taken back."""

    code: ClassVar[ErrorCode] = ErrorCode.OFFER_GONE


class RedisQueues:
    def __init__(self, link: RedisLink, clock: Clock, routing: Routing) -> None:
        self._link = link
        self._routing = routing
        self._scripts = QueueScripts(link, clock, routing)
        self._run = self._scripts.run

    async def policy(self) -> RoutingPolicy:
        """Return the rules that count now."""
        return await self._routing.policy()

    # The customer's side.

    async def enter(
        self, ticket: Ticket, *, is_first: bool = False, fence: int | None = None
    ) -> None:
        """Give a place by arrival; entering again changes nothing.

        Also the way back to the front: the arrival of a ticket never changes. Only who comes for
        the first time finds the queue closed, full or by appointment alone, or another place of
        the same customer: the session is told `PlaceRefused`.
        """
        policy = await self._routing.policy()
        if is_first and (reason := why_no_place(policy, ticket)):
            refused = PlaceRefused(ticket.session_id, reason)
            await self._link.append(inbox_stream(ticket.session_id), msgspec.json.encode(refused))
            return
        is_capped = is_first and not ticket.is_callback
        cap = policy.rule(ticket.queue).most_waiting if is_capped else None
        await self._run(
            "enter",
            ticket.session_id,
            _or_none(fence),
            ticket.queue,
            *_written(lines.stand(policy, ticket)),
            msgspec.json.encode(ticket).decode(),
            _or_none(cap),
            "1" if ticket.is_callback else "0",
            ticket.customer,
            "1" if is_first else "0",
        )

    async def leave(self, session_id: SessionId, *, fence: int | None = None) -> None:
        """Give the place up; a ringing offer ends as withdrawn."""
        await self._run("leave", session_id, _or_none(fence))

    async def set_away(
        self, session_id: SessionId, *, is_away: bool, fence: int | None = None
    ) -> None:
        """Keep the place but offer it to nobody while away."""
        await self._run("set_away", session_id, _or_none(fence), "1" if is_away else "0")

    async def places(self, session_ids: Sequence[SessionId]) -> list[Place | None]:
        """Return where each customer stands and for about how long, in their order.

        None for one without a ticket.
        """
        found: list[Any] = await self._run("place", *session_ids)
        return [_to_place(*standing) if standing else None for standing in found]

    # The agent's side.

    async def set_ready(self, staff_id: StaffId) -> None:
        """Be offered whom the agent may serve; raise NotNowError while a call is at hand."""
        _refuse(await self._run("set_ready", staff_id, await self._serves(staff_id)))

    async def take_break(self, staff_id: StaffId, reason: BreakReason = BreakReason.REST) -> None:
        """Be offered nobody; a ringing offer is declined by it. Raise NotNowError in a call."""
        _refuse(await self._run("step_back", staff_id, reason))

    async def sign_off(self, staff_id: StaffId) -> None:
        """Go offline; raise NotNowError in a call."""
        _refuse(await self._run("step_back", staff_id, ""))

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
        return (await self.agent_states([staff_id]))[0]

    async def agent_states(self, staff_ids: Sequence[StaffId]) -> list[AgentState]:
        """Return what each of them does now, in their order."""
        async with self._link.reach() as client, client.pipeline(transaction=False) as asking:
            for staff_id in staff_ids:
                queued: Any = asking.hgetall(f"agent:{staff_id}")
                await queued
            found: list[Any] = await asking.execute()
        return [
            _to_state(staff_id, {key.decode(): value.decode() for key, value in fields.items()})
            for staff_id, fields in zip(staff_ids, found, strict=True)
        ]

    async def tickets(self) -> list[Ticket]:
        """Return everybody who waits, also who is away."""
        sessions = [
            session_id
            for queue in await self._queues()
            for session_id in await self._members(f"queue:{queue}:tickets")
        ]
        async with self._link.reach() as client, client.pipeline(transaction=False) as asking:
            for session_id in sessions:
                queued: Any = asking.hget(f"ticket:{session_id}", "asked")
                await queued
            found: list[Any] = await asking.execute()
        return [msgspec.json.decode(asked, type=Ticket) for asked in found if asked]

    async def say(self, staff_id: StaffId, word: Word) -> None:
        """Tell an agent's desk who changed its state and why; gone with the next change."""
        await self._run("say", staff_id, msgspec.json.encode(word).decode())

    # The session's side.

    async def hold_agent(
        self,
        staff_id: StaffId,
        session_id: SessionId,
        queue: QueueId,
        *,
        fence: int | None = None,
    ) -> None:
        """See to it that the agent counts as busy with this session, a customer of `queue`."""
        serves = await self._serves(staff_id)
        await self._run("hold_agent", staff_id, session_id, _or_none(fence), queue, serves)

    async def begin_wrap_up(
        self,
        staff_id: StaffId,
        session_id: SessionId,
        *,
        until: float | None = None,
        fence: int | None = None,
    ) -> None:
        """The call is over for the agent, who is free by `until` (seconds, UTC) at the latest.

        Without `until` it is the session that ends the wrap-up. In a wave it is told
        `WrapUpShortened`, by when.
        """
        ends = "" if until is None else repr(until)
        await self._run("begin_wrap_up", staff_id, session_id, _or_none(fence), ends)

    async def ask_colleague(
        self, session_id: SessionId, queue: QueueId, target: Target, *, fence: int | None = None
    ) -> None:
        """Ring somebody free to come into a call; ColleagueRung or NobodyFree follows."""
        line = lines.line_to(target)
        await self._run("ask_colleague", session_id, _or_none(fence), queue, line)

    async def unask_colleague(
        self, session_id: SessionId, offer_id: OfferId, *, fence: int | None = None
    ) -> None:
        """End the ringing of a colleague; one who has accepted is not touched by it."""
        await self._run("unask_colleague", session_id, _or_none(fence), offer_id)

    async def free_agent(
        self,
        staff_id: StaffId,
        session_id: SessionId,
        *,
        is_leaving: bool,
        fence: int | None = None,
    ) -> None:
        """Make the agent ready again, or offline when leaving or when no page of theirs lives.

        Nothing happens when the agent has another session at hand by now.
        """
        leaving = "1" if is_leaving else "0"
        await self._run("free_agent", staff_id, session_id, _or_none(fence), leaving)

    # The dispatcher's side.

    async def sweep(self, *, has_room: bool) -> None:
        """End what ran out, mark who vanished, match whoever can be matched.

        Without room for another call no transition makes an offer, for two seconds from now or
        until a sweep finds room.
        """
        await self._run("sweep", "1" if has_room else "0")

    async def follow_policy(self) -> None:
        """Have everybody stand where the rules of now put them; does nothing when they do.

        Each one is moved by a transition of its own: whoever waits is offered on while the others
        are moved, and two dispatchers at once do no harm.
        """
        if await self._follows(await self._routing.policy()):
            return
        # Another process may have followed what this one has not read yet.
        policy = await self._routing.newest()
        if await self._follows(policy):
            return
        await self._scripts.install(policy)
        for staff_id in await self._members("agents"):
            await self._run("route_agent", staff_id, await self._serves(StaffId(staff_id)))
        for queue in await self._queues():
            for waiting in ("tickets", "callbacks"):
                for session_id in await self._members(f"queue:{queue}:{waiting}"):
                    await self._move(policy, SessionId(session_id))
        async with self._link.reach() as client:
            await client.set(_ROUTED, policy.version)

    async def _follows(self, policy: RoutingPolicy) -> bool:
        async with self._link.reach() as client:
            return bool(await client.get(_ROUTED) == policy.version.encode())

    async def _move(self, policy: RoutingPolicy, session_id: SessionId) -> None:
        async with self._link.reach() as client:
            asking: Any = client.hget(f"ticket:{session_id}", "asked")
            asked = await asking
        if asked is not None:
            ticket = msgspec.json.decode(asked, type=Ticket)
            stands = _written(lines.stand(policy, ticket))
            await self._run("move_ticket", session_id, ticket.queue, *stands)

    async def _members(self, key: str) -> list[str]:
        async with self._link.reach() as client:
            found: list[Any] = await client.zrange(key, 0, -1)
        return [each.decode() for each in found]

    async def _queues(self) -> list[str]:
        async with self._link.reach() as client:
            asking: Any = client.smembers("queues")
            return [each.decode() for each in await asking]

    async def _serves(self, staff_id: StaffId) -> str:
        policy = await self._routing.policy()
        profile = await self._routing.profile(staff_id)
        return msgspec.json.encode(lines.serves(policy, profile), order="sorted").decode()


def _written(standing: Standing) -> list[str]:
    return [
        standing.line,
        repr(standing.key),
        standing.keeper or "",
        repr(standing.kept_until),
        "" if standing.late_at is None else repr(standing.late_at),
    ]


def _or_none(number: int | None) -> str:
    return "" if number is None else str(number)


def _refuse(answer: bytes | None) -> None:
    if answer is not None:
        raise NotNowError


def _to_place(rank: int, handle_s: bytes, staffed: int, ready: int) -> Place:
    mean, position = float(handle_s) if handle_s else None, rank + 1
    return Place(position, estimate_wait_s(position, mean, staffed, ready))


def _to_state(staff_id: StaffId, fields: dict[str, str]) -> AgentState:
    return AgentState(
        staff_id,
        Presence(fields.get("presence", Presence.OFFLINE)),
        float(fields.get("since", 0)),
        BreakReason(fields["break_reason"]) if "break_reason" in fields else None,
        SessionId(fields["session_id"]) if "session_id" in fields else None,
        OfferId(fields["offer_id"]) if "offer_id" in fields else None,
        msgspec.json.decode(fields["word"], type=Word) if "word" in fields else None,
    )
