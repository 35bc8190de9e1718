"""A browser without a window: cookies, REST, and a socket that comes back by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final, Self, TypeVar
from urllib.parse import urlsplit

import aiohttp
import msgspec

from signaling.messages import (
    CustomerMessage,
    DeskMessage,
    Hello,
    Numbered,
    ServerMessage,
    WelcomeCustomer,
    WelcomeDesk,
)
from signaling.resources import (
    CreateSession,
    ErrorBody,
    Invitation,
    PictureReceipt,
    RedeemLink,
    Seat,
    SignIn,
    StaffProfile,
)
from video_bank.errors import ErrorCode
from video_bank.ids import SessionId
from video_bank.sessions.outgoing import Refused

_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 2.0
_Answer = TypeVar("_Answer")


class DeskRefusedError(Exception):
    """The desk answered a request, or the whole socket, with an error code."""

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code.value)
        self.code = code


class DeskClient:
    """One browser. `url` is the desk's, without a path."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),  # cookies of plain addresses count too
            headers={"Origin": self._url},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def redeem(self, token: str) -> Seat:
        return await self._post("/api/v1/join", msgspec.json.encode(RedeemLink(token)), Seat)

    async def sign_in(self, username: str, password: str) -> StaffProfile:
        body = msgspec.json.encode(SignIn(username, password))
        return await self._post("/api/v1/staff/sign-in", body, StaffProfile)

    async def invite(self, api_key: str, order: CreateSession, key: str) -> Invitation:
        """Create a session as the bank's system does; the same `key` gets the same session."""
        headers = {"Authorization": f"Bearer {api_key}", "Idempotency-Key": key}
        body = msgspec.json.encode(order)
        return await self._post("/api/v1/sessions", body, Invitation, headers)

    async def upload_picture(self, session_id: SessionId, picture: bytes) -> PictureReceipt:
        path = f"/api/v1/sessions/{session_id}/pictures"
        return await self._post(path, picture, PictureReceipt)

    def customer_line(self) -> "Line":
        return Line(self._http, f"{self._url}/ws/customer")

    def desk_line(self) -> "Line":
        return Line(self._http, f"{self._url}/ws/desk")

    def floor_line(self) -> "Line":
        return Line(self._http, f"{self._url}/ws/floor")

    async def _post(
        self, path: str, body: bytes, kind: type[_Answer], headers: dict[str, str] | None = None
    ) -> _Answer:
        async with self._http.post(self._url + path, data=body, headers=headers) as answer:
            content = await answer.read()
            if answer.status >= 400:
                raise DeskRefusedError(msgspec.json.decode(content, type=ErrorBody).code)
            return msgspec.json.decode(content, type=kind)


class Line:
    """One participant's socket; it comes back after a loss, and nothing is missed or seen twice."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._epoch = ""
        self._last_seq = 0
        self._is_closed = False

    async def messages(self) -> AsyncIterator[ServerMessage]:
        """Yield what the server says until `close()`.

        Raise DeskRefusedError when the desk closes the door (taken over, not signed in).
        """
        pause_s = _FIRST_PAUSE_S
        while not self._is_closed:
            try:
                async with self._http.ws_connect(self._url, heartbeat=5) as socket:
                    self._socket = socket
                    await self.send(Hello(self._epoch, self._last_seq))
                    async for frame in socket:
                        if frame.type is not aiohttp.WSMsgType.TEXT:
                            break  # it does not answer the heartbeat
                        pause_s = _FIRST_PAUSE_S
                        yield self._open(frame.data)
            except aiohttp.WSServerHandshakeError as error:
                if error.status in {401, 403}:
                    raise DeskRefusedError(ErrorCode.NOT_SIGNED_IN) from error
            except (aiohttp.ClientError, ConnectionError):
                pass  # the server is away: come back to it below
            finally:
                self._socket = None
            if not self._is_closed:
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    async def send(self, message: CustomerMessage | DeskMessage) -> None:
        """Send when connected; else drop: the next welcome's view says again what is missing."""
        if self._socket is not None and not self._socket.closed:
            with suppress(ConnectionError):
                await self._socket.send_str(msgspec.json.encode(message).decode())

    async def break_off(self) -> None:
        """Lose the connection, as a network change does."""
        if self._socket is not None:
            await self._socket.close()

    async def close(self) -> None:
        self._is_closed = True
        await self.break_off()

    def _open(self, frame: str) -> ServerMessage:
        envelope = msgspec.json.decode(frame, type=Numbered)
        message: ServerMessage = msgspec.json.decode(envelope.message, type=ServerMessage)
        if isinstance(message, Refused) and message.code is ErrorCode.OPENED_ELSEWHERE:
            raise DeskRefusedError(message.code)
        if isinstance(message, WelcomeCustomer | WelcomeDesk):
            self._epoch, self._last_seq = message.epoch, message.seq
        elif envelope.seq:
            self._last_seq = envelope.seq
        return message


def split_join_url(join_url: str) -> tuple[str, str]:
    """Return the desk's address and the token of a join link."""
    url = urlsplit(join_url)
    return f"{url.scheme}://{url.netloc}", url.fragment
