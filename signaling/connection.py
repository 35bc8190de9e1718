"""One WebSocket, from hello to close."""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import msgspec
import structlog
from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from signaling.errors import (
    HandedOverError,
    MalformedError,
    NotSignedInError,
    OpenedElsewhereError,
    OutboxLostError,
    TooManyRequestsError,
    TooSlowError,
    describe,
)
from signaling.frames import encode, has_long_names, read_request_id
from signaling.hidden_characters import has_hidden_characters
from signaling.looks import Looks
from signaling.mailroom import Box
from signaling.messages import Hello, Numbered, Ping, Pong
from signaling.needs import Desk
from signaling.redis_presence import PresenceKey
from signaling.side import Side
from signaling.token_bucket import TokenBucket
from video_bank.errors import BankError, NotNowError, UnavailableError
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.redis_outbox import OutboxPlace

HELLO_WITHIN_S: Final = 10.0
SEND_WITHIN_S: Final = 5.0
PATIENCE: Final = 100  # messages over the limit before the door is closed
CREDENTIAL_EVERY_BEATS: Final = 15  # half a minute
CLOSE_CODES: Final[dict[type[BankError], int]] = {
    OpenedElsewhereError: 4001,
    TooSlowError: 4002,
    TooManyRequestsError: 4003,
    HandedOverError: 4004,
    NotSignedInError: WSCloseCode.POLICY_VIOLATION,
    OutboxLostError: WSCloseCode.SERVICE_RESTART,
    MalformedError: WSCloseCode.POLICY_VIOLATION,
    UnavailableError: WSCloseCode.TRY_AGAIN_LATER,
}
_CLOSE_WITHIN_S: Final = 1.0

_log = structlog.get_logger()


class _PageLeftError(Exception):
    """The page has closed its socket: nothing is wrong."""


