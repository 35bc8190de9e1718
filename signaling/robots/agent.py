"""A robot agent: signs in, takes every offer, talks, wraps up, is ready again."""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from signaling.messages import (
    AcceptOffer,
    CompleteWrapUp,
    HangUpCall,
    RequestPicture,
    SetReady,
)
from signaling.robots.call_side import CallSide, MeetingReport
from signaling.robots.desk_client import DeskClient, Line
from signaling.robots.desk_memory import DeskMemory
from signaling.robots.robot import Robot, new_request_id
from video_bank.queues.ticket import Presence
from video_bank.sessions.session import Stage
from video_bank.sessions.views import AgentView

Note = Callable[[MeetingReport], None]


def _note_nothing(_: MeetingReport) -> None:
    pass


class AgentPart(msgspec.Struct, frozen=True, kw_only=True):
    """How to play: `talk_s` None waits for the customer to hang up, `meetings` None never ends."""

    clip_id: int = 2
    clip: Path | None = None
    talk_s: float | None = None
    meetings: int | None = None
    asks_for_picture: bool = False


async def play_agent(
    url: str, username: str, password: str, part: AgentPart, note: Note = _note_nothing
) -> list[MeetingReport]:
    """Serve customers; raise DeskRefusedError when not let in. `note` hears of each meeting."""
    async with DeskClient(url) as client:
        await client.sign_in(username, password)
        robot = RobotAgent(client.desk_line(), part, note)
        await robot.play()
        return robot.reports


class RobotAgent(DeskMemory, Robot):
    def __init__(self, line: Line, part: AgentPart, note: Note = _note_nothing) -> None:
        super().__init__(line)
        self._note = note
        self.reports: list[MeetingReport] = []
        self._part = part
        self._talking_since: float | None = None

    async def act(self) -> None:
        if self.view is not None and self.view.close_reason is None:
            await self._talk(self.view)
        elif self.view is not None:
            await self._wrap_up(self.view)
        elif self._has_served_enough():
            self._is_done = True
        elif self.offer is not None:
            await self._line.send(
                AcceptOffer(request_id=new_request_id(), offer_id=self.offer.offer_id)
            )
        elif self.state and self.state.presence in {Presence.OFFLINE, Presence.BREAK}:
            await self._line.send(SetReady(request_id=new_request_id()))

    async def _talk(self, view: AgentView) -> None:
        if self._call is None:
            self._call = CallSide(self._line, self._part.clip_id, self._part.clip)
        await self._call.follow(view.media_epoch)
        if view.stage is not Stage.TALKING:
            return
        if self._talking_since is None:
            self._talking_since = time.monotonic()
        if self._part.asks_for_picture and not (view.is_picture_requested or view.pictures):
            await self._line.send(RequestPicture(request_id=new_request_id()))
        talked_s = time.monotonic() - self._talking_since
        if self._part.talk_s is not None and talked_s >= self._part.talk_s:
            await self._line.send(HangUpCall(request_id=new_request_id()))

    async def _wrap_up(self, view: AgentView) -> None:
        if self._call is not None:
            report = await self._call.close()
            report.close_reason = view.close_reason
            report.talked_s = time.monotonic() - (self._talking_since or time.monotonic())
            self.reports.append(report)
            self._note(report)
            self._call = self._talking_since = None
        if view.stage is Stage.WRAPPING_UP:
            await self._line.send(CompleteWrapUp(request_id=new_request_id(), result="robot"))
        else:
            self.view = None

    def _has_served_enough(self) -> bool:
        return self._part.meetings is not None and len(self.reports) >= self._part.meetings
