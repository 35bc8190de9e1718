"""A media node on loopback with real Redis, its commands and its news."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import msgspec

from tests.eventually import PATIENCE_S, eventually
from tests.video_bank.media.memory_recorder import MemoryRecorder, MemorySink
from tests.video_bank.media.peers import Peer
from video_bank.clock import SystemClock
from video_bank.database.redis_link import RedisLink, command_stream, inbox_stream
from video_bank.ids import NodeId, PictureId, SessionId, new_node_id, new_session_id
from video_bank.media.aiortc_leg import AiortcLeg
from video_bank.media.commands import (
    AttachLeg,
    EaseChallenge,
    Inquire,
    JudgeDigits,
    LegName,
    MediaCommand,
    OpenCall,
    StartCheck,
)
from video_bank.media.needs import FrameTap
from video_bank.media.news import LegAnswered, MediaNews
from video_bank.media.node import MediaConfig, MediaNode
from video_bank.media.tracks import TrackName

ADDRESSES = ("127.0.0.1",)


class CheckDone(msgspec.Struct, frozen=True, tag="check_done"):
    """What the checks of this bench report: one picture's size and brightness."""

    session_id: SessionId
    width: int
    brightness: float


class CheckBegan(msgspec.Struct, frozen=True, tag="check_began"):
    session_id: SessionId


class FaceSeen(msgspec.Struct, frozen=True, tag="face_seen"):
    """A look at the leg after the check, and how many frames went by for it."""

    session_id: SessionId
    frames: int


class BankAsked(msgspec.Struct, frozen=True, tag="bank_asked"):
    session_id: SessionId
    times: int


class OnePicture:
    """A check that looks at a single picture, and then at each key frame that it gets."""

    def __init__(self) -> None:
        self.told: list[EaseChallenge | JudgeDigits] = []
        self.asked = 0
        self.forgotten: list[SessionId] = []
        self.remembered: list[tuple[SessionId, PictureId]] = []

    async def run(
        self,
        command: StartCheck,
        wrapped_key: bytes,
        tap: FrameTap,
        publish: Callable[[msgspec.Struct], None],
    ) -> CheckDone:
        assert wrapped_key
        publish(CheckBegan(command.session_id))
        taken = await tap.next_frame(5.0)
        assert 0 <= time.monotonic() - taken.arrived_at < 5
        assert taken.rtp_times
        return CheckDone(command.session_id, taken.rgb.shape[1], float(taken.rgb.mean()))

    async def inquire(self, command: Inquire) -> BankAsked:
        self.asked += 1
        return BankAsked(command.session_id, self.asked)

    def tell(self, command: EaseChallenge | JudgeDigits) -> None:
        self.told.append(command)

    async def watch(
        self,
        session_id: SessionId,
        open_tap: Callable[[], AbstractContextManager[FrameTap]],
        publish: Callable[[msgspec.Struct], None],
    ) -> None:
        for _ in range(2):
            with open_tap() as tap:
                taken = await tap.next_frame(5.0)
            publish(FaceSeen(session_id, len(taken.rtp_times)))

    async def remember(
        self, session_id: SessionId, wrapped_key: bytes, picture_id: PictureId
    ) -> None:
        assert wrapped_key
        self.remembered.append((session_id, picture_id))

    def forget(self, session_id: SessionId) -> None:
        self.forgotten.append(session_id)


_News = MediaNews | CheckBegan | CheckDone | FaceSeen | BankAsked


class NodeBench:
    def __init__(self, link: RedisLink) -> None:
        self.link = link
        self.node_id: NodeId = new_node_id("media")
        self.session_id = new_session_id()
        self.recorder = MemoryRecorder()
        self.checks = OnePicture()
        self.node = MediaNode(
            self.node_id,
            link,
            self.recorder,
            self.checks,
            MediaConfig(port=0, addresses=ADDRESSES),
            SystemClock(),
        )
        self.news: list[Any] = []
        self._place = "0-0"
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self.node.run(), name="media node")
        await self.tell(OpenCall(self.session_id, b"key", time.time()))

    async def stop(self) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait([self._task])
        assert self._task.cancelled(), self._task

    async def wait_until_over(self) -> None:
        """Wait for a node that ends by itself."""
        assert self._task is not None
        await asyncio.wait_for(self._task, 5)

    async def tell(self, command: MediaCommand) -> None:
        await self.link.append(command_stream(self.node_id), msgspec.json.encode(command))

    async def read_news(self) -> list[Any]:
        """Return all news of the session so far, the oldest first."""
        stream = inbox_stream(self.session_id)
        for _, entry_id, payload in await self.link.read({stream: self._place}):
            self._place = entry_id
            self.news.append(msgspec.json.decode(payload, type=_News))
        return self.news

    async def wait_for(self, kind: type, within_s: float = PATIENCE_S, **fields: Any) -> Any:
        """Return the newest news of a kind with these fields, as soon as there are some."""

        async def look() -> Any:
            return next(
                (
                    each
                    for each in reversed(await self.read_news())
                    if isinstance(each, kind)
                    and all(getattr(each, name) == value for name, value in fields.items())
                ),
                None,
            )

        return await eventually(look, within_s, f"no {kind.__name__} {fields} in {self.news}")

    async def count(self, kind: type, expected: int) -> bool:
        """Say whether there are exactly so many news of a kind so far."""
        return sum(isinstance(each, kind) for each in await self.read_news()) == expected

    def sinks(self, name: LegName | TrackName, take: int) -> list[MemorySink]:
        return self.recorder.sinks.get((self.session_id, TrackName(name), take), [])

    def leg(self, leg: LegName) -> AiortcLeg:
        """Return the node's end of a leg, where what it keeps can be looked at."""
        call = self.node._rooms[self.session_id].call
        assert call is not None
        return call._legs[leg]

    async def attach(self, leg: LegName, take: int, peer: Peer) -> None:
        """Have a peer's offer answered."""
        await self.tell(AttachLeg(self.session_id, leg, take, await peer.offer()))
        answered = await self.wait_for(LegAnswered, leg=leg, take=take)
        await peer.accept(answered.answer_sdp)
