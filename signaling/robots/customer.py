"""A robot customer: comes by a join link, agrees, waits, talks, hangs up, rates."""

import time
from pathlib import Path

import msgspec

from signaling.messages import (
    HangUpCall,
    JoinQueue,
    SendConsents,
    SendRating,
    ServerMessage,
    WelcomeCustomer,
)
from signaling.robots.call_side import CallSide, MeetingReport
from signaling.robots.desk_client import DeskClient, Line, split_join_url
from signaling.robots.robot import Robot, new_request_id
from video_bank.ids import SessionId
from video_bank.sessions.outgoing import CustomerViewChanged
from video_bank.sessions.session import Stage
from video_bank.sessions.views import CustomerView


class CustomerPart(msgspec.Struct, frozen=True, kw_only=True):
    """How to play: `talk_s` None waits for the agent to hang up."""

    clip_id: int = 1
    clip: Path | None = None
    talk_s: float | None = None
    picture: bytes | None = None  # sent when the agent asks for the document
    rating: int = 5


async def play_customer(join_url: str, part: CustomerPart) -> MeetingReport:
    """Play one meeting from the link to the rating; raise DeskRefusedError when not let in."""
    url, token = split_join_url(join_url)
    async with DeskClient(url) as client:
        seat = await client.redeem(token)
        robot = RobotCustomer(client, client.customer_line(), seat.session_id, part)
        await robot.play()
        return robot.report


class RobotCustomer(Robot):
    def __init__(
        self, client: DeskClient, line: Line, session_id: SessionId, part: CustomerPart
    ) -> None:
        super().__init__(line)
        self._client = client
        self._session_id = session_id
        self._part = part
        self._view: CustomerView | None = None
        self._talking_since: float | None = None
        self._has_sent_picture = False
        self._side = self._call = CallSide(line, part.clip_id, part.clip)

    @property
    def report(self) -> MeetingReport:
        return self._side.report

    def remember(self, message: ServerMessage) -> None:
        if isinstance(message, WelcomeCustomer | CustomerViewChanged):
            self._view = message.view

    async def act(self) -> None:
        view = self._view
        if view is None:
            return
        if view.close_reason is not None:
            await self._end(view)
        elif view.stage is Stage.ARRIVING:
            await self._arrive(view)
        else:
            await self._talk(view)

    async def _arrive(self, view: CustomerView) -> None:
        if view.consents is None:
            await self._line.send(
                SendConsents(request_id=new_request_id(), recording=True, face=True)
            )
        else:
            await self._line.send(JoinQueue(request_id=new_request_id()))

    async def _talk(self, view: CustomerView) -> None:
        await self._side.follow(view.media_epoch)
        if view.is_picture_requested and self._part.picture and not self._has_sent_picture:
            self._has_sent_picture = True
            await self._client.upload_picture(self._session_id, self._part.picture)
        if view.stage is Stage.TALKING and self._talking_since is None:
            self._talking_since = time.monotonic()
        if self._has_talked_enough():
            await self._line.send(HangUpCall(request_id=new_request_id()))

    async def _end(self, view: CustomerView) -> None:
        if self._talking_since is not None and not self.report.talked_s:
            self.report.talked_s = time.monotonic() - self._talking_since
            await self._side.close()
        self.report.close_reason = view.close_reason
        if self._talking_since is not None and view.rating is None:
            await self._line.send(SendRating(request_id=new_request_id(), score=self._part.rating))
        else:
            self._is_done = True

    def _has_talked_enough(self) -> bool:
        return (
            self._talking_since is not None
            and self._part.talk_s is not None
            and time.monotonic() - self._talking_since >= self._part.talk_s
        )
