"""What the bank's system hears of callbacks: decided by the rules, delivered by webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.eventually import eventually
from tests.fakes.clock import FakeClock
from tests.video_bank.sessions.stories import AMIR, OFFER, SESSION, Story, effects_of
from video_bank.database.redis_link import RedisLink
from video_bank.ids import NodeId
from video_bank.media.commands import LegName
from video_bank.queues.news import OfferMade
from video_bank.sessions import redis_callback_courier, requests
from video_bank.sessions.callback_news import CallbackEvent, CallbackLetter, CallbackNews
from video_bank.sessions.effects import TellBank
from video_bank.sessions.inbox import AgentJoined
from video_bank.sessions.redis_callback_courier import CallbackCourier
from video_bank.sessions.session import CloseReason, DeferralKind
from video_bank.verification.aiohttp_hooks import SIGNATURE, Webhook, sign

SECRET = b"known to two machines"
BOOKED, DUE, DONE = CallbackEvent
NEWS = CallbackNews(BOOKED, DeferralKind.CALLBACK, 1000.0)


class Ear:
    """The bank's system, which may refuse a while."""

    def __init__(self) -> None:
        self.status = 200
        self.refused = 0
        self.heard: list[CallbackLetter] = []
        self.signatures: set[str] = set()

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.signatures.add(request.headers[SIGNATURE])
        if self.status != 200:
            self.refused += 1
        else:
            self.heard.append(msgspec.json.decode(body, type=CallbackLetter))
            self.signatures &= {sign(SECRET, int(FakeClock().now()), body)}
        return web.Response(status=self.status)


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def _courier(ear: Ear, link: RedisLink, stack: AsyncExitStack) -> CallbackCourier:
    app = web.Application()
    app.router.add_post("/callbacks", ear.take)
    server = await stack.enter_async_context(TestServer(app))
    hook = Webhook(str(server.make_url("/callbacks")), SECRET, FakeClock())
    await stack.enter_async_context(hook)
    return CallbackCourier(NodeId("desk_1"), link, hook)


def test_the_bank_hears_of_a_callback_that_is_booked_taken_and_come_to() -> None:
    story = Story().until_waiting()
    assert _told(story, requests.LeaveCallback) == (BOOKED, None)
    story.tell(OfferMade(SESSION, OFFER, AMIR.staff_id, story.now + 20))
    called = story.tell(AgentJoined(SESSION, OFFER, AMIR))
    assert [each.news.event for each in effects_of(called, TellBank)] == [DUE]
    assert _told(story, requests.ComeBack) == (DONE, None)


def test_of_what_came_to_nothing_it_hears_why() -> None:
    story = Story().until_waiting()
    story.ask(requests.LeaveCallback)
    assert _told(story, requests.CancelDeferral) == (DONE, CloseReason.DEFERRAL_CANCELLED)


def test_it_hears_when_an_appointment_begins() -> None:
    story = Story().until_waiting()
    booked = story.ask(requests.BookSlot, begins_at=5000.0, ends_at=5900.0)
    [tell] = effects_of(booked, TellBank)
    assert tell.news.kind is DeferralKind.APPOINTMENT
    assert tell.news.begins_at == 5000.0


def test_who_leaves_without_a_callback_is_no_news() -> None:
    story = Story().until_waiting()
    left = story.ask(requests.HangUp, leg=LegName.CUSTOMER)
    assert effects_of(left, TellBank) == []


async def test_news_are_delivered_signed_and_in_their_order(
    link: RedisLink, stack: AsyncExitStack
) -> None:
    ear = Ear()
    courier = await _courier(ear, link, stack)
    for number, event in enumerate(CallbackEvent):
        await courier.take(SESSION, number, msgspec.structs.replace(NEWS, event=event))
    await _run_until(courier, lambda: len(ear.heard) == 3)
    assert [each.event for each in ear.heard] == [BOOKED, DUE, DONE]
    assert [each.event_id for each in ear.heard] == [f"{SESSION}.{number}" for number in range(3)]
    assert len(ear.signatures) == 1


async def test_what_is_not_taken_is_brought_again(
    link: RedisLink, stack: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_callback_courier, "_AGAIN_AFTER_S", 0.01)
    ear = Ear()
    ear.status = 503
    courier = await _courier(ear, link, stack)
    await courier.take(SESSION, 1, NEWS)
    await _run_until(courier, lambda: ear.refused > 1)
    ear.status = 200
    await _run_until(courier, lambda: ear.heard)
    await _run_until(courier, lambda: _is_empty(link))
    assert len(ear.heard) == 1


async def test_one_process_delivers(link: RedisLink, stack: AsyncExitStack) -> None:
    ear = Ear()
    courier = await _courier(ear, link, stack)
    await courier.take(SESSION, 1, NEWS)
    async with link.reach() as client:
        await client.set("callbacks:courier", "desk_2", px=60)
    await _run_until(courier, lambda: ear.heard)
    async with link.reach() as client:
        assert await client.get("callbacks:courier") == b"desk_1"


async def _is_empty(link: RedisLink) -> bool:
    async with link.reach() as client:
        return bool(await client.xlen("callbacks:news") == 0)


async def _run_until(courier: CallbackCourier, look: Callable[[], Any]) -> None:
    task = asyncio.create_task(courier.run())
    try:
        await eventually(look)
    finally:
        task.cancel()
        await asyncio.wait([task])


def _told(story: Story, kind: type) -> tuple[CallbackEvent, CloseReason | None]:
    [tell] = effects_of(story.ask(kind), TellBank)
    return tell.news.event, tell.news.outcome
