"""A customer's page on the line: what it asks becomes a request to its session."""

import hashlib
import secrets
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from signaling.errors import MalformedError
from signaling.handlers.call_requests import to_call_request
from signaling.handlers.check_requests import to_check_request
from signaling.handlers.deferral_requests import to_deferral_request
from signaling.handlers.document_requests import to_document_request
from signaling.keys import CALLER, DESK, LOOKS, SETTINGS
from signaling.link_news import CUSTOMER, LEADER, LinkNews
from signaling.locating import Locating
from signaling.looks import Looks
from signaling.messages import (
    AnswerScriptStep,
    AskForCallback,
    CustomerMessage,
    JoinQueue,
    NoticeChanged,
    PlaceChanged,
    QualityChanged,
    SendConsents,
    SendRating,
    WelcomeCustomer,
)
from signaling.needs import Desk
from signaling.remote import address_of
from signaling.sockets import serve_socket
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import SessionId
from video_bank.media.commands import LegName
from video_bank.queues.response import measures
from video_bank.sessions.requests import (
    AnswerStep,
    EnterQueue,
    GiveConsents,
    NotePresence,
    ParticipantRequest,
    Rate,
)
from video_bank.sessions.views import customer_view
from video_bank.verification.liveness.redis_guide import guidance_stream

if TYPE_CHECKING:
    from video_bank.queues.ticket import Place

_SCORES: Final = range(1, 6)
_NO_NOTICE: Final = NoticeChanged({}, callbacks_first=False)
_DECODER: Final = msgspec.json.Decoder(CustomerMessage)


def serve_customer(request: web.Request) -> Awaitable[web.WebSocketResponse]:
    session_id = request[CALLER].session_id
    if session_id is None:
        raise NotFoundError
    desk, address = request.app[DESK], address_of(request)
    is_asked = request.app[SETTINGS].is_location_asked
    locating = Locating(desk, session_id, address, is_asked)
    return serve_socket(request, CustomerSide(desk, request.app[LOOKS], locating))


class CustomerSide:
    """A `Side`."""

    __slots__ = (
        "_desk",
        "_link",
        "_locating",
        "_looks",
        "_network",
        "_notice",
        "_place",
        "_session_id",
    )

    def __init__(self, desk: Desk, looks: Looks, locating: Locating) -> None:
        self._desk = desk
        self._looks = looks
        self._locating = locating
        self._session_id = locating.session_id
        self._network = _digest_network(self._session_id, locating.address)
        self._place: Place | None = None
        self._notice = _NO_NOTICE
        self._link = LinkNews(looks, CUSTOMER, LEADER)

    @property
    def participant(self) -> str:
        return f"customer:{self._session_id}"

    @property
    def live_stream(self) -> str | None:
        return guidance_stream(self._session_id)

    def read(self, frame: str) -> CustomerMessage:
        message: CustomerMessage = _DECODER.decode(frame)
        return message

    async def arrive(self) -> None:
        await self._note_presence(is_here=True)

    async def leave(self) -> None:
        await self._note_presence(is_here=False)

    async def welcome(self, epoch: str, seq: int) -> WelcomeCustomer:
        session = await self._desk.store.load(self._session_id)
        await self._locating.welcome(session)
        return WelcomeCustomer(
            epoch=epoch,
            seq=seq,
            view=customer_view(session),
            server_time=self._desk.clock.now(),
            is_location_asked=self._locating.is_asked,
        )

    async def carry_out(self, message: CustomerMessage) -> None:
        if isinstance(message, AskForCallback):
            await self._check_callbacks()
        asked = self._locating.to_request(message) or _to_request(message, self._session_id)
        await self._desk.hosts.submit(asked)
        await self._locating.follow(message)

    async def _check_callbacks(self) -> None:
        """Raise NotNowError where the bank calls nobody back."""
        session = await self._desk.store.load(self._session_id)
        policy = await self._desk.queues.policy()
        if not policy.rule(session.queue).callbacks:
            raise NotNowError

    async def beat(self) -> None:
        pass

    async def news(self) -> list[PlaceChanged | NoticeChanged | QualityChanged]:
        """Only who waits has a place, only who talks has a link."""
        return [*await self._place_news(), *await self._link.news(self._session_id)]

    async def _place_news(self) -> list[PlaceChanged | NoticeChanged]:
        place = await self._looks.place(self._session_id)
        told: list[PlaceChanged | NoticeChanged] = []
        if place is not None and (notice := await self._look_for_notice()):
            told.append(notice)
        if place != self._place and place is not None:
            told.append(PlaceChanged(place))
        self._place = place
        return told

    async def _look_for_notice(self) -> NoticeChanged | None:
        asked = measures(await self._desk.queues.policy())
        notice = NoticeChanged(asked.announcement, asked.callbacks_first)
        if notice == self._notice:
            return None
        self._notice = notice
        return notice

    async def _note_presence(self, *, is_here: bool) -> None:
        await self._desk.hosts.submit(
            NotePresence(
                session_id=self._session_id,
                request_id=secrets.token_hex(8),
                leg=LegName.CUSTOMER,
                is_here=is_here,
                network=self._network if is_here else "",
            )
        )


def _digest_network(session_id: SessionId, address: str) -> str:
    """Return what tells one of a session's networks from another, and says nothing in itself."""
    key = session_id.encode()
    return hashlib.blake2b(address.encode(), digest_size=16, key=key).hexdigest()


def _to_request(message: CustomerMessage, session_id: SessionId) -> ParticipantRequest:
    """Raise MalformedError, OfferRefusedError, or NotNowError for what asks nothing."""
    asked: ParticipantRequest | None
    match message:
        case SendConsents(request_id=name, recording=recording, face=face, text=text):
            asked = GiveConsents(
                session_id=session_id, request_id=name, recording=recording, face=face, text=text
            )
        case JoinQueue(request_id=name):
            asked = EnterQueue(session_id=session_id, request_id=name)
        case AnswerScriptStep(request_id=name, step=step, answer=answer):
            asked = AnswerStep(
                session_id=session_id,
                request_id=name,
                leg=LegName.CUSTOMER,
                step=step,
                answer=answer,
            )
        case SendRating(request_id=name, score=score):
            if score not in _SCORES:
                raise MalformedError
            asked = Rate(session_id=session_id, request_id=name, score=score)
        case _:
            asked = to_deferral_request(message, session_id)
            asked = asked or to_document_request(message, session_id, LegName.CUSTOMER)
            asked = asked or to_check_request(message, session_id, LegName.CUSTOMER)
            asked = asked or to_call_request(message, session_id, LegName.CUSTOMER)
    if asked is None:
        raise NotNowError
    return asked
