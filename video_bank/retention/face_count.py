"""Of how many people face pictures are stored; from a number on the law wants it to be filed.

《人脸识别技术应用安全管理办法》(1 June 2025): who stores face information of 100,000 people files
with the cyberspace administration within 30 working days.
"""

import asyncio
from typing import Final, Protocol

import structlog

from video_bank.errors import BankError

ALARM_FROM: Final = 100_000
_EVERY_S: Final = 3600.0
_log = structlog.get_logger()


class FaceCounter(Protocol):
    async def count(self) -> int:
        """Return of how many people there are face pictures at most."""
        ...


def is_alarm(people: int) -> bool:
    return people >= ALARM_FROM


class FaceWatch:
    def __init__(self, counter: FaceCounter) -> None:
        self._counter = counter

    async def run(self) -> None:
        """Look once an hour until cancelled."""
        while True:
            try:
                await self.look()
            except BankError as error:
                _log.warning("faces not counted", code=error.code)
            await asyncio.sleep(_EVERY_S)

    async def look(self) -> int:
        people = await self._counter.count()
        tell = _log.error if is_alarm(people) else _log.info
        tell("faces alarm" if is_alarm(people) else "faces stored", people=people, of=ALARM_FROM)
        return people
