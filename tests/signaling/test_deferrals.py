"""Callbacks, appointments and video messages over HTTP."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from signaling.messages import AskForCallback, WelcomeCustomer
from tests.eventually import eventually
from tests.signaling.front import QUEUE, Front, Parts
from video_bank.caller import Role
from video_bank.ids import QueueId
from video_bank.queues.policy import QueueRule, RoutingPolicy, SlotRule
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import FixedRouting
from video_bank.sessions.message_store import PIECE_BYTES
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.requests import (
    BookSlot,
    LeaveCallback,
    NoteMessage,
    SettleDeferral,
)
from video_bank.sessions.session import (
    Consents,
    Deferral,
    DeferralKind,
    Session,
    Stage,
    VideoMessage,
)

AGREED = Consents(recording=True, face=True, at=0.0)
FIRST = bytes.fromhex("1a45dfa3") + b"first"
POLICY = RoutingPolicy(
    queues={QUEUE: QueueRule(callbacks=True, messages=True, slots=SlotRule(30, 1, 2))}
)


@pytest.fixture
async def parts(parts: Parts) -> Parts:
    """The queue takes callbacks, messages and one customer a slot."""
    queues = RedisQueues(parts.link, parts.clock, FixedRouting(POLICY))
    object.__setattr__(parts, "queues", queues)
    return parts


async def _waiting(front: Front, **fields: Any) -> Session:
    return await front.add_session(**{"stage": Stage.WAITING, "consents": AGREED, **fields})


async def test_a_page_learns_what_may_be_left(front: Front) -> None:
    session = await _waiting(front)
    async with front.seated(session.session_id) as browser:
        status, exits = await browser.ask("GET", "/api/v1/seat/exits")
    assert (status, exits["callback"], exits["message"]) == (200, True, True)
    assert exits["opens_at"] is None
    zone = ZoneInfo(exits["zone"])
    for day in exits["days"]:
        for slot in day["slots"]:
            assert datetime.fromtimestamp(slot["begins_at"], zone).date().isoformat() == day["day"]


async def test_who_had_an_agent_already_is_offered_nothing_instead(front: Front) -> None:
    session = await _waiting(front, re_entered_at=1.0)
    async with front.seated(session.session_id) as browser:
        _, exits = await browser.ask("GET", "/api/v1/seat/exits")
    assert (exits["callback"], exits["message"], exits["days"]) == (False, False, [])


async def test_a_slot_is_booked_once_and_its_link_leads_back_until_it_is_over(
    front: Front,
) -> None:
    first, second = await _waiting(front), await _waiting(front)
    async with front.seated(first.session_id) as carla, front.seated(second.session_id) as chen:
        _, exits = await carla.ask("GET", "/api/v1/seat/exits")
        order = {"begins_at": exits["days"][0]["slots"][0]["begins_at"]}
        status, booked = await carla.ask("PUT", "/api/v1/seat/appointment", json=order)
        taken = await chen.ask("PUT", "/api/v1/seat/appointment", json=order)
    assert status == 201
    assert (taken[0], taken[1]["code"]) == (409, "slot_taken")
    (asked,) = await front.inbox(first.session_id)
    assert isinstance(asked, BookSlot)
    assert (asked.begins_at, asked.booked_by) == (order["begins_at"], None)
    assert booked["expires_at"] > booked["ends_at"]
    token = booked["join_url"].partition("#")[2]
    async with front.browser() as other:
        assert (await other.ask("POST", "/api/v1/join", json={"token": token}))[0] == 200


async def test_no_other_time_than_a_slots_is_booked(front: Front) -> None:
    session = await _waiting(front)
    async with front.seated(session.session_id) as browser:
        wrong = {"begins_at": front.parts.clock.now() + 3601.5}
        assert (await browser.ask("PUT", "/api/v1/seat/appointment", json=wrong))[0] == 409
    assert await front.inbox(session.session_id) == []


async def test_the_banks_system_books_and_lists(front: Front) -> None:
    session = await front.add_session()
    path = f"/api/v1/sessions/{session.session_id}"
    async with front.bank_system() as bank:
        _, found = await bank.ask("GET", f"/api/v1/queues/{QUEUE}/slots")
        order = {"begins_at": found["days"][-1]["slots"][0]["begins_at"]}
        assert (await bank.ask("PUT", f"{path}/appointment", json=order))[0] == 201
        assert (await bank.ask("POST", f"{path}/callback"))[0] == 204
        assert (await bank.ask("GET", "/api/v1/queues/none/slots"))[0] == 404
    booked, left = await front.inbox(session.session_id)
    assert isinstance(booked, BookSlot)
    assert booked.booked_by == "bank_system"
    assert isinstance(left, LeaveCallback)
    assert left.is_for_the_bank


async def test_the_desk_lists_what_is_open_and_settles_it(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    now = front.parts.clock.now()
    called = Deferral(
        kind=DeferralKind.CALLBACK, left_at=now - 60, called_at=now, called_by=staff_id, tries=1
    )
    session = await _waiting(front, stage=Stage.DEFERRED, deferral=called)
    await _waiting(front)
    async with front.signed_in(Role.AGENT, staff_id) as desk:
        _, found = await desk.ask("GET", "/api/v1/callbacks")
        (row,) = found["rows"]
        assert (row["kind"], row["tries"], row["called_by"]["staff_id"]) == (
            "callback",
            1,
            staff_id,
        )
        path = f"/api/v1/callbacks/{session.session_id}"
        assert (await desk.ask("POST", path, json={"is_done": True, "reason": ""}))[0] == 400
        answer = await desk.ask("POST", path, json={"is_done": False, "reason": "no answer"})
        assert answer[0] == 204
    (asked,) = await front.inbox(session.session_id)
    assert isinstance(asked, SettleDeferral)
    assert (asked.staff_id, asked.is_done, asked.reason) == (staff_id, False, "no answer")


async def test_a_message_comes_in_pieces_is_resumed_and_watched_on_the_trail(
    front: Front,
) -> None:
    session = await _waiting(front)
    async with front.seated(session.session_id) as browser:
        _, begun = await browser.ask("POST", "/api/v1/seat/messages")
        path = f"/api/v1/seat/messages/{begun['message_id']}"
        assert (await browser.ask("PUT", f"{path}/pieces/0", data=FIRST))[0] == 204
        assert (await browser.ask("POST", f"{path}/end", json={"pieces": 2}))[0] == 400
        assert (await browser.ask("GET", path))[1] == {"pieces": [0]}
        assert (await browser.ask("PUT", f"{path}/pieces/1", data=b"second"))[0] == 204
        assert (await browser.ask("POST", f"{path}/end", json={"pieces": 2}))[0] == 204
    (noted,) = await front.inbox(session.session_id)
    assert isinstance(noted, NoteMessage)
    left = VideoMessage(message_id=noted.message_id, pieces=noted.pieces, left_at=0.0)
    other = await front.add_session(
        session_id=session.session_id[:-4] + "beef", stage=Stage.ABANDONED, message=left
    )
    assert await front.parts.messages.pieces(other.session_id, noted.message_id) == []
    watched = [
        piece
        async for piece in front.parts.messages.read(
            session.session_id, session.wrapped_key, noted.message_id, 2
        )
    ]
    assert watched == [FIRST, b"second"]
    names = await front.parts.vault.names(f"messages/{session.session_id}")
    sealed = await front.parts.vault.get(names[0], 0, 200)
    assert b"first" not in sealed


async def test_watching_a_message_stands_on_the_trail(front: Front) -> None:
    session = await _waiting(front)
    async with front.seated(session.session_id) as browser:
        _, begun = await browser.ask("POST", "/api/v1/seat/messages")
    message_id = begun["message_id"]
    left = VideoMessage(message_id=message_id, pieces=1, left_at=0.0)
    ended = await front.add_session(stage=Stage.ABANDONED, message=left)
    await front.parts.messages.put(ended.session_id, ended.wrapped_key, message_id, 0, FIRST)
    async with (
        front.signed_in(Role.AGENT) as desk,
        desk.http.get(f"/api/v1/callbacks/{ended.session_id}/message") as answer,
    ):
        assert (answer.status, answer.content_type) == (200, "video/webm")
        assert await answer.read() == FIRST
    assert "message_viewed" in await front.kinds_on_trail(ended.session_id)


@pytest.mark.parametrize(
    ("piece", "status"), [(b"GIF89a and more", 422), (FIRST + bytes(PIECE_BYTES), 413)]
)
async def test_what_is_no_recorded_video_is_not_kept(
    front: Front, piece: bytes, status: int
) -> None:
    session = await _waiting(front)
    async with front.seated(session.session_id) as browser:
        _, begun = await browser.ask("POST", "/api/v1/seat/messages")
        path = f"/api/v1/seat/messages/{begun['message_id']}/pieces/0"
        assert (await browser.ask("PUT", path, data=piece))[0] == status
    assert await front.parts.messages.count(session.session_id) == 0


async def test_no_message_without_the_consent_to_be_recorded(front: Front) -> None:
    session = await _waiting(front, consents=None)
    async with front.seated(session.session_id) as browser:
        assert (await browser.ask("POST", "/api/v1/seat/messages"))[1]["code"] == "consent_missing"


async def test_a_callback_is_asked_for_at_the_page(front: Front) -> None:
    session = await _waiting(front)
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear_of(WelcomeCustomer)
        await page.say(AskForCallback(request_id="r1"))
        await eventually(lambda: _asked_for_callback(front, session))


async def _asked_for_callback(front: Front, session: Session) -> bool:
    return any(isinstance(each, LeaveCallback) for each in await front.inbox(session.session_id))


async def test_a_bank_that_calls_nobody_back_takes_no_callbacks(front: Front) -> None:
    session = await _waiting(front, queue=QueueId("other"))
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear_of(WelcomeCustomer)
        await page.say(AskForCallback(request_id="r1"))
        assert (await page.hear_of(Refused)).request_id == "r1"
    assert not await _asked_for_callback(front, session)


async def test_one_customer_is_not_invited_without_end(front: Front) -> None:
    order = {"queue": QUEUE, "business": "loan", "customer": {"name": "C", "reference": "DK-1"}}
    async with front.bank_system() as bank:
        answers = [(await bank.ask("POST", "/api/v1/sessions", json=order))[0] for _ in range(21)]
    assert answers == [201] * 20 + [429]
