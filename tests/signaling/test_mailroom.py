"""Letters reach the boxes that wait for them, by the bell and without it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from signaling.mailroom import Box, Letter, Mailroom
from video_bank.database.redis_link import RedisLink
from video_bank.errors import ErrorCode
from video_bank.ids import SessionId
from video_bank.sessions.outgoing import MediaRefused
from video_bank.sessions.redis_outbox import RedisOutbox

_SESSION = SessionId("ses_000000000000000000000001")
_MINE, _OTHERS = "outbox:customer:mine", "outbox:customer:others"


@asynccontextmanager
async def _open_mailroom(link: RedisLink) -> AsyncIterator[Mailroom]:
    mailroom = Mailroom(link)
    sorting = asyncio.create_task(mailroom.run())
    try:
        yield mailroom
    finally:
        sorting.cancel()
        await asyncio.gather(sorting, return_exceptions=True)


async def _take(box: Box, count: int) -> list[Letter]:
    taken: list[Letter] = []
    async with asyncio.timeout(5):
        async for letter in box.letters():
            taken.append(letter)
            if len(taken) == count:
                break
    return taken


async def _post(link: RedisLink, number: int) -> None:
    message = MediaRefused(f"c{number}", ErrorCode.NO_MEDIA_NODE)
    await RedisOutbox(link).post("customer:mine", _SESSION, number, message)


async def test_each_box_hears_what_comes_after_its_place(link: RedisLink) -> None:
    await _post(link, 1)
    async with _open_mailroom(link) as mailroom:
        with (
            mailroom.open_box({_MINE: 0}) as behind,
            mailroom.open_box({_MINE: 1, _OTHERS: 0}) as ahead,
        ):
            await _post(link, 2)
            assert [letter.seq for letter in await _take(behind, 2)] == [1, 2]
            assert [letter.seq for letter in await _take(ahead, 1)] == [2]


async def test_a_ring_that_is_lost_loses_no_letter(
    link: RedisLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signaling.mailroom._LOOK_AROUND_S", 0.1)
    async with _open_mailroom(link) as mailroom:
        with mailroom.open_box({_MINE: 0}) as box:
            await link.client.xadd(_MINE, {"p": b"unheard"}, id="1-0")
            assert await _take(box, 1) == [Letter(_MINE, 1, b"unheard")]
