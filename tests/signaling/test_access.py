"""Every door against every role, from the table of routes itself."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from signaling.auth import SEAT_COOKIE, STAFF_COOKIE
from signaling.route import Route
from signaling.routes import ROUTES
from tests.signaling.front import Browser, Front
from video_bank.caller import Role
from video_bank.ids import new_export_id, new_message_id, new_picture_id, new_session_id

_UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
_CLOSED = [route for route in ROUTES if route.callers is not None]


def _name(route: Route) -> str:
    return f"{route.method} {route.path}"


def _path(route: Route) -> str:
    values = {
        "day": "2026-03-31",
        "session_id": new_session_id(),
        "picture_id": new_picture_id(),
        "export_id": new_export_id(),
        "leg": "customer",
        "number": "1",
        "message_id": new_message_id(),
        "queue": "loans",
    }
    return re.sub(r"{(\w+)}", lambda match: values[match[1]], route.path)


@asynccontextmanager
async def _browser_of(front: Front, role: Role) -> AsyncIterator[Browser]:
    match role:
        case Role.CUSTOMER:
            way = front.seated((await front.add_session()).session_id)
        case Role.GUEST:
            session = await front.add_session()
            way = front.guest((await front.parts.guests.invite(session.session_id))[0])
        case Role.BANK_SYSTEM:
            way = front.bank_system()
        case _:
            way = front.signed_in(role)
    async with way as browser:
        yield browser


async def _knock(browser: Browser, route: Route) -> int:
    headers = _UPGRADE if route.is_socket else {}
    async with browser.http.request(route.method, _path(route), headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("role", Role)
async def test_each_role_passes_its_own_doors_only(front: Front, role: Role) -> None:
    answers: dict[str, bool] = {}
    for route in _CLOSED:
        # A browser of its own for each door: one of them signs out.
        async with _browser_of(front, role) as browser:
            status = await _knock(browser, route)
        assert status != 401, _name(route)
        assert status < 500, _name(route)
        answers[_name(route)] = status != 403
    assert answers == {_name(route): role in (route.callers or ()) for route in _CLOSED}


@pytest.mark.parametrize("route", _CLOSED, ids=_name)
async def test_nobody_passes_a_closed_door_without_a_credential(front: Front, route: Route) -> None:
    async with front.browser() as browser:
        assert await _knock(browser, route) == 401
        browser.take_cookie(SEAT_COOKIE, "forged")
        browser.take_cookie(STAFF_COOKIE, "forged")
        browser.http.headers["Authorization"] = "Bearer forged"
        assert await _knock(browser, route) == 401


@pytest.mark.parametrize("route", [route for route in ROUTES if route.callers is None], ids=_name)
async def test_an_open_door_asks_for_nothing(front: Front, route: Route) -> None:
    async with front.browser() as browser:
        assert await _knock(browser, route) not in {401, 403}


async def test_a_credential_counts_only_in_its_own_cookie(front: Front) -> None:
    staff_id = await front.add_staff(Role.AUDITOR)
    token = await front.parts.access.issue_credential(Role.AUDITOR, staff_id, 600)
    async with front.browser() as browser:
        browser.take_cookie(SEAT_COOKIE, token)
        assert await browser.ask("GET", "/api/v1/recordings") == (
            401,
            {"code": "not_signed_in", "is_retryable": False},
        )


async def test_a_credential_ends_with_its_time(front: Front) -> None:
    async with front.signed_in(Role.AUDITOR) as browser:
        assert (await browser.ask("GET", "/api/v1/recordings"))[0] == 200
        front.parts.clock.ahead_s = 601
        assert (await browser.ask("GET", "/api/v1/recordings"))[0] == 401


async def test_one_browser_may_be_a_customer_and_an_auditor(front: Front) -> None:
    session = await front.add_session()
    token = await front.parts.access.issue_credential(Role.CUSTOMER, session.session_id, 600)
    async with front.signed_in(Role.AUDITOR) as browser:
        browser.take_cookie(SEAT_COOKIE, token)
        assert (await browser.ask("GET", "/api/v1/seat"))[0] == 200
        assert (await browser.ask("GET", "/api/v1/recordings"))[0] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
async def test_a_foreign_page_cannot_use_our_cookies(front: Front, origin: str) -> None:
    async with front.signed_in(Role.AGENT) as browser:
        foreign = {"Origin": origin}
        answer = await browser.ask("POST", "/api/v1/staff/sign-out", headers=foreign)
        assert answer == (403, {"code": "foreign_origin", "is_retryable": False})
        assert (await browser.ask("GET", "/ws/desk", headers={**_UPGRADE, **foreign}))[0] == 403
        assert (await browser.ask("GET", "/api/v1/staff/me"))[0] == 200, "still signed in"


async def test_cookies_without_an_origin_change_nothing(front: Front) -> None:
    async with front.signed_in(Role.AGENT) as browser:
        browser.http.headers.clear()
        assert (await browser.ask("POST", "/api/v1/staff/sign-out"))[0] == 403
        assert (await browser.ask("GET", "/ws/desk", headers=_UPGRADE))[0] == 403
