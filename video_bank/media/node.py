"""One media node: carries out the commands of its Redis stream, reports, and says that it lives."""

import asyncio
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import Final, NoReturn

import msgspec
import structlog

from video_bank.clock import Clock
from video_bank.database.redis_leases import Leases
from video_bank.database.redis_link import RedisLink, command_stream
from video_bank.errors import UnavailableError
from video_bank.ids import NodeId, SessionId
from video_bank.media import heap
from video_bank.media.aiortc_leg import LegSurroundings
from video_bank.media.call import Call
from video_bank.media.call_room import CallRoom
from video_bank.media.commands import MediaCommand, OpenCall
from video_bank.media.needs import CallRecorder, FaceChecks
from video_bank.media.news_post import NewsPost
from video_bank.media.placement import LEASE_KIND, NodeReport
from video_bank.media.redis_qualities import RedisQualities
from video_bank.media.udp_port import UdpPort

_TICK_S: Final = 0.1
_SHOW_EVERY_S: Final = 1.0
_GIVE_BACK_EVERY_S: Final = 2.0
_POLL_MS: Final = 1_000
_RETRY_EVERY_S: Final = 0.25
_CLOSE_WITHIN_S: Final = 5.0
_LEAVE_WITHIN_S: Final = 60.0
_SMOOTHED_OVER: Final = 5  # reports, two and a half seconds
_FRESH_S: Final = 3.0  # until then a call is not in the measured share
_REMEMBERED: Final = 10_000  # closed sessions, whose `CloseCall` may still be repeated

_log = structlog.get_logger()


class _LeftError(Exception):
    """Ends every task of a node that was asked to leave."""


class MediaConfig(msgspec.Struct, frozen=True):
    """The node's one UDP port (0: any free one) and the addresses announced to browsers."""

    port: int
    addresses: tuple[str, ...]


