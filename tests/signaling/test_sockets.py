"""What every participant's socket has in common: words, limits, order, who is the newest."""

import asyncio

import pytest
from aiohttp import WSMsgType

from signaling.connection import PATIENCE
from signaling.frames import LONGEST_NAME
from signaling.keys import LIVE
from signaling.messages import Hello, JoinQueue, Ping, Pong, WelcomeCustomer
from signaling.sockets import LONGEST_MESSAGE
from signaling.token_bucket import BURST
from tests.eventually import eventually
from tests.signaling.front import Front, Page
from video_bank.errors import ErrorCode
from video_bank.ids import SessionId
from video_bank.media.commands import LegName
from video_bank.sessions.outgoing import MediaRefused, Refused
from video_bank.sessions.requests import EnterQueue, NotePresence


async def _post(front: Front, session_id: SessionId, first: int, last: int) -> None:
    """Tell the customer's page something, numbered by its connection's name."""
    for number in range(first, last + 1):
        message = MediaRefused(f"c{number}", ErrorCode.NO_MEDIA_NODE)
        await front.parts.outbox.post(f"customer:{session_id}", session_id, number, message)


async def _hear_numbered(page: Page, count: int) -> list[tuple[int, str]]:
    heard: list[tuple[int, str]] = []
    while len(heard) < count:
        seq, message = await page.hear()
        if seq:
            heard.append((seq, message.connection))
    return heard


async def _alive(page: Page) -> bool:
    await page.say(Ping())
    return bool(await page.hear_of(Pong))


async def test_the_whole_state_comes_first(front: Front) -> None:
    session = await front.add_session()
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        seq, welcome = await page.hear()
        assert seq == 0
        assert isinstance(welcome, WelcomeCustomer)
        assert welcome.view.reference == session.customer.reference
        assert abs(welcome.server_time - front.parts.clock.now()) < 5


@pytest.mark.parametrize(
    ("words", "request_id", "code"),
    [
        ("", "", "malformed"),
        ("{", "", "malformed"),
        ("[" * 20_000, "", "malformed"),
        ('{"type":"unheard_of","request_id":"7"}', "7", "malformed"),
        ('{"type":"join_queue"}', "", "malformed"),
        ('{"type":"join_queue","request_id":"7","more":1}', "7", "malformed"),
        ('{"type":"join_queue","request_id":7}', "", "malformed"),
        ('{"type":"join_queue","request_id":"a\\u202eb"}', "a\u202eb", "malformed"),
        ('{"type":"accept_offer","request_id":"7","offer_id":"o"}', "7", "malformed"),
        ('{"type":"hello"}', "", "not_now"),
        ('{"type":"send_rating","request_id":"7","score":6}', "7", "malformed"),
        (
            '{"type":"send_media_offer","request_id":"7","connection":"c","sdp":"%s"}'
            % ("x" * 33_000),
            "7",
            "offer_refused",
        ),
        (
            '{"type":"send_media_offer","request_id":"7","connection":"c","sdp":"%s"}'
            % ("\\r\\n" * 601),
            "7",
            "offer_refused",
        ),
        (
            '{"type":"join_queue","request_id":"%s"}' % ("x" * (LONGEST_NAME + 1)),
            "x" * (LONGEST_NAME + 1),
            "malformed",
        ),
    ],
)
async def test_what_cannot_be_done_is_refused_and_the_line_lives(
    front: Front, words: str, request_id: str, code: str
) -> None:
    session = await front.add_session()
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear()
        await page.say(words)
        refused = await page.hear_of(Refused)
        assert (refused.request_id, refused.code) == (request_id, code)
        assert await _alive(page)
    asked = await front.inbox(session.session_id)
    assert {type(request) for request in asked} <= {NotePresence}


async def test_bytes_are_no_words(front: Front) -> None:
    session = await front.add_session()
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.socket.send_bytes(b'{"type":"ping"}')
        assert (await page.hear_of(Refused)).code == "malformed"
        assert await _alive(page)


async def test_a_page_that_does_not_say_hello_first_is_told_so(front: Front) -> None:
    session = await front.add_session()
    async with (
        front.seated(session.session_id) as browser,
        browser.page("customer", hello=None) as page,
    ):
        await page.say(JoinQueue(request_id="1"))
        assert (await page.hear_of(Refused)).code == "not_now"
        await page.say(Hello())
        assert await page.hear_of(WelcomeCustomer)
    assert not [
        request
        for request in await front.inbox(session.session_id)
        if isinstance(request, EnterQueue)
    ]


async def test_a_message_beyond_the_limit_ends_its_line_and_no_other(front: Front) -> None:
    sessions = [await front.add_session() for _ in range(2)]
    async with (
        front.seated(sessions[0].session_id) as first,
        front.seated(sessions[1].session_id) as second,
        first.page("customer") as flooder,
        second.page("customer") as other,
    ):
        await flooder.say("x" * (LONGEST_MESSAGE + 1))
        assert await flooder.hear_close() == 1009
        async with first.page("customer") as again:
            assert await _alive(again)
        assert await _alive(other)


