"""What both robots are: one listens and remembers, one acts on what is remembered."""

import asyncio
import secrets
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from signaling.messages import ServerMessage
from signaling.robots.desk_client import Line
from video_bank.sessions.outgoing import MediaAnswered, MediaRefused

if TYPE_CHECKING:
    from signaling.robots.call_side import CallSide

_LOOK_EVERY_S: Final = 0.25


class Robot(ABC):
    """Acts from the newest view alone, as a page does: a lost message or request mends itself."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._call: CallSide | None = None
        self._news = asyncio.Event()
        self._is_done = False

    async def play(self) -> None:
        """Return when the robot's part is over; cancel to stop it in the middle.

        Raise DeskRefusedError when it is sent away.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(), name="robot listens")
                tasks.create_task(self._act_until_done(), name="robot acts")
        except ExceptionGroup as group:
            raise group.exceptions[0] from group  # the other task only ended with it
        finally:
            if self._call is not None:
                await self._call.close()

    @abstractmethod
    def remember(self, message: ServerMessage) -> None:
        """Take in one message of the desk."""

    @abstractmethod
    async def act(self) -> None:
        """Do the next thing that the remembered state asks for, if any; called again and again."""

    async def _listen(self) -> None:
        async for message in self._line.messages():
            if isinstance(message, MediaAnswered | MediaRefused):
                if self._call is not None:
                    await self._call.hear(message)
            else:
                self.remember(message)
                self._news.set()

    async def _act_until_done(self) -> None:
        while not self._is_done:
            await self.act()
            try:
                async with asyncio.timeout(_LOOK_EVERY_S):
                    await self._news.wait()
            except TimeoutError:
                continue
            self._news.clear()
        await self._line.close()


def new_request_id() -> str:
    return secrets.token_hex(8)
