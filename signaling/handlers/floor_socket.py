"""A supervisor's page on the line: the meetings that go on, and the one that is looked into."""

from collections.abc import Sequence
from typing import Final

import msgspec
from aiohttp import web

from signaling.keys import CALLER, DESK
from signaling.masking import mask_name
from signaling.messages import (
    FloorChanged,
    FloorMeeting,
    FloorMessage,
    LeaveCall,
    PausedAgent,
    SendMediaOffer,
    SuperviseCall,
    WelcomeFloor,
)
from signaling.needs import Desk
from signaling.side import check_offer
from signaling.sockets import serve_socket
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import SessionId, StaffId
from video_bank.media.commands import LegName
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.redis_outbox import supervisor_outbox
from video_bank.sessions.requests import OfferMedia, StopSupervising, Supervise
from video_bank.sessions.session import AgentCard, Session
from video_bank.sessions.views import supervisor_view

MOST_MEETINGS: Final = 200
_DECODER: Final = msgspec.json.Decoder(FloorMessage)


async def serve_floor(request: web.Request) -> web.WebSocketResponse:
    staff_id = request[CALLER].staff_id
    if staff_id is None:
        raise NotFoundError
    return await serve_socket(request, FloorSide(request.app[DESK], staff_id))


class FloorSide:
    """A `Side`. Leaving the page does not end the supervision: whoever reloads goes on."""

    def __init__(self, desk: Desk, staff_id: StaffId) -> None:
        self._desk = desk
        self._staff_id = staff_id
        self._session_id: SessionId | None = None  # the one that was asked for last
        self._seen: FloorChanged | None = None
        self._cards: dict[StaffId, AgentCard | None] = {}
        self._is_due = True

    @property
    def participant(self) -> str:
        return supervisor_outbox(self._staff_id)

    def read(self, frame: str) -> FloorMessage:
        message: FloorMessage = _DECODER.decode(frame)
        return message

    async def arrive(self) -> None:
        pass

    async def leave(self) -> None:
        pass

    async def welcome(self, epoch: str, seq: int) -> WelcomeFloor:
        session = await self._desk.store.supervised_by(self._staff_id)
        self._session_id = session.session_id if session else None
        self._seen = seen = await self._look()
        return WelcomeFloor(
            epoch=epoch,
            seq=seq,
            view=supervisor_view(session) if session else None,
            meetings=seen.meetings,
            paused=seen.paused,
            server_time=self._desk.clock.now(),
        )

    async def carry_out(self, message: FloorMessage) -> None:
        match message:
            case SuperviseCall():
                await self._supervise(message)
            case LeaveCall(request_id=name) if self._session_id is not None:
                await self._desk.hosts.submit(
                    StopSupervising(
                        session_id=self._session_id, request_id=name, staff_id=self._staff_id
                    )
                )
            case SendMediaOffer() if self._session_id is not None:
                await self._offer(self._session_id, message)
            case _:
                raise NotNowError

    async def beat(self) -> None:
        self._is_due = True

    async def news(self) -> Sequence[FloorChanged]:
        """Look at the floor once a beat, not with every message."""
        if not self._is_due:
            return ()
        self._is_due = False
        seen = await self._look()
        if seen == self._seen:
            return ()
        self._seen = seen
        return (seen,)

    async def _supervise(self, asked: SuperviseCall) -> None:
        card = await self._desk.access.find_card(self._staff_id)
        session = await self._desk.store.load(asked.session_id)
        if card is None or session.stage not in IN_CALL:
            raise NotNowError
        if self._session_id not in {None, asked.session_id}:
            await self.carry_out(LeaveCall(request_id=asked.request_id))
        self._session_id = asked.session_id
        await self._desk.hosts.submit(
            Supervise(
                session_id=asked.session_id,
                request_id=asked.request_id,
                card=card,
                mode=asked.mode,
            )
        )

    async def _offer(self, session_id: SessionId, message: SendMediaOffer) -> None:
        check_offer(message.sdp)
        session = await self._desk.store.load(session_id)
        supervision = session.supervision
        if supervision is None or supervision.card.staff_id != self._staff_id:
            raise NotNowError
        await self._desk.hosts.submit(
            OfferMedia(
                session_id=session_id,
                request_id=message.request_id,
                leg=LegName.SUPERVISOR,
                connection=message.connection,
                sdp=message.sdp,
            )
        )

    async def _look(self) -> FloorChanged:
        meetings = tuple(map(_meeting, await self._desk.store.in_call(MOST_MEETINGS)))
        found = [
            PausedAgent(card, each.since)
            for each in await self._desk.roster.paused()
            if (card := await self._find_card(each.staff_id))
        ]
        return FloorChanged(meetings, tuple(found))

    async def _find_card(self, staff_id: StaffId) -> AgentCard | None:
        if staff_id not in self._cards:
            self._cards[staff_id] = await self._desk.access.find_card(staff_id)
        return self._cards[staff_id]


def _meeting(session: Session) -> FloorMeeting:
    return FloorMeeting(
        session_id=session.session_id,
        agent=session.agent,
        customer_name=mask_name(session.customer.name),
        business=session.business,
        stage=session.stage,
        since=session.talking_since or session.stage_since,
        has_guest=session.guest is not None,
        supervisor=session.supervision.card if session.supervision else None,
        help_asked_at=session.help_asked_at,
    )
