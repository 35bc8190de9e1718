"""What many sockets ask in the same moment, answered by one call."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

MOST_AT_ONCE: Final = 250  # Redis and this process are held up for milliseconds, not longer

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")


class Together(Generic[_Question, _Answer]):
    """`answer` returns one answer to each question, in their order.

    One call at a time is on its way: what is asked meanwhile goes with the next one.
    """

    def __init__(
        self, answer: Callable[[Sequence[_Question]], Awaitable[Sequence[_Answer]]]
    ) -> None:
        self._answer = answer
        self._asked: list[tuple[_Question, asyncio.Future[_Answer]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, question: _Question) -> _Answer:
        """Return the answer; raise what the call raised."""
        answered: asyncio.Future[_Answer] = asyncio.get_running_loop().create_future()
        self._asked.append((question, answered))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all(), name="ask together")
        return await answered

    async def _ask_all(self) -> None:
        try:
            while self._asked:
                batch, self._asked = self._asked[:MOST_AT_ONCE], self._asked[MOST_AT_ONCE:]
                await self._ask_some(batch)
        finally:
            self._asking = None  # whatever ended it, the next question starts anew

    async def _ask_some(self, batch: Sequence[tuple[_Question, asyncio.Future[_Answer]]]) -> None:
        waiting = [answered for _, answered in batch]
        try:
            answers = await self._answer([question for question, _ in batch])
        except Exception as error:  # noqa: BLE001 it belongs to those who asked
            for answered in waiting:
                if not answered.done():
                    answered.set_exception(error)
            return
        for answered, answer in zip(waiting, answers, strict=True):
            if not answered.done():  # its socket may be gone by now
                answered.set_result(answer)