class MediaNode:
    """Owns the port and every call on it; `run` is its whole life."""

    def __init__(
        self,
        node_id: NodeId,
        link: RedisLink,
        recorder: CallRecorder,
        checks: FaceChecks,
        config: MediaConfig,
        clock: Clock,
    ) -> None:
        self._node_id = node_id
        self._link = link
        self._recorder = recorder
        self._checks = checks
        self._config = config
        self._clock = clock
        self._post = NewsPost(link)
        self._qualities = RedisQualities(link)
        self._rooms: dict[SessionId, CallRoom] = {}
        self._has_ended_one = False
        self._closed: dict[SessionId, None] = {}
        self._opened_at: deque[float] = deque()
        self._leaving = asyncio.Event()
        self._cpu = (time.process_time(), time.monotonic())
        self._share = 0.0

    def leave(self) -> None:
        """Take no more calls; `run` returns when the last one is over or moved, in 60 s at most."""
        self._leaving.set()

    async def run(self) -> None:
        """Serve until cancelled; then finish the journals, close the legs, deliver the last news.

        Raise OSError when the port is taken.
        """
        port = UdpPort.open_port(self._config.port, self._config.addresses)
        try:
            async with asyncio.TaskGroup() as life:
                posting = life.create_task(self._post.run(), name="media news")
                leases = Leases(self._link, LEASE_KIND)
                leasing = life.create_task(
                    leases.hold(self._node_id, self._report), name="media lease"
                )
                await self._serve(port)
                for task in (posting, leasing):
                    task.cancel()
        finally:
            port.close()

    async def _serve(self, port: UdpPort) -> None:
        try:
            async with asyncio.TaskGroup() as work:
                work.create_task(self._tick(), name="media tick")
                work.create_task(self._show_qualities(), name="media qualities")
                work.create_task(self._give_back_memory(), name="media memory")
                work.create_task(self._listen(port, work), name="media commands")
                await self._leave_when_told()
        except* _LeftError:
            _log.info("media node left", node=self._node_id)
        finally:
            self._leaving.set()
            await asyncio.gather(*(self._close_room(each) for each in self._rooms.values()))
            try:
                await asyncio.wait_for(self._post.flush(), _CLOSE_WITHIN_S)
            except TimeoutError:
                _log.warning("media news left undelivered")

    async def _leave_when_told(self) -> NoReturn:
        """Raise _LeftError when the node was asked to leave and nobody is on it any more."""
        await self._leaving.wait()
        deadline = time.monotonic() + _LEAVE_WITHIN_S
        while self._calls() and time.monotonic() < deadline:  # noqa: ASYNC110 they end one by one
            await asyncio.sleep(_TICK_S)
        if self._calls():
            _log.warning("calls left behind", calls=self._calls())
        raise _LeftError

    def _calls(self) -> int:
        return sum(room.call is not None for room in self._rooms.values())

    async def _listen(self, port: UdpPort, work: asyncio.TaskGroup) -> None:
        stream, place = command_stream(self._node_id), "0-0"
        while True:
            try:
                entries = await self._link.read({stream: place}, _POLL_MS)
            except UnavailableError:
                await asyncio.sleep(_RETRY_EVERY_S)
                continue
            for _, entry_id, payload in entries:
                place = entry_id
                try:
                    command = msgspec.json.decode(payload, type=MediaCommand)
                except msgspec.DecodeError:
                    _log.error("media command not understood", entry=entry_id)
                else:
                    self._dispatch(command, port, work)

    def _dispatch(self, command: MediaCommand, port: UdpPort, work: asyncio.TaskGroup) -> None:
        session_id = command.session_id
        room = self._rooms.get(session_id)
        if room is not None:
            room.put(command)
            return
        room = self._rooms[session_id] = CallRoom(
            session_id,
            self._node_id,
            self._checks,
            partial(self._make_call, port),
            partial(self._post.publish, session_id),
        )
        room.was_closed = session_id in self._closed
        room.put(command)
        work.create_task(self._work(session_id, room), name="media call")

    async def _work(self, session_id: SessionId, room: CallRoom) -> None:
        await room.work()
        del self._rooms[session_id]
        self._has_ended_one = True
        if room.was_closed:
            self._closed[session_id] = None
            if len(self._closed) > _REMEMBERED:
                del self._closed[next(iter(self._closed))]

    def _make_call(self, port: UdpPort, command: OpenCall) -> Call:
        session_id = command.session_id
        self._opened_at.append(time.monotonic())
        self._recorder.open_call(session_id, command.wrapped_key, command.clock_zero)
        around = LegSurroundings(
            session_id=session_id,
            port=port,
            addresses=self._config.addresses,
            clock=self._clock,
            zero=self._clock.monotonic() - (self._clock.now() - command.clock_zero),
            publish=partial(self._post.publish, session_id),
        )
        return Call(self._recorder, around)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            now = self._clock.monotonic()
            for room in self._rooms.values():
                if room.call is not None:
                    room.call.tick(now)

    async def _show_qualities(self) -> None:
        """Each second the newest: what Redis does not take in time is not worth keeping."""
        while True:
            await asyncio.sleep(_SHOW_EVERY_S)
            calls = {session_id: room.call for session_id, room in self._rooms.items() if room.call}
            with suppress(UnavailableError):
                await self._qualities.show(
                    {session_id: call.quality() for session_id, call in calls.items()}
                )

    async def _give_back_memory(self) -> None:
        while True:
            await asyncio.sleep(_GIVE_BACK_EVERY_S)
            if self._has_ended_one:
                self._has_ended_one = False
                heap.give_back()  # a millisecond or two

    async def _close_room(self, room: CallRoom) -> None:
        try:
            await asyncio.wait_for(room.close(), 2 * _CLOSE_WITHIN_S)
        except Exception as error:  # noqa: BLE001 the others are still to be closed
            _log.error("call not closed in order", error=type(error).__name__)

    def _report(self) -> bytes:
        """Return what this node says of itself."""
        spent, at = time.process_time(), time.monotonic()
        before, before_at = self._cpu
        self._cpu = (spent, at)
        newest = (spent - before) / max(at - before_at, 1e-3)
        self._share += (newest - self._share) / _SMOOTHED_OVER
        while self._opened_at and at - self._opened_at[0] > _FRESH_S:
            self._opened_at.popleft()
        report = NodeReport(
            self._node_id,
            calls=self._calls(),
            fresh_calls=len(self._opened_at),
            cpu_share=round(self._share, 3),
            is_leaving=self._leaving.is_set(),
        )
        return msgspec.json.encode(report)
