"""What a page tells of where it is, and what the desk looks up: with consent alone."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from signaling.messages import SendLocationConsent, SendPosition, WelcomeCustomer
from tests.eventually import eventually
from tests.signaling.front import Front, Parts, open_front
from video_bank.caller import Role
from video_bank.ids import SessionId
from video_bank.sessions.requests import GiveLocationConsent, NoteAddress, NotePosition
from video_bank.sessions.session import (
    CloseReason,
    Consents,
    LocationConsent,
    Session,
    Stage,
)
from video_bank.verification.location.location import (
    AddressSeen,
    Location,
    Position,
    PositionAnswer,
)

AGREED = Consents(recording=True, face=True, at=0.0)
HERE = Position(52.5, 13.4)
GERMANY = AddressSeen(country="DE", is_home=False, position=HERE, radius_km=20.0)
SENT = Location(PositionAnswer.SENT, Position(31.22, 121.46), (GERMANY,))
YES = LocationConsent(is_given=True, at=1.0, text="2026-11-28.en")


@pytest.fixture
async def silent_front(parts: Parts, tmp_path: Path) -> AsyncIterator[Front]:
    """A bank that does not ask."""
    async with open_front(parts, tmp_path, is_location_asked=False) as front:
        yield front


async def _addresses(front: Front, session_id: SessionId) -> list[AddressSeen]:
    asked = await front.inbox(session_id)
    return [each.address for each in asked if isinstance(each, NoteAddress)]


async def test_an_address_is_looked_up_once_the_customer_agrees(front: Front) -> None:
    session = await front.add_session(stage=Stage.ARRIVING, consents=AGREED)
    name = session.session_id
    async with front.seated(name) as browser, browser.page("customer") as page:
        assert (await page.hear_of(WelcomeCustomer)).is_location_asked
        assert await _addresses(front, name) == []
        await page.say(SendLocationConsent(request_id="1", is_given=True, text="2026-11-28.en"))
        await eventually(lambda: _has(front, name, NoteAddress))
    asked = [
        each
        for each in await front.inbox(name)
        if isinstance(each, GiveLocationConsent | NoteAddress)
    ]
    assert [type(each) for each in asked] == [GiveLocationConsent, NoteAddress]
    assert await _addresses(front, name) == [GERMANY]


async def test_who_declines_is_not_looked_up_now_or_on_coming_back(front: Front) -> None:
    session = await front.add_session(stage=Stage.ARRIVING, consents=AGREED)
    name = session.session_id
    for _ in range(2):
        async with front.seated(name) as browser, browser.page("customer") as page:
            await page.hear()
            await page.say(SendLocationConsent(request_id="1", is_given=False))
            await eventually(lambda: _has(front, name, GiveLocationConsent))
    assert await _addresses(front, name) == []
    assert b"DE" not in msgspec.json.encode(await front.inbox(name))


async def test_who_has_agreed_is_looked_up_on_every_new_connection(front: Front) -> None:
    session = await front.add_session(
        stage=Stage.TALKING, location_consent=YES, location=Location()
    )
    name = session.session_id
    async with front.seated(name) as browser, browser.page("customer") as page:
        await page.hear()
        await eventually(lambda: _has(front, name, NoteAddress))


async def test_a_header_that_a_browser_makes_up_moves_nobody(front: Front) -> None:
    session = await front.add_session(
        stage=Stage.TALKING, location_consent=YES, location=Location()
    )
    async with front.seated(session.session_id) as browser:
        browser.http.headers["X-Forwarded-For"] = "203.0.113.7"
        async with browser.page("customer") as page:
            await page.hear()
            await eventually(lambda: _has(front, session.session_id, NoteAddress))
    assert await _addresses(front, session.session_id) == [GERMANY]


@pytest.mark.parametrize(
    ("sent", "noted"),
    [
        (
            SendPosition(request_id="1", answer=PositionAnswer.SENT, position=HERE),
            NotePosition(
                session_id=SessionId(""),
                request_id="1",
                answer=PositionAnswer.SENT,
                position=HERE,
            ),
        ),
        (
            SendPosition(request_id="1", answer=PositionAnswer.TIMED_OUT),
            NotePosition(session_id=SessionId(""), request_id="1", answer=PositionAnswer.TIMED_OUT),
        ),
    ],
)
async def test_what_the_browser_answered_reaches_the_session(
    front: Front, sent: SendPosition, noted: NotePosition
) -> None:
    session = await front.add_session(stage=Stage.ARRIVING, consents=AGREED)
    expected = msgspec.structs.replace(noted, session_id=session.session_id)
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear()
        await page.say(sent)
        await eventually(lambda: front.was_asked(expected))


@pytest.mark.parametrize(
    "sent",
    [
        '{"answer": "sent"}',
        '{"answer": "declined", "position": {"latitude": 1, "longitude": 1}}',
        '{"answer": "sent", "position": {"latitude": 90.1, "longitude": 1}}',
        '{"answer": "sent", "position": {"latitude": 1, "longitude": -181}}',
        '{"answer": "sent", "position": {"latitude": NaN, "longitude": 1}}',
        '{"answer": "elsewhere"}',
    ],
)
async def test_a_position_that_cannot_be_is_refused(front: Front, sent: str) -> None:
    session = await front.add_session(stage=Stage.ARRIVING, consents=AGREED)
    async with front.seated(session.session_id) as browser, browser.page("customer") as page:
        await page.hear_of(WelcomeCustomer)
        await page.say(f'{{"type": "send_position", "request_id": "1", {sent[1:]}')
        _, refused = await page.hear()
        assert refused.code == "malformed"


async def test_a_bank_that_does_not_ask_takes_no_answer(silent_front: Front) -> None:
    session = await silent_front.add_session(stage=Stage.ARRIVING, consents=AGREED)
    name = session.session_id
    async with silent_front.seated(name) as browser, browser.page("customer") as page:
        assert not (await page.hear_of(WelcomeCustomer)).is_location_asked
        await page.say(SendLocationConsent(request_id="1", is_given=True))
        _, refused = await page.hear()
        assert refused.code == "not_now"
    assert await _addresses(silent_front, name) == []
    assert await _may_ask(silent_front, "/join") == "geolocation=()"


async def test_only_the_customer_s_page_may_ask_the_browser(front: Front) -> None:
    for path in ("/join", "/pc"):
        assert await _may_ask(front, path) == "geolocation=(self)"
    for path in ("/desk", "/guest", "/wall", "/api/v1/house", "/assets/x.js"):
        assert await _may_ask(front, path) == "geolocation=()"


async def test_the_replay_shows_it_until_it_is_withdrawn(front: Front) -> None:
    session = await _met(front, product=None)
    path = f"/api/v1/sessions/{session.session_id}/consent-withdrawal"
    async with front.signed_in(Role.AUDITOR) as auditor, front.bank_system() as bank:
        before = await _replayed(auditor, session)
        assert before["countries"] == ["DE"]
        assert before["position"] == {"latitude": 31.22, "longitude": 121.46}
        assert [each["reason"] for each in before["findings"]] == [
            "address_abroad",
            "position_far_from_address",
        ]
        _, withdrawn = await bank.ask("POST", path, json={"location": True})
        assert withdrawn["is_location_deleted"]
        after = await _replayed(auditor, session)
    assert (after["is_agreed"], after["is_kept"]) == (True, False)
    assert (after["countries"], after["position"]) == ([], None)
    kinds = [each.happening.kind for each in await front.parts.trail.read(session.session_id)]
    assert kinds[-3:-1] == ["consent_withdrawn", "location_deleted"]
    assert (await front.parts.store.load(session.session_id)).location is None


async def test_a_law_that_keeps_the_recording_keeps_where_it_was(front: Front) -> None:
    session = await _met(front, product="personal-loan")
    path = f"/api/v1/sessions/{session.session_id}/consent-withdrawal"
    async with front.bank_system() as bank:
        _, held = await bank.ask("POST", path, json={"location": True})
    assert (held["is_location_deleted"], held["held_by"]) == (False, "anti_money_laundering")
    assert (await front.parts.store.load(session.session_id)).location == SENT


async def _has(front: Front, session_id: SessionId, kind: type) -> bool:
    return any(isinstance(each, kind) for each in await front.inbox(session_id))


async def _may_ask(front: Front, path: str) -> str:
    async with front.browser() as browser, browser.http.get(path) as answer:
        permissions = answer.headers["Permissions-Policy"].split(", ")
    return next(each for each in permissions if each.startswith("geolocation"))


async def _met(front: Front, product: str | None) -> Session:
    return await front.add_session(
        stage=Stage.CLOSED,
        close_reason=CloseReason.AGENT_HUNG_UP,
        ended_at=front.parts.clock.now(),
        product=product,
        location_consent=YES,
        location=SENT,
    )


async def _replayed(auditor: Any, session: Session) -> Any:
    _, detail = await auditor.ask("GET", f"/api/v1/recordings/{session.session_id}")
    return detail["location"]
