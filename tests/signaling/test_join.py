"""From a one-time link to a seat."""

import pytest
from structlog.testing import capture_logs

from signaling.auth import SEAT_COOKIE
from tests.eventually import eventually
from tests.signaling.front import Browser, Front
from video_bank.sessions.requests import NoteArrival


async def _redeem(browser: Browser, token: str) -> tuple[int, str]:
    """Return the status, and the reference or the error code."""
    status, body = await browser.ask("POST", "/api/v1/join", json={"token": token})
    return status, body["reference"] if status == 200 else body["code"]


async def test_a_link_gives_its_browser_a_seat_again_and_again(front: Front) -> None:
    session = await front.add_session()
    link = await front.parts.access.issue_join_token(session.session_id)
    async with front.browser() as browser:
        for _ in range(2):
            assert await _redeem(browser, link.token) == (200, session.customer.reference)
        assert await browser.ask("GET", "/api/v1/seat") == (
            200,
            {"session_id": session.session_id, "reference": session.customer.reference},
        )
    arrivals = await front.inbox(session.session_id)
    assert [type(request) for request in arrivals] == [NoteArrival]


async def test_a_used_link_is_of_no_use_to_a_second_browser(front: Front) -> None:
    session = await front.add_session()
    link = await front.parts.access.issue_join_token(session.session_id)
    async with front.browser() as first, front.browser() as second:
        await _redeem(first, link.token)
        assert await _redeem(second, link.token) == (410, "token_used")
        assert (await second.ask("GET", "/api/v1/seat"))[0] == 401
        assert (await first.ask("GET", "/api/v1/seat"))[0] == 200


async def test_a_link_ends_after_ten_minutes(front: Front) -> None:
    session = await front.add_session()
    link = await front.parts.access.issue_join_token(session.session_id)
    front.parts.clock.ahead_s = 600
    async with front.browser() as browser:
        assert await _redeem(browser, link.token) == (410, "token_expired")


@pytest.mark.parametrize("token", ["", "forged", "x" * 10_000, "'; DROP TABLE join_tokens; --"])
async def test_a_forged_link_opens_nothing(front: Front, token: str) -> None:
    async with front.browser() as browser:
        assert await _redeem(browser, token) == (404, "token_invalid")


async def test_a_browser_moves_to_the_seat_of_its_newest_link(front: Front) -> None:
    async with front.browser() as browser:
        for _ in range(2):
            session = await front.add_session()
            link = await front.parts.access.issue_join_token(session.session_id)
            await _redeem(browser, link.token)
            _, seat = await browser.ask("GET", "/api/v1/seat")
            assert seat["session_id"] == session.session_id


async def test_no_script_and_no_other_site_gets_at_the_seat(front: Front) -> None:
    session = await front.add_session()
    link = await front.parts.access.issue_join_token(session.session_id)
    async with (
        front.browser() as browser,
        browser.http.post("/api/v1/join", json={"token": link.token}) as answer,
    ):
        cookie = answer.cookies[SEAT_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"


async def test_logs_hold_neither_token_nor_seat_nor_session(front: Front) -> None:
    session = await front.add_session()
    link = await front.parts.access.issue_join_token(session.session_id)
    async with front.browser() as browser:
        with capture_logs() as lines:
            await _redeem(browser, link.token)
            await browser.ask("GET", f"/api/v1/seat?token={link.token}")
            await browser.ask("GET", f"/join/{link.token}")
            async with browser.page("customer") as page:
                await page.hear()
            await eventually(lambda: len(lines) == 4)
        cookies = browser.http.cookie_jar.filter_cookies(browser.http._base_url)  # type: ignore[arg-type]
        secrets = [link.token, cookies[SEAT_COOKIE].value, session.session_id]
    assert [line["event"] for line in lines] == ["request"] * len(lines)
    assert not [secret for secret in secrets if secret in str(lines)]
