"""Many askers, one call."""

import asyncio
from collections.abc import Sequence

import pytest

from signaling.together import MOST_AT_ONCE, Together
from video_bank.errors import UnavailableError


class _Doubling:
    def __init__(self) -> None:
        self.calls: list[list[int]] = []

    async def answer(self, asked: Sequence[int]) -> list[int]:
        self.calls.append(list(asked))
        await asyncio.sleep(0)
        return [2 * each for each in asked]


async def test_what_is_asked_in_one_moment_is_one_call() -> None:
    doubling = _Doubling()
    together = Together(doubling.answer)
    assert await asyncio.gather(*map(together.ask, [3, 1, 3])) == [6, 2, 6]
    assert await together.ask(4) == 8
    assert doubling.calls == [[3, 1, 3], [4]]


async def test_no_call_is_longer_than_the_limit() -> None:
    doubling = _Doubling()
    together = Together(doubling.answer)
    asked = list(range(MOST_AT_ONCE + 1))
    assert await asyncio.gather(*map(together.ask, asked)) == [2 * each for each in asked]
    assert [len(call) for call in doubling.calls] == [MOST_AT_ONCE, 1]


async def test_who_leaves_takes_no_answer_from_the_others() -> None:
    together = Together(_Doubling().answer)
    gone, here = (asyncio.create_task(together.ask(number)) for number in (1, 2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await here == 4


async def test_a_call_that_fails_fails_for_those_who_asked_and_for_nobody_later() -> None:
    is_there = False

    async def answer(asked: Sequence[int]) -> Sequence[int]:
        if not is_there:
            raise UnavailableError
        return asked

    together = Together(answer)
    failed = await asyncio.gather(together.ask(1), together.ask(2), return_exceptions=True)
    assert [type(each) for each in failed] == [UnavailableError, UnavailableError]
    is_there = True
    assert await together.ask(3) == 3
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await together.ask(4)
    assert await together.ask(5) == 5