class Connection:
    """Serves one prepared socket of `side`; a participant's newest connection wins.

    `identify` raises NotSignedInError or HandedOverError once the page's credential does not
    count any more.
    """

    __slots__ = (
        "_beats",
        "_bucket",
        "_desk",
        "_epoch",
        "_errands",
        "_identify",
        "_is_forwarding",
        "_looks",
        "_over_limit",
        "_presence",
        "_side",
        "_socket",
        "_telling",
        "_transport",
    )

    def __init__(
        self,
        desk: Desk,
        looks: Looks,
        side: Side[Any],
        socket: web.WebSocketResponse[Any],
        transport: asyncio.WriteTransport | None,
        identify: Callable[[], Awaitable[object]],
    ) -> None:
        self._desk = desk
        self._looks = looks
        self._side = side
        self._socket = socket
        self._transport = transport
        self._identify = identify
        self._presence = PresenceKey(desk.link, side.participant, secrets.token_hex(8))
        self._bucket = TokenBucket(desk.clock.monotonic())
        self._over_limit = 0
        self._telling = asyncio.Lock()
        self._errands = asyncio.TaskGroup()
        self._epoch = ""
        self._beats = 0
        self._is_forwarding = False

    async def serve(self) -> None:
        """Return when the socket is closed, by whichever side."""
        try:
            hello = await self._hear_hello()
            if hello is not None:
                await self._serve(hello)
        except BankError as error:
            await self._close(CLOSE_CODES.get(type(error), WSCloseCode.INTERNAL_ERROR), error)
        except ConnectionError:
            return  # the page left in the middle of a word
        except Exception as error:  # noqa: BLE001 the last gate of a socket
            _log.error("connection failed", **describe(error))
            await self._close(WSCloseCode.INTERNAL_ERROR)

    async def drain(self) -> None:
        """Send the page to another desk; `serve` returns."""
        await self._close(WSCloseCode.SERVICE_RESTART)

    async def _serve(self, hello: Hello) -> None:
        await self._presence.take()
        await self._side.arrive()
        try:
            await self._run(await self._welcome(hello))
        finally:
            await _through(self._leave())  # who is gone has to be known to be

    async def _welcome(self, hello: Hello) -> OutboxPlace:
        place = await self._desk.outbox.place_after(
            self._side.participant, hello.epoch, hello.last_seq
        )
        await self._send(0, await self._side.welcome(place.epoch, place.seq))
        return place

    async def _run(self, place: OutboxPlace) -> None:
        """Listen until the page leaves or an errand fails; raise what failed.

        Mail and beats are errands, tasks that live while there is something to do. A silent
        socket, as nearly all are, has none.
        """
        self._epoch = place.epoch
        after = {place.stream: place.seq}
        if (live := self._side.live_stream) is not None:
            after[live] = 0
        try:
            async with self._errands:
                with self._looks.mailroom.open_box(after, self._start_forwarding):
                    self._start_beat()
                    await self._listen()
                raise _PageLeftError  # which ends the errands, too
        except BaseExceptionGroup as failed:
            error = failed.exceptions[0]
            if not isinstance(error, _PageLeftError):
                raise error from None

    def _start(self, errand: Coroutine[Any, Any, None]) -> None:
        try:
            self._errands.create_task(errand)
        except RuntimeError:
            errand.close()  # the socket is ending

    async def _leave(self) -> None:
        """Say goodbye, unless a newer socket has taken over.

        One may take over in this very moment: its hello must not stand before our goodbye.
        """
        if await self._presence.leave():
            await self._side.leave()
            if await self._presence.is_held():
                await self._side.arrive()

    async def _hear_hello(self) -> Hello | None:
        """Return the page's hello; None when it left without one."""
        try:
            async with asyncio.timeout(HELLO_WITHIN_S):
                while (message := await self._next_message()) is not None:
                    if isinstance(message, Hello):
                        return message
                    await self._refuse(message, NotNowError())
        except TimeoutError as error:
            raise MalformedError from error
        return None

    async def _listen(self) -> None:
        while (message := await self._next_message()) is not None:
            await self._check_newest()  # at once: the newer one must not be crossed
            try:
                await self._answer(message)
            except BankError as error:
                await self._refuse(message, error)
            await self._tell_news()

    async def _answer(self, message: msgspec.Struct) -> None:
        match message:
            case Ping():
                await self._send(0, Pong())
            case Hello():
                raise NotNowError
            case _:
                await self._side.carry_out(message)

    async def _next_message(self) -> msgspec.Struct | None:
        """Return the next message that is one, refusing what is not; None at the end."""
        async for frame in self._socket:
            if frame.type is WSMsgType.ERROR:
                return None  # too large or not WebSocket at all; aiohttp has closed it
            try:
                return self._read(frame)
            except TooManyRequestsError as error:
                self._over_limit += 1
                if self._over_limit > PATIENCE:
                    raise
                await self._refuse(frame, error)
            except MalformedError as error:
                await self._refuse(frame, error)
        return None

    def _read(self, frame: WSMessage) -> msgspec.Struct:
        if not self._bucket.take(self._desk.clock.monotonic()):
            raise TooManyRequestsError
        self._over_limit = max(0, self._over_limit - 1)
        if frame.type is not WSMsgType.TEXT:
            raise MalformedError
        try:
            message: msgspec.Struct = self._side.read(frame.data)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise MalformedError from error
        if has_hidden_characters(message) or has_long_names(message):
            raise MalformedError
        return message

    def _start_forwarding(self, box: Box) -> None:
        if not self._is_forwarding:
            self._is_forwarding = True
            self._start(self._forward(box))

    async def _forward(self, box: Box) -> None:
        """What is live is worth nothing later: it has no number and is never sent again."""
        live = self._side.live_stream
        while mail := box.take():
            for letter in mail:
                if letter.stream == live:
                    await self._send(0, msgspec.Raw(letter.payload))
                else:
                    await self._send(letter.seq, msgspec.Raw(letter.payload))
                    await self._tell_news()
        self._is_forwarding = False

    def _start_beat(self) -> None:
        self._start(self._beat())

    async def _beat(self) -> None:
        await self._check_newest()
        if await self._looks.epoch(self._side.participant) != self._epoch:
            raise OutboxLostError
        self._beats += 1
        if self._beats % CREDENTIAL_EVERY_BEATS == 0:
            await self._check_credential()
        await self._side.beat()
        await self._tell_news()
        self._looks.pulse.next_beat(self._start_beat)

    async def _check_newest(self) -> None:
        """Prolong this socket's presence; raise OpenedElsewhereError or HandedOverError."""
        if not await self._looks.keep(self._presence):
            await self._identify()
            raise OpenedElsewhereError

    async def _check_credential(self) -> None:
        """Whoever signed out elsewhere is out here too; a database that is away ends no call."""
        with contextlib.suppress(UnavailableError):
            await self._identify()

    async def _tell_news(self) -> None:
        """Look and tell in one go, so that the page hears changes in their order."""
        async with self._telling:
            for news in await self._side.news():
                await self._send(0, news)

    async def _refuse(self, asked: msgspec.Struct | WSMessage | None, error: BankError) -> None:
        request_id = read_request_id(asked)
        await self._send(0, Refused(request_id=request_id, code=error.code))

    async def _send(self, seq: int, message: msgspec.Struct | msgspec.Raw) -> None:
        """Send one frame; raise TooSlowError when the page does not take it.

        Nothing queues up here: the sender waits, and what it would send next waits in Redis.
        """
        raw = message if isinstance(message, msgspec.Raw) else encode(message)
        frame = msgspec.json.encode(Numbered(seq, raw))
        try:
            async with asyncio.timeout(SEND_WITHIN_S):
                await self._socket.send_frame(frame, WSMsgType.TEXT)
        except TimeoutError as error:
            raise TooSlowError from error

    async def _close(self, code: int, error: BankError | None = None) -> None:
        """Close with a reason; a page that does not listen is cut off."""
        try:
            async with asyncio.timeout(_CLOSE_WITHIN_S):
                with contextlib.suppress(ConnectionError):
                    if error is not None:
                        await self._refuse(None, error)
                    await self._socket.close(code=code, drain=False)
        except (TimeoutError, TooSlowError):
            if self._transport is not None:
                self._transport.abort()


async def _through(work: Coroutine[Any, Any, None]) -> None:
    """Await the work to its end, also when cancelled in the middle of it."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
