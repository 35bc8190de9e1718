"""Staff sign in and out."""

from typing import Any

import pytest

from signaling.redis_attempts import SIGN_INS
from tests.signaling.front import PASSWORD, QUEUE, Browser, Front
from video_bank.caller import Role
from video_bank.queues.ticket import Presence


async def _sign_in(browser: Browser, username: str, password: str) -> tuple[int, Any]:
    body = {"username": username, "password": password}
    return await browser.ask("POST", "/api/v1/staff/sign-in", json=body)


async def test_who_signs_in_is_known_until_signing_out(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT, "amir")
    profile = {
        "staff_id": staff_id,
        "display_name": "李敏",
        "staff_number": "A1001",
        "role": "agent",
    }
    async with front.browser() as browser:
        assert await _sign_in(browser, "amir", PASSWORD) == (200, profile)
        assert await browser.ask("GET", "/api/v1/staff/me") == (200, profile)
        stolen = browser.http.cookie_jar.filter_cookies(browser.http._base_url)  # type: ignore[arg-type]
        assert await browser.ask("POST", "/api/v1/staff/sign-out") == (204, None)
        assert (await browser.ask("GET", "/api/v1/staff/me"))[0] == 401
        browser.http.cookie_jar.update_cookies(stolen)
        assert (await browser.ask("GET", "/api/v1/staff/me"))[0] == 401, "revoked, not only gone"


@pytest.mark.parametrize(("username", "password"), [("amir", "wrong"), ("nobody", PASSWORD)])
async def test_a_wrong_name_and_a_wrong_password_sound_alike(
    front: Front, username: str, password: str
) -> None:
    await front.add_staff(Role.AGENT, "amir")
    async with front.browser() as browser:
        assert await _sign_in(browser, username, password) == (
            401,
            {"code": "wrong_password", "is_retryable": False},
        )


async def test_guessing_ends_after_a_few_attempts(front: Front) -> None:
    await front.add_staff(Role.AGENT, "amir")
    await front.add_staff(Role.AGENT, "ada")
    async with front.browser() as browser:
        found = [(await _sign_in(browser, "amir", "guess"))[0] for _ in range(SIGN_INS + 1)]
        assert found == [401] * SIGN_INS + [429]
        assert (await _sign_in(browser, "amir", PASSWORD))[0] == 429, "the right one neither"
        assert (await _sign_in(browser, "ada", PASSWORD))[0] == 200, "a colleague is not locked out"


async def test_signing_out_leaves_the_queue(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    await front.parts.queues.set_ready(staff_id)
    async with front.signed_in(Role.AGENT, staff_id) as browser:
        await browser.ask("POST", "/api/v1/staff/sign-out")
    state = await front.parts.queues.agent_state(staff_id)
    assert state.presence is Presence.OFFLINE


async def test_signing_out_in_a_call_leaves_the_call_to_its_session(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_meeting(staff_id)
    await front.parts.queues.hold_agent(staff_id, session.session_id, QUEUE)
    async with front.signed_in(Role.AGENT, staff_id) as browser:
        assert (await browser.ask("POST", "/api/v1/staff/sign-out"))[0] == 204
    state = await front.parts.queues.agent_state(staff_id)
    assert state.presence is Presence.BUSY
