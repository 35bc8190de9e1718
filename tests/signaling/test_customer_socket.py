"""What a customer's page asks becomes a request to its session."""

import msgspec
import pytest

from signaling.messages import (
    HangUpCall,
    JoinQueue,
    Ping,
    PlaceChanged,
    QualityChanged,
    SendConsents,
    SendMediaOffer,
    SendRating,
    WelcomeCustomer,
)
from tests.eventually import eventually
from tests.signaling.front import QUEUE, Front
from video_bank.ids import SessionId
from video_bank.media.commands import LegName
from video_bank.media.quality import Level, Quality, Way
from video_bank.media.redis_qualities import CallQuality
from video_bank.queues.ticket import Place, Ticket
from video_bank.sessions.requests import (
    EnterQueue,
    GiveConsents,
    HangUp,
    NotePresence,
    OfferMedia,
    ParticipantRequest,
    Rate,
)
from video_bank.sessions.session import Stage

_ID = SessionId("filled in")
_CUSTOMER = LegName.CUSTOMER
_GOOD = Quality(level=Level.GOOD, rtt_ms=40, up=Way(), down=Way())
_WEAK = Quality(level=Level.WEAK, rtt_ms=None, up=Way(0.15, 30, 90), down=Way())


@pytest.mark.parametrize(
    ("asked", "request_to_session"),
    [
        (
            SendConsents(request_id="1", recording=True, face=False, text="2026-11-27.en"),
            GiveConsents(
                session_id=_ID,
                request_id="1",
                recording=True,
                face=False,
                text="2026-11-27.en",
            ),
        ),
        (JoinQueue(request_id="2"), EnterQueue(session_id=_ID, request_id="2")),
        (
            SendMediaOffer(request_id="3", connection="c", sdp="v=0\r\n"),
            OfferMedia(
                session_id=_ID, request_id="3", leg=_CUSTOMER, connection="c", sdp="v=0\r\n"
            ),
        ),
        (HangUpCall(request_id="4"), HangUp(session_id=_ID, request_id="4", leg=_CUSTOMER)),
        (SendRating(request_id="5", score=5), Rate(session_id=_ID, request_id="5", score=5)),
    ],
)
async def test_each_request_reaches_the_session(
    front: Front, asked: msgspec.Struct, request_to_session: ParticipantRequest
) -> None:
    session = await front.add_session(stage=Stage.TALKING)
    expected = msgspec.structs.replace(request_to_session, session_id=session.session_id)
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear()
        await page.say(asked)
        await eventually(lambda: front.was_asked(expected))


async def test_a_page_is_noticed_when_it_comes_and_when_it_goes(front: Front) -> None:
    session = await front.add_session()

    async def seen() -> list[bool]:
        return [
            request.is_here
            for request in await front.inbox(session.session_id)
            if isinstance(request, NotePresence) and request.leg is _CUSTOMER
        ]

    async def has_gone() -> bool:
        return await seen() == [True, False]

    async with front.seated(session.session_id) as browser:
        async with browser.page("customer") as page:
            await page.hear()
            assert await seen() == [True]
        await eventually(has_gone)


async def test_a_page_s_network_is_told_apart_without_saying_which_it_is(front: Front) -> None:
    sessions = [await front.add_session() for _ in range(2)]
    told: list[NotePresence] = []
    for session in (sessions[0], *sessions):
        async with front.seated(session.session_id) as browser, browser.page("customer") as page:
            await page.hear()
    for session in sessions:
        asked = await front.inbox(session.session_id)
        told += [each for each in asked if isinstance(each, NotePresence) and each.is_here]
    again, first, other = (each.network for each in told)
    assert first == again, "the same network"
    assert other != first, "no session can be found by another one's network"
    assert "127.0.0.1" not in first


async def test_who_waits_hears_of_each_step_forward(front: Front) -> None:
    earlier = await front.add_session(stage=Stage.WAITING)
    session = await front.add_session(stage=Stage.WAITING)
    queues = front.parts.queues
    await queues.enter(Ticket(earlier.session_id, QUEUE, 1.0))
    await queues.enter(Ticket(session.session_id, QUEUE, 2.0))
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        assert await page.hear_of(WelcomeCustomer)
        assert (await page.hear_of(PlaceChanged)).place == Place(2, None)
        await queues.leave(earlier.session_id)
        assert (await page.hear_of(PlaceChanged)).place == Place(1, None)


async def test_a_seat_in_a_session_that_is_gone_is_no_seat(front: Front) -> None:
    gone = SessionId("ses_000000000000000000000000")
    async with front.seated(gone) as browser, browser.page("customer") as page:
        assert await page.hear_close() == 1011


async def test_the_links_of_a_call_are_told_as_they_change(front: Front) -> None:
    session = await front.add_session(stage=Stage.TALKING)
    show = front.parts.qualities.show
    both = CallQuality({LegName.CUSTOMER: _WEAK, LegName.AGENT: _GOOD})
    await show({session.session_id: both})
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        assert await page.hear_of(QualityChanged) == QualityChanged(_WEAK, _GOOD, None)
        await show({session.session_id: CallQuality({LegName.AGENT: _GOOD})})
        await page.say(Ping())
        assert await page.hear_of(QualityChanged) == QualityChanged(None, _GOOD, None)
