"""What a page needs to get through a narrow network, and what never leaves the house."""

import msgspec
import pytest
from structlog.testing import capture_logs

from signaling.resources import IceServers
from tests.signaling.front import TURN_SECRET, TURN_URL, Browser, Front
from video_bank.caller import Role
from video_bank.media.turn import LIFE_S, IceServer, make_password

_PATH = "/api/v1/ice-servers"


async def _read(browser: Browser) -> IceServers:
    status, body = await browser.ask("GET", _PATH)
    assert status == 200
    return msgspec.convert(body, IceServers)


def _names(server: IceServer) -> tuple[float, str]:
    expires_at, _, participant = server.username.partition(":")
    return float(expires_at), participant


async def test_a_customer_gets_a_credential_of_its_session(front: Front) -> None:
    session = await front.add_session()
    async with front.seated(session.session_id) as browser:
        given = await _read(browser)
    (server,) = given.servers
    expires_at, participant = _names(server)
    assert (server.urls, participant) == ((TURN_URL,), session.session_id)
    assert expires_at == pytest.approx(front.parts.clock.now() + LIFE_S, abs=5)
    assert given.life_s == LIFE_S
    assert server.credential == make_password(TURN_SECRET, server.username)


async def test_an_agent_gets_one_by_its_staff_id(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    async with front.signed_in(Role.AGENT, staff_id) as browser:
        (server,) = (await _read(browser)).servers
    assert _names(server)[1] == staff_id


async def test_a_later_answer_counts_for_longer(front: Front) -> None:
    async with front.signed_in(Role.AGENT) as browser:
        (early,) = (await _read(browser)).servers
        front.parts.clock.ahead_s = 300
        (late,) = (await _read(browser)).servers
    assert _names(late)[0] - _names(early)[0] == pytest.approx(300, abs=5)


async def test_neither_password_nor_secret_is_kept_or_logged(front: Front) -> None:
    async with front.signed_in(Role.AGENT) as browser:
        with capture_logs() as logs:
            async with browser.http.get(_PATH) as answer:
                text = await answer.text()
    (server,) = msgspec.json.decode(text, type=IceServers).servers
    assert answer.headers["Cache-Control"] == "no-store"
    assert TURN_SECRET not in text
    assert logs, "the request itself has its line"
    assert not any(word in str(logs) for word in (server.credential, server.username, TURN_SECRET))
