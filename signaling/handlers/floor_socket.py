"""A supervisor's page on the line: the meetings that go on, and the one that is looked into."""

from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from signaling.floor_messages import (
    AgentsChanged,
    BoardChanged,
    ChangeAgentState,
    ChooseEmergency,
    TrendChanged,
)
from signaling.handlers.floor_changes import change_agent_state, choose_emergency
from signaling.keys import CALLER, DESK
from signaling.masking import mask_name
from signaling.messages import (
    AnswerSecondLook,
    FloorChanged,
    FloorMeeting,
    FloorMessage,
    LeaveCall,
    LookAsked,
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
from video_bank.sessions.requests import GiveSecondLook, OfferMedia, StopSupervising, Supervise
from video_bank.sessions.second_person import open_looks
from video_bank.sessions.session import AgentCard, Check, Session
from video_bank.sessions.views import supervisor_view

if TYPE_CHECKING:
    from video_bank.queues.floor_board import Sight

MOST_MEETINGS: Final = 200
FloorNews = FloorChanged | BoardChanged | AgentsChanged | TrendChanged
_DECODER: Final = msgspec.json.Decoder(FloorMessage)


def serve_floor(request: web.Request) -> Awaitable[web.WebSocketResponse]:
    staff_id = request[CALLER].staff_id
    if staff_id is None:
        raise NotFoundError
    return serve_socket(request, FloorSide(request.app[DESK], staff_id))


class FloorSide:
    """A `Side`. Leaving the page does not end the supervision: whoever reloads goes on."""

    def __init__(self, desk: Desk, staff_id: StaffId) -> None:
        self._desk = desk
        self._staff_id = staff_id
        self._session_id: SessionId | None = None  # the one that was asked for last
        self._cards: dict[StaffId, AgentCard | None] = {}
        self._floor: FloorChanged | None = None
        self._sight: Sight | None = None
        self._is_due = True

    @property
    def participant(self) -> str:
        return supervisor_outbox(self._staff_id)

    @property
    def live_stream(self) -> str | None:
        return None

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
        self._floor = await self._look()
        self._sight = None
        return WelcomeFloor(
            epoch=epoch,
            seq=seq,
            view=supervisor_view(session) if session else None,
            meetings=self._floor.meetings,
            looks=self._floor.looks,
            paused=self._floor.paused,
            server_time=self._desk.clock.now(),
        )

    async def carry_out(self, message: FloorMessage) -> None:
        match message:
            case SuperviseCall():
                await self._supervise(message)
            case AnswerSecondLook():
                await self._look_again(message)
            case LeaveCall(request_id=name) if self._session_id is not None:
                await self._desk.hosts.submit(
                    StopSupervising(
                        session_id=self._session_id, request_id=name, staff_id=self._staff_id
                    )
                )
            case SendMediaOffer() if self._session_id is not None:
                await self._offer(self._session_id, message)
            case ChangeAgentState():
                await change_agent_state(self._desk, self._staff_id, message)
            case ChooseEmergency():
                await choose_emergency(self._desk, self._staff_id, message)
            case _:
                raise NotNowError

    async def beat(self) -> None:
        self._is_due = True

    async def news(self) -> Sequence[FloorNews]:
        """Look at the floor once a beat, not with every message."""
        if not self._is_due:
            return ()
        self._is_due = False
        floor = await self._look()
        news: list[FloorNews] = [] if floor == self._floor else [floor]
        self._floor = floor
        return [*news, *await self._sight_news()]

    async def _sight_news(self) -> Sequence[FloorNews]:
        before, now = self._sight, await self._desk.board.look()
        self._sight = now
        news: list[FloorNews] = []
        if before is None or before.board != now.board:
            news.append(BoardChanged(now.board))
        if before is None or before.agents != now.agents:
            news.append(AgentsChanged(now.agents))
        if before is None or before.trend != now.trend:
            news.append(TrendChanged(now.trend))
        return news

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

    async def _paused(self) -> tuple[PausedAgent, ...]:
        found = [
            PausedAgent(card, each.since)
            for each in await self._desk.roster.paused()
            if (card := await self._find_card(each.staff_id))
        ]
        return tuple(found)

    async def _find_card(self, staff_id: StaffId) -> AgentCard | None:
        if staff_id not in self._cards:
            self._cards[staff_id] = await self._desk.access.find_card(staff_id)
        return self._cards[staff_id]

    async def _look_again(self, given: AnswerSecondLook) -> None:
        card = await self._desk.access.find_card(self._staff_id)
        if card is None:
            raise NotNowError
        self._is_due = True
        await self._desk.hosts.submit(
            GiveSecondLook(
                session_id=given.session_id,
                request_id=given.request_id,
                check_id=given.check_id,
                card=card,
                agrees=given.agrees,
                reason=given.reason,
            )
        )

    async def _look(self) -> FloorChanged:
        """Return the meetings, and what waits in them for a second person other than its agent."""
        sessions = await self._desk.store.in_call(MOST_MEETINGS)
        looks = (
            _asked(session, check)
            for session in sessions
            for check in open_looks(session)
            if check.second_look and check.second_look.asked_by != self._staff_id
        )
        meetings = tuple(map(_meeting, sessions))
        return FloorChanged(meetings, tuple(looks), await self._paused())


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


def _asked(session: Session, check: Check) -> LookAsked:
    return LookAsked(
        session_id=session.session_id,
        agent=session.agent,
        customer_name=mask_name(session.customer.name),
        business=session.business,
        check=check,
    )
