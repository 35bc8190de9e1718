"""Carries out what was decided: each effect is one call of another room, safe to repeat."""

import msgspec

from video_bank.database.redis_link import RedisLink, command_stream
from video_bank.ids import SessionId
from video_bank.sessions.effects import (
    AskForSeal,
    BeginWrapUp,
    FreeAgent,
    GiveUpPlace,
    HoldAgent,
    MarkAway,
    PendingEffect,
    RingColleague,
    StopRinging,
    TakePlace,
    TellAgent,
    TellBank,
    TellCustomer,
    TellGuest,
    TellNode,
    TellSupervisor,
)
from video_bank.sessions.needs import Courier, Outbox, QueueDesk, SealDesk
from video_bank.sessions.redis_claims import note_place
from video_bank.sessions.redis_outbox import (
    agent_outbox,
    customer_outbox,
    guest_outbox,
    supervisor_outbox,
)


class EffectRunner:
    """Without a `courier` the bank's system is told nothing by itself: it asks for the list."""

    def __init__(
        self,
        link: RedisLink,
        outbox: Outbox,
        queues: QueueDesk,
        shelf: SealDesk,
        courier: Courier | None = None,
    ) -> None:
        self._link = link
        self._courier = courier
        self._outbox = outbox
        self._queues = queues
        self._shelf = shelf

    async def run(self, session_id: SessionId, pending: PendingEffect) -> None:
        """Raise UnavailableError when the other side does not answer."""
        number, effect = pending.number, pending.effect
        match effect:
            case TellCustomer(message=message):
                await self._outbox.post(customer_outbox(session_id), session_id, number, message)
            case TellAgent(staff_id=staff_id, message=message):
                await self._outbox.post(agent_outbox(staff_id), session_id, number, message)
            case TellGuest(guest_id=guest_id, message=message):
                await self._outbox.post(guest_outbox(guest_id), session_id, number, message)
            case TellSupervisor(staff_id=staff_id, message=message):
                await self._outbox.post(supervisor_outbox(staff_id), session_id, number, message)
            case TellNode(node_id=node_id, command=command):
                await self._link.append(command_stream(node_id), msgspec.json.encode(command))
            case AskForSeal() | TellBank():
                await self._hand_over(session_id, effect, number)
            case RingColleague() | StopRinging():
                await self._ring(session_id, effect, number)
            case _:
                await self._move(session_id, effect, number)

    async def _hand_over(
        self, session_id: SessionId, effect: AskForSeal | TellBank, number: int
    ) -> None:
        """Leave to others what takes its time."""
        if isinstance(effect, AskForSeal):
            await self._shelf.ask_for_seal(
                session_id, effect.wrapped_key, effect.clock_zero, effect.ended_at
            )
        elif self._courier is not None:
            await self._courier.take(session_id, number, effect.news)

    async def _ring(
        self, session_id: SessionId, effect: RingColleague | StopRinging, fence: int
    ) -> None:
        queues = self._queues
        if isinstance(effect, StopRinging):
            await queues.unask_colleague(session_id, effect.offer_id, fence=fence)
        else:
            await queues.ask_colleague(session_id, effect.queue, effect.target, fence=fence)

    async def _move(
        self,
        session_id: SessionId,
        effect: TakePlace | GiveUpPlace | MarkAway | HoldAgent | BeginWrapUp | FreeAgent,
        fence: int,
    ) -> None:
        """Change somebody's place in the queues."""
        queues = self._queues
        match effect:
            case TakePlace(ticket=ticket, is_first=is_first):
                await queues.enter(ticket, is_first=is_first, fence=fence)
                await note_place(self._link, session_id)
            case GiveUpPlace():
                await queues.leave(session_id, fence=fence)
            case MarkAway(is_away=is_away):
                await queues.set_away(session_id, is_away=is_away, fence=fence)
            case HoldAgent(staff_id=staff_id, queue=queue):
                await queues.hold_agent(staff_id, session_id, queue, fence=fence)
                await note_place(self._link, session_id)
            case BeginWrapUp(staff_id=staff_id, until=until):
                await queues.begin_wrap_up(staff_id, session_id, until=until, fence=fence)
            case FreeAgent(staff_id=staff_id, is_leaving=is_leaving):
                await queues.free_agent(staff_id, session_id, is_leaving=is_leaving, fence=fence)