async def test_a_flood_is_slowed_then_ended(front: Front) -> None:
    session = await front.add_session()
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear()
        for _ in range(int(BURST) + PATIENCE * 3):
            await page.say(Ping())
        assert (await page.hear_of(Refused)).code == "too_many_requests"
        assert await page.hear_close() == 4003


async def test_the_newest_socket_of_a_participant_wins(front: Front) -> None:
    session = await front.add_session()
    async with (
        front.seated(session.session_id) as browser,
        browser.page("customer") as older,
    ):
        await older.hear()
        async with browser.page("customer") as newer:
            await newer.hear()
            assert (await older.hear_of(Refused)).code == "opened_elsewhere"
            assert await older.hear_close() == 4001
            assert await _alive(newer)
            presence = await front.inbox(session.session_id)
            assert all(isinstance(seen, NotePresence) and seen.is_here for seen in presence)
        await eventually(lambda: _last_presence(front, session.session_id, is_here=False))


async def _last_presence(front: Front, session_id: SessionId, *, is_here: bool) -> bool:
    seen = (await front.inbox(session_id))[-1]
    assert isinstance(seen, NotePresence)
    assert seen.leg is LegName.CUSTOMER
    return seen.is_here is is_here


async def test_a_page_that_comes_back_hears_exactly_the_rest(front: Front) -> None:
    session = await front.add_session()
    await _post(front, session.session_id, 1, 2)
    async with front.seated(session.session_id) as browser:
        async with browser.page("customer") as page:
            welcome = await page.hear_of(WelcomeCustomer)
            assert welcome.seq == 2, "a fresh page needs no history"
            await _post(front, session.session_id, 3, 4)
            assert await _hear_numbered(page, 2) == [(3, "c3"), (4, "c4")]
        await _post(front, session.session_id, 5, 7)
        async with browser.page("customer", Hello(welcome.epoch, 4)) as page:
            assert (await page.hear_of(WelcomeCustomer)).seq == 4
            await _post(front, session.session_id, 8, 8)
            assert await _hear_numbered(page, 4) == [(n, f"c{n}") for n in range(5, 9)]


@pytest.mark.parametrize(
    ("is_same_epoch", "last_seq"), [(True, 99), (True, -1), (True, 2**63), (False, 1)]
)
async def test_a_page_with_a_wrong_memory_begins_anew(
    front: Front, is_same_epoch: bool, last_seq: int
) -> None:
    session = await front.add_session()
    await _post(front, session.session_id, 1, 3)
    place = await front.parts.outbox.place_after(f"customer:{session.session_id}", "", 0)
    epoch = place.epoch if is_same_epoch else "another"
    async with (
        front.seated(session.session_id) as browser,
        browser.page("customer", Hello(epoch, last_seq)) as page,
    ):
        assert (await page.hear_of(WelcomeCustomer)).seq == 3
        await _post(front, session.session_id, 4, 4)
        assert await _hear_numbered(page, 1) == [(4, "c4")]


async def test_when_redis_forgot_everything_the_page_is_sent_back_to_begin_anew(
    front: Front,
) -> None:
    session = await front.add_session()
    async with front.seated(session.session_id) as browser:
        async with browser.page("customer") as page:
            await page.hear()
            async with front.parts.link.reach() as client:
                await client.flushall()
            assert await page.hear_close() == 1012
        async with browser.page("customer") as page:
            assert await page.hear_of(WelcomeCustomer)


async def test_a_desk_that_closes_sends_its_pages_elsewhere(front: Front) -> None:
    session = await front.add_session()
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear()
        closing = asyncio.create_task(front.app[LIVE].drain())
        assert await page.hear_close() == 1012
        await closing


async def test_a_page_that_never_closes_does_not_hold_up_a_closing_desk(front: Front) -> None:
    session = await front.add_session()
    async with (
        front.seated(session.session_id) as browser,
        browser.http.ws_connect("/ws/customer", autoclose=False) as socket,
    ):
        await socket.send_str('{"type":"hello"}')
        await socket.receive()
        async with asyncio.timeout(3):
            await front.app[LIVE].drain()
        assert (await socket.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}


async def test_who_is_signed_out_meanwhile_is_sent_away(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signaling.connection.CREDENTIAL_EVERY_BEATS", 1)
    monkeypatch.setattr("signaling.pulse.BEAT_S", 0.1)
    session = await front.add_session()
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear()
        front.parts.clock.ahead_s = 601
        assert (await page.hear_of(Refused)).code == "not_signed_in"
        assert await page.hear_close() == 1008
