"""Letters reach the boxes that wait for them, by the bell and without it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from signaling.mailroom import Box, Letter, Mailroom
from tests.eventually import eventually
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


class _Reader:
    """Whoever opened a box, and takes what is in it when told."""

    def __init__(self) -> None:
        self.taken: list[Letter] = []

    def take(self, box: Box) -> None:
        self.taken += box.take()

    async def read(self, count: int) -> list[Letter]:
        await eventually(lambda: len(self.taken) >= count)
        return self.taken


async def _post(link: RedisLink, number: int) -> None:
    message = MediaRefused(f"c{number}", ErrorCode.NO_MEDIA_NODE)
    await RedisOutbox(link).post("customer:mine", _SESSION, number, message)


async def test_each_box_hears_what_comes_after_its_place(link: RedisLink) -> None:
    await _post(link, 1)
    async with _open_mailroom(link) as mailroom:
        behind, ahead = _Reader(), _Reader()
        with (
            mailroom.open_box({_MINE: 0}, behind.take),
            mailroom.open_box({_MINE: 1, _OTHERS: 0}, ahead.take),
        ):
            await _post(link, 2)
            assert [letter.seq for letter in await behind.read(2)] == [1, 2]
            assert [letter.seq for letter in await ahead.read(1)] == [2]


async def test_a_ring_that_is_lost_loses_no_letter(
    link: RedisLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signaling.mailroom._LOOK_AROUND_S", 0.1)
    async with _open_mailroom(link) as mailroom:
        reader = _Reader()
        with mailroom.open_box({_MINE: 0}, reader.take):
            await link.client.xadd(_MINE, {"p": b"unheard"}, id="1-0")
            assert await reader.read(1) == [Letter(_MINE, 1, b"unheard")]
