"""An agent's desk on the line: what it asks concerns the queue, or the session at hand."""

import secrets
from typing import Final

import msgspec
from aiohttp import web

from signaling.handlers.call_requests import to_call_request
from signaling.handlers.check_requests import to_check_request
from signaling.handlers.document_requests import to_document_request
from signaling.handlers.identity_requests import to_identity_request
from signaling.handlers.script_requests import to_script_request
from signaling.keys import CALLER, DESK
from signaling.link_news import CUSTOMER, LEADER, LinkNews
from signaling.messages import (
    AcceptOffer,
    AgentStateChanged,
    CompleteWrapUp,
    DeclineOffer,
    DeskMessage,
    LetGuestGo,
    QualityChanged,
    RequestPicture,
    SetReady,
    TakeBreak,
    WelcomeDesk,
)
from signaling.needs import Desk
from signaling.sockets import serve_socket
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import StaffId
from video_bank.queues.ticket import AgentState
from video_bank.sessions.requests import (
    AskForPicture,
    DismissGuest,
    FinishWrapUp,
    NotePresence,
    ParticipantRequest,
)
from video_bank.sessions.session import Session
from video_bank.sessions.views import OfferView, agent_view, offer_view

_DECODER: Final = msgspec.json.Decoder(DeskMessage)


async def serve_desk(request: web.Request) -> web.WebSocketResponse:
    staff_id = request[CALLER].staff_id
    if staff_id is None:
        raise NotFoundError
    return await serve_socket(request, DeskSide(request.app[DESK], staff_id))


class DeskSide:
    """A `Side`."""

    def __init__(self, desk: Desk, staff_id: StaffId) -> None:
        self._desk = desk
        self._staff_id = staff_id
        self._state: AgentState | None = None
        self._link = LinkNews(desk.qualities, LEADER, CUSTOMER)

    @property
    def participant(self) -> str:
        return f"agent:{self._staff_id}"

    @property
    def live_stream(self) -> str | None:
        return None

    def read(self, frame: str) -> DeskMessage:
        message: DeskMessage = _DECODER.decode(frame)
        return message

    async def arrive(self) -> None:
        await self._desk.queues.renew(self._staff_id)
        await self._note_presence(is_here=True)

    async def leave(self) -> None:
        await self._note_presence(is_here=False)

    async def welcome(self, epoch: str, seq: int) -> WelcomeDesk:
        self._state = state = await self._desk.queues.agent_state(self._staff_id)
        at_hand = await self._desk.store.at_hand_of(self._staff_id)
        return WelcomeDesk(
            epoch=epoch,
            seq=seq,
            state=state,
            offer=await self._find_offer(state),
            view=agent_view(at_hand) if at_hand else None,
            server_time=self._desk.clock.now(),
        )

    async def carry_out(self, message: DeskMessage) -> None:
        queues = self._desk.queues
        match message:
            case SetReady():
                await queues.set_ready(self._staff_id)
            case TakeBreak():
                await queues.take_break(self._staff_id)
            case AcceptOffer(offer_id=offer_id):
                await queues.accept(self._staff_id, offer_id)
            case DeclineOffer(offer_id=offer_id):
                await queues.decline(self._staff_id, offer_id)
            case _:
                await self._ask_session(message)

    async def beat(self) -> None:
        await self._desk.queues.renew(self._staff_id)

    async def news(self) -> list[AgentStateChanged | QualityChanged]:
        state = await self._desk.queues.agent_state(self._staff_id)
        is_changed = state != self._state
        self._state = state
        link_news = await self._link.news(state.session_id)
        return [AgentStateChanged(state), *link_news] if is_changed else [*link_news]

    async def _ask_session(self, message: DeskMessage) -> None:
        session = await self._desk.store.at_hand_of(self._staff_id)
        if session is None:
            raise NotNowError
        await self._desk.hosts.submit(_to_request(message, session, self._staff_id))

    async def _find_offer(self, state: AgentState) -> OfferView | None:
        """Return what rings; None also while its session has not heard of it: then it will say."""
        if state.offer_id is None or state.session_id is None:
            return None
        offer = offer_view(await self._desk.store.load(state.session_id))
        return offer if offer and offer.offer_id == state.offer_id else None

    async def _note_presence(self, *, is_here: bool) -> None:
        session = await self._desk.store.at_hand_of(self._staff_id)
        if session is not None:
            await self._desk.hosts.submit(
                NotePresence(
                    session_id=session.session_id,
                    request_id=secrets.token_hex(8),
                    leg=session.lead,
                    is_here=is_here,
                )
            )


def _to_request(message: DeskMessage, session: Session, staff_id: StaffId) -> ParticipantRequest:
    """Raise OfferRefusedError, or NotNowError for what asks nothing of a session."""
    session_id = session.session_id
    request: ParticipantRequest | None
    match message:
        case LetGuestGo(request_id=name):
            request = DismissGuest(session_id=session_id, request_id=name)
        case RequestPicture(request_id=name):
            request = AskForPicture(session_id=session_id, request_id=name)
        case CompleteWrapUp(request_id=name, result=result, note=note):
            request = FinishWrapUp(
                session_id=session_id,
                request_id=name,
                result=result,
                note=note,
                staff_id=staff_id,
            )
        case _:
            request = to_script_request(message, session)
            request = request or to_document_request(message, session_id, session.lead)
            request = request or to_identity_request(message, session_id)
            request = request or to_check_request(message, session_id, session.lead)
            request = request or to_call_request(message, session_id, session.lead)
    if request is None:
        raise NotNowError
    return request
