"""A guest's page on the line: what it asks counts as long as the guest is in the meeting."""

import secrets
from collections.abc import Awaitable, Sequence
from typing import Final

import msgspec
from aiohttp import web

from signaling.handlers.call_requests import to_call_request
from signaling.keys import CALLER, DESK, LOOKS
from signaling.link_news import GUEST, LEADER, LinkNews
from signaling.looks import Looks
from signaling.messages import (
    GuestMessage,
    QualityChanged,
    SendGuestConsent,
    WelcomeGuest,
)
from signaling.needs import Desk
from signaling.sockets import serve_socket
from video_bank.errors import NotFoundError, NotNowError
from video_bank.ids import GuestId, SessionId
from video_bank.media.commands import LegName
from video_bank.sessions.redis_outbox import guest_outbox
from video_bank.sessions.requests import (
    GiveGuestConsent,
    NotePresence,
    ParticipantRequest,
)
from video_bank.sessions.session import Session
from video_bank.sessions.views import guest_view

_DECODER: Final = msgspec.json.Decoder(GuestMessage)


def serve_guest(request: web.Request) -> Awaitable[web.WebSocketResponse]:
    caller = request[CALLER]
    if caller.guest_id is None or caller.session_id is None:
        raise NotFoundError
    side = GuestSide(request.app[DESK], request.app[LOOKS], caller.session_id, caller.guest_id)
    return serve_socket(request, side)


class GuestSide:
    """A `Side`."""

    def __init__(self, desk: Desk, looks: Looks, session_id: SessionId, guest_id: GuestId) -> None:
        self._desk = desk
        self._session_id = session_id
        self._guest_id = guest_id
        self._link = LinkNews(looks, GUEST, LEADER)

    @property
    def participant(self) -> str:
        return guest_outbox(self._guest_id)

    @property
    def live_stream(self) -> str | None:
        return None

    def read(self, frame: str) -> GuestMessage:
        message: GuestMessage = _DECODER.decode(frame)
        return message

    async def arrive(self) -> None:
        await self._note_presence(is_here=True)

    async def leave(self) -> None:
        await self._note_presence(is_here=False)

    async def welcome(self, epoch: str, seq: int) -> WelcomeGuest:
        session = await self._find()
        return WelcomeGuest(
            epoch=epoch,
            seq=seq,
            view=guest_view(session) if session else None,
            server_time=self._desk.clock.now(),
        )

    async def carry_out(self, message: GuestMessage) -> None:
        if await self._find() is None:
            raise NotNowError
        await self._desk.hosts.submit(self._to_request(message))

    async def beat(self) -> None:
        pass

    async def news(self) -> Sequence[QualityChanged]:
        """Return how the guest's own link and the leader's are."""
        return await self._link.news(self._session_id)

    async def _find(self) -> Session | None:
        """Return the session as long as this guest is the one in it."""
        session = await self._desk.store.load(self._session_id)
        is_theirs = session.guest is not None and session.guest.guest_id == self._guest_id
        return session if is_theirs else None

    async def _note_presence(self, *, is_here: bool) -> None:
        if await self._find() is not None:
            await self._desk.hosts.submit(
                NotePresence(
                    session_id=self._session_id,
                    request_id=secrets.token_hex(8),
                    leg=LegName.GUEST,
                    is_here=is_here,
                )
            )

    def _to_request(self, message: GuestMessage) -> ParticipantRequest:
        """Raise OfferRefusedError, or NotNowError for what asks nothing of a session."""
        if isinstance(message, SendGuestConsent):
            return GiveGuestConsent(
                session_id=self._session_id,
                request_id=message.request_id,
                guest_id=self._guest_id,
                recording=message.recording,
            )
        asked = to_call_request(message, self._session_id, LegName.GUEST, self._guest_id)
        if asked is None:
            raise NotNowError
        return asked
