"""An agent's desk on the line: what it asks concerns the queue, or the session at hand."""

import secrets
from collections.abc import Awaitable
from typing import Final

import msgspec
from aiohttp import web

from signaling.errors import MalformedError
from signaling.handlers.call_requests import to_call_request
from signaling.handlers.check_requests import to_check_request
from signaling.handlers.document_requests import to_document_request
from signaling.handlers.handing_on import check_target, to_handing_on_request
from signaling.handlers.identity_requests import to_identity_request
from signaling.handlers.script_requests import to_script_request
from signaling.keys import CALLER, DESK, LOOKS
from signaling.link_news import CUSTOMER, LEADER, LinkNews
from signaling.looks import Looks
from signaling.messages import (
    AcceptOffer,
    AcknowledgeOffer,
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
from video_bank.ids import OfferId, StaffId
from video_bank.media.commands import LegName
from video_bank.queues.ticket import AgentState, BreakReason, Presence
from video_bank.sessions.desk_views import colleague_offer_view, desk_view
from video_bank.sessions.outgoing import OfferMade
from video_bank.sessions.requests import (
    AskForPicture,
    DismissGuest,
    FinishWrapUp,
    NotePresence,
    ParticipantRequest,
)
from video_bank.sessions.seats import DeskSeat, find_seat
from video_bank.sessions.session import Session
from video_bank.sessions.views import OfferView, offer_view

RING_AGAIN_S: Final = 1.9  # a beat is two seconds
_IN_A_PART: Final = frozenset({Presence.BUSY, Presence.WRAP_UP})
_DECODER: Final = msgspec.json.Decoder(DeskMessage)


def serve_desk(request: web.Request) -> Awaitable[web.WebSocketResponse]:
    staff_id = request[CALLER].staff_id
    if staff_id is None:
        raise NotFoundError
    return serve_socket(request, DeskSide(request.app[DESK], request.app[LOOKS], staff_id))


class DeskSide:
    """A `Side`."""

    def __init__(self, desk: Desk, looks: Looks, staff_id: StaffId) -> None:
        self._desk = desk
        self._staff_id = staff_id
        self._state: AgentState | None = None
        self._link = LinkNews(looks, LEADER, CUSTOMER)
        self._acknowledged: OfferId | None = None
        self._rang_at = 0.0

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
        at_hand = await self._find_at_hand(state)
        return WelcomeDesk(
            epoch=epoch,
            seq=seq,
            state=state,
            offer=await self._find_offer(state),
            view=desk_view(at_hand, self._staff_id) if at_hand else None,
            server_time=self._desk.clock.now(),
        )

    async def carry_out(self, message: DeskMessage) -> None:
        queues = self._desk.queues
        match message:
            case SetReady():
                await queues.set_ready(self._staff_id)
            case TakeBreak(reason=reason):
                await queues.take_break(self._staff_id, _check_chosen(reason))
            case AcknowledgeOffer(offer_id=offer_id):
                self._acknowledged = offer_id
            case AcceptOffer(offer_id=offer_id):
                await queues.accept(self._staff_id, offer_id)
            case DeclineOffer(offer_id=offer_id):
                await queues.decline(self._staff_id, offer_id)
            case _:
                await self._ask_session(message)

    async def beat(self) -> None:
        await self._desk.queues.renew(self._staff_id)

    async def news(self) -> list[AgentStateChanged | OfferMade | QualityChanged]:
        state = await self._desk.queues.agent_state(self._staff_id)
        is_changed = state != self._state
        self._state = state
        changes = [AgentStateChanged(state)] if is_changed else []
        link_news = await self._link.news(state.session_id)
        return [*changes, *await self._ring_again(state), *link_news]

    async def _ring_again(self, state: AgentState) -> list[OfferMade]:
        """Send an offer again that the page has not said to ring for."""
        if state.presence is not Presence.RINGING or state.offer_id == self._acknowledged:
            return []
        now = self._desk.clock.now()
        if now - max(state.since, self._rang_at) < RING_AGAIN_S:
            return []
        self._rang_at = now
        offer = await self._find_offer(state)
        return [] if offer is None else [OfferMade(offer)]

    async def _ask_session(self, message: DeskMessage) -> None:
        session = await self._find_at_hand()
        if session is None:
            raise NotNowError
        await check_target(self._desk, message)
        await self._desk.hosts.submit(_to_request(message, session, self._staff_id))

    async def _find_at_hand(self, state: AgentState | None = None) -> Session | None:
        """Return the session at hand; the queues know who is in it without leading it."""
        if session := await self._desk.store.at_hand_of(self._staff_id):
            return session
        state = state or await self._desk.queues.agent_state(self._staff_id)
        if state.session_id is None or state.presence not in _IN_A_PART:
            return None
        session = await self._desk.store.load(state.session_id)
        return session if find_seat(session, self._staff_id) is not None else None

    async def _find_offer(self, state: AgentState) -> OfferView | None:
        """Return what rings; None also while its session has not heard of it: then it will say."""
        if state.offer_id is None or state.session_id is None:
            return None
        session = await self._desk.store.load(state.session_id)
        found = (offer_view(session), colleague_offer_view(session))
        return next((each for each in found if each and each.offer_id == state.offer_id), None)

    async def _note_presence(self, *, is_here: bool) -> None:
        session = await self._find_at_hand()
        leg = _leg_of(session, self._staff_id) if session else None
        if session is not None and leg is not None:
            await self._desk.hosts.submit(
                NotePresence(
                    session_id=session.session_id,
                    request_id=secrets.token_hex(8),
                    leg=leg,
                    is_here=is_here,
                )
            )


def _leg_of(session: Session, staff_id: StaffId) -> LegName | None:
    """Return as which leg a desk takes part; None for one that only writes its note."""
    match find_seat(session, staff_id):
        case DeskSeat.LEAD:
            return session.lead
        case DeskSeat.COLLEAGUE:
            return LegName.COLLEAGUE
        case _:
            return None


def _check_chosen(reason: BreakReason) -> BreakReason:
    if reason is BreakReason.NO_ANSWER:
        raise MalformedError
    return reason


def _to_request(message: DeskMessage, session: Session, staff_id: StaffId) -> ParticipantRequest:
    """Raise OfferRefusedError, or NotNowError for what the desk may not ask of the session."""
    request: ParticipantRequest | None = None
    leg = _leg_of(session, staff_id)
    if isinstance(message, CompleteWrapUp):
        request = FinishWrapUp(
            session_id=session.session_id,
            request_id=message.request_id,
            result=message.result,
            note=message.note,
            staff_id=staff_id,
        )
    elif leg is LegName.COLLEAGUE:
        request = to_call_request(message, session.session_id, leg)
    elif leg is not None:
        request = _to_leads_request(message, session)
    if request is None:
        raise NotNowError
    return request


def _to_leads_request(message: DeskMessage, session: Session) -> ParticipantRequest | None:
    session_id = session.session_id
    request: ParticipantRequest | None
    match message:
        case LetGuestGo(request_id=name):
            request = DismissGuest(session_id=session_id, request_id=name)
        case RequestPicture(request_id=name):
            request = AskForPicture(session_id=session_id, request_id=name)
        case _:
            request = to_script_request(message, session)
            request = request or to_document_request(message, session_id, session.lead)
            request = request or to_handing_on_request(message, session_id)
            request = request or to_identity_request(message, session_id)
            request = request or to_check_request(message, session_id, session.lead)
            request = request or to_call_request(message, session_id, session.lead)
    return request
