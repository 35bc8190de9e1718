"""A customer goes on at another device: the seat is with exactly one of them."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from signaling.auth import SEAT_COOKIE
from signaling.messages import HangUpCall, WelcomeCustomer
from signaling.redis_attempts import CODES_OF_ALL, HANDOVERS, WRONG_CODES, count_code
from tests.eventually import eventually
from tests.signaling.front import Browser, Front
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.requests import HangUp, NoteArrival, NoteHandover, NotePresence
from video_bank.sessions.session import Session, Stage

WRONG = {"code": "token_invalid", "is_retryable": False}


async def _talking(front: Front) -> Session:
    return await front.add_session(stage=Stage.TALKING)


async def _offer(browser: Browser) -> dict[str, Any]:
    status, offer = await browser.ask("POST", "/api/v1/seat/handover")
    assert status == 201, offer
    found: dict[str, Any] = offer
    return found


async def _take(browser: Browser, offer: dict[str, Any]) -> tuple[int, Any]:
    token = offer["url"].partition("#")[2]
    return await browser.ask("POST", "/api/v1/join", json={"token": token})


async def _type(browser: Browser, code: str) -> tuple[int, Any]:
    return await browser.ask("POST", "/api/v1/join/code", json={"code": code})


async def test_the_link_is_short_and_keeps_its_secret_behind_the_hash(front: Front) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone:
        offer = await _offer(phone)
    assert offer["url"].startswith("http://127.0.0.1:8080/pc#")
    assert offer["address"] == "http://127.0.0.1:8080/pc"
    assert 170 < offer["expires_at"] - front.parts.clock.now() < 181
    assert await front.kinds_on_trail(session.session_id) == ["session_created", "handover_offered"]


@pytest.mark.parametrize("way", ["link", "digits"])
async def test_the_seat_moves_and_the_session_is_told(front: Front, way: str) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone, front.browser() as computer:
        offer = await _offer(phone)
        taken = _take(computer, offer) if way == "link" else _type(computer, offer["code"])
        assert (await taken)[0] == 200
        _, seat = await computer.ask("GET", "/api/v1/seat")
        assert seat["session_id"] == session.session_id
        assert await phone.ask("GET", "/api/v1/seat") == (
            410,
            {"code": "handed_over", "is_retryable": False},
        )
        assert (await phone.ask("POST", "/api/v1/seat/handover"))[0] == 410
    asked = await front.inbox(session.session_id)
    assert [type(request) for request in asked] == [NoteHandover]
    assert NoteArrival not in {type(request) for request in asked}


async def test_the_former_page_is_told_and_nothing_of_it_counts_any_more(front: Front) -> None:
    session = await _talking(front)
    async with (
        front.seated(session.session_id) as phone,
        front.browser() as computer,
        phone.page("customer") as old,
    ):
        await old.hear_of(WelcomeCustomer)
        await _take(computer, await _offer(phone))
        await old.say(HangUpCall(request_id="1"))
        assert (await old.hear_of(Refused)).code == "handed_over"
        assert await old.hear_close() == 4004
        async with computer.page("customer") as new:
            assert (await new.hear_of(WelcomeCustomer)).view.session_id == session.session_id
            asked = await front.inbox(session.session_id)
    assert not [request for request in asked if isinstance(request, HangUp)]
    # Nobody was away: the place in a queue is not lost for a moment.
    presence = [request.is_here for request in asked if isinstance(request, NotePresence)]
    assert presence == [True, True]


async def test_a_page_that_says_nothing_is_told_by_itself(front: Front) -> None:
    session = await _talking(front)
    async with (
        front.seated(session.session_id) as phone,
        front.browser() as computer,
        phone.page("customer") as old,
    ):
        await old.hear_of(WelcomeCustomer)
        await _take(computer, await _offer(phone))
        async with asyncio.timeout(4):
            assert await old.hear_close() == 4004


async def test_the_seat_goes_back_the_same_way(front: Front) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone, front.browser() as computer:
        await _take(computer, await _offer(phone))
        assert (await _take(phone, await _offer(computer)))[0] == 200
        assert (await phone.ask("GET", "/api/v1/seat"))[0] == 200
        assert (await computer.ask("GET", "/api/v1/seat"))[0] == 410


@pytest.mark.parametrize("stage", [Stage.ARRIVING, Stage.WRAPPING_UP, Stage.CLOSED])
async def test_there_is_nothing_to_hand_over_outside_queue_and_call(
    front: Front, stage: Stage
) -> None:
    session = await front.add_session(stage=stage)
    async with front.seated(session.session_id) as phone:
        status, body = await phone.ask("POST", "/api/v1/seat/handover")
    assert (status, body["code"]) == (409, "not_now")


async def test_a_withdrawn_offer_leads_nowhere(front: Front) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone, front.browser() as computer:
        offer = await _offer(phone)
        assert (await phone.ask("DELETE", "/api/v1/seat/handover"))[0] == 204
        assert await _take(computer, offer) == (404, WRONG)
        assert (await phone.ask("GET", "/api/v1/seat"))[0] == 200


async def test_wrong_late_and_spent_digits_get_the_same_answer(front: Front) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone, front.browser() as computer:
        late = (await _offer(phone))["code"]
        front.parts.clock.ahead_s = 180
        assert await _type(computer, late) == (404, WRONG)
        spent = (await _offer(phone))["code"]
        assert (await _type(computer, spent))[0] == 200
    async with front.browser() as stranger:
        for code in (spent, "", "x" * 1000, "' OR 1=1 --"):
            assert await _type(stranger, code) == (404, WRONG)


async def test_after_five_wrong_digits_the_right_ones_are_of_no_use_either(front: Front) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone, front.browser() as computer:
        offer = await _offer(phone)
        for _ in range(WRONG_CODES):
            assert (await _type(computer, "wrong"))[0] == 404
        status, body = await _type(computer, offer["code"])
        assert (status, body["code"]) == (429, "too_many_requests")
        assert (await _take(computer, offer))[0] == 200, "the link is not a matter of guessing"


async def test_the_right_digits_do_not_count_as_wrong(front: Front) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone, front.browser() as computer:
        here, there = phone, computer
        for _ in range(WRONG_CODES + 1):
            assert (await _type(there, (await _offer(here))["code"]))[0] == 200
            here, there = there, here


async def test_many_addresses_together_are_bounded_too(front: Front) -> None:
    for number in range(CODES_OF_ALL):
        await count_code(front.parts.link, f"10.0.{number // 250}.{number % 250}")
    async with front.browser() as browser:
        assert (await _type(browser, "00000000"))[0] == 429


async def test_offers_are_bounded(front: Front) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone:
        for _ in range(HANDOVERS):
            await _offer(phone)
        assert (await phone.ask("POST", "/api/v1/seat/handover"))[0] == 429


async def test_no_other_site_moves_a_seat(front: Front) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone:
        phone.http.headers["Origin"] = "https://elsewhere.example"
        for method in ("POST", "DELETE"):
            status, body = await phone.ask(method, "/api/v1/seat/handover")
            assert (status, body["code"]) == (403, "foreign_origin")
        assert (await _type(phone, "12345678"))[0] == 403


async def test_logs_hold_neither_link_nor_digits(front: Front) -> None:
    session = await _talking(front)
    async with front.seated(session.session_id) as phone, front.browser() as computer:
        with capture_logs() as lines:
            offer = await _offer(phone)
            await _type(computer, offer["code"])
            await eventually(lambda: len(lines) == 2)
        cookies = computer.http.cookie_jar.filter_cookies(computer.http._base_url)  # type: ignore[arg-type]
        secrets = [offer["url"][-43:], offer["code"], cookies[SEAT_COOKIE].value]
    assert not [secret for secret in [*secrets, session.session_id] if secret in str(lines)]
