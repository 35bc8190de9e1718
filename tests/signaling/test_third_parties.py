"""Third parties and supervisors at the front desk: links, seats, and what their pages may ask."""

import pytest

from signaling.messages import (
    FloorChanged,
    HangUpCall,
    LeaveCall,
    SendGuestConsent,
    SendMediaOffer,
    ShowScreen,
    SuperviseCall,
    WelcomeFloor,
    WelcomeGuest,
)
from tests.signaling.front import Front
from video_bank.caller import Role
from video_bank.errors import ErrorCode
from video_bank.ids import GuestId, StaffId, new_guest_id, new_session_id
from video_bank.media.commands import LegName, SupervisorMode
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.requests import (
    GiveGuestConsent,
    HangUp,
    InviteGuest,
    NotePresence,
    OfferMedia,
    ParticipantRequest,
    ShareScreen,
    StopSupervising,
    Supervise,
)
from video_bank.sessions.session import (
    AgentCard,
    Guest,
    Relation,
    Session,
    Stage,
    Supervision,
)

WANTED = {"name": "王文", "relation": "guarantor"}


async def requests_of(front: Front, session: Session) -> list[ParticipantRequest]:
    asked = await front.inbox(session.session_id)
    return [each for each in asked if not isinstance(each, NotePresence)]


async def meeting_with_guest(front: Front) -> tuple[Session, GuestId]:
    session = await front.add_session(stage=Stage.TALKING)
    guest_id, _ = await front.parts.guests.invite(session.session_id)
    return session, guest_id


async def test_a_link_for_a_third_party_seats_one_browser(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_meeting(staff_id)
    async with front.signed_in(Role.AGENT, staff_id) as desk:
        path = f"/api/v1/sessions/{session.session_id}/guests"
        status, invitation = await desk.ask("POST", path, json=WANTED)
    assert status == 201
    (asked,) = await requests_of(front, session)
    assert isinstance(asked, InviteGuest)
    assert (asked.name, asked.relation) == ("王文", Relation.GUARANTOR)
    token = invitation["join_url"].partition("/guest#")[2]
    async with front.browser() as first, front.browser() as second:
        for _ in range(2):  # a reload gets the same seat
            status, seat = await first.ask("POST", "/api/v1/guest/join", json={"token": token})
            assert (status, seat["guest_id"]) == (200, asked.guest_id)
        status, refusal = await second.ask("POST", "/api/v1/guest/join", json={"token": token})
        assert (status, refusal["code"]) == (410, ErrorCode.TOKEN_USED)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"stage": Stage.WRAPPING_UP}, ErrorCode.NOT_NOW),
        ({"guest": Guest(new_guest_id(), "王文", Relation.FAMILY)}, ErrorCode.NOT_NOW),
    ],
)
async def test_a_third_party_is_invited_into_a_call_and_one_at_a_time(
    front: Front, changes: dict[str, object], code: ErrorCode
) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_meeting(staff_id, **changes)
    async with front.signed_in(Role.AGENT, staff_id) as desk:
        path = f"/api/v1/sessions/{session.session_id}/guests"
        _, refusal = await desk.ask("POST", path, json=WANTED)
    assert refusal["code"] == code


async def test_nobody_is_invited_into_a_foreign_meeting(front: Front) -> None:
    session = await front.add_session(stage=Stage.TALKING)
    async with front.signed_in(Role.AGENT) as desk:
        path = f"/api/v1/sessions/{session.session_id}/guests"
        status, _ = await desk.ask("POST", path, json=WANTED)
    assert status == 404


async def test_a_guests_requests_go_under_its_own_id(front: Front) -> None:
    session_id = new_session_id()
    guest_id, _ = await front.parts.guests.invite(session_id)
    guest = Guest(guest_id, "王文", Relation.EXPERT)
    session = await front.add_session(session_id=session_id, stage=Stage.TALKING, guest=guest)
    async with front.guest(guest_id) as browser, browser.page("guest") as page:
        _, welcome = await page.hear()
        assert isinstance(welcome, WelcomeGuest)
        assert welcome.view is not None
        assert welcome.view.name == "王文"
        await page.say(SendGuestConsent(request_id="1", recording=True))
        await page.say(SendMediaOffer(request_id="2", connection="c", sdp="v=0\r\n"))
        await page.say(ShowScreen(request_id="3"))
        await page.say(HangUpCall(request_id="4"))
        await page.say("{}")
        await page.hear_of(Refused)
    asked = {"session_id": session_id}
    assert await requests_of(front, session) == [
        GiveGuestConsent(request_id="1", guest_id=guest_id, recording=True, **asked),
        OfferMedia(
            request_id="2",
            leg=LegName.GUEST,
            connection="c",
            sdp="v=0\r\n",
            guest_id=guest_id,
            **asked,
        ),
        ShareScreen(request_id="3", leg=LegName.GUEST, is_shown=True, **asked),
        HangUp(request_id="4", leg=LegName.GUEST, **asked),
    ]


async def test_a_guest_who_was_let_go_asks_for_nothing_more(front: Front) -> None:
    session, guest_id = await meeting_with_guest(front)
    async with front.guest(guest_id) as browser, browser.page("guest") as page:
        _, welcome = await page.hear()
        assert welcome.view is None
        await page.say(HangUpCall(request_id="1"))
        refused = await page.hear_of(Refused)
        assert refused.code is ErrorCode.NOT_NOW
    assert not await requests_of(front, session)


async def test_a_supervisor_sees_the_floor_and_goes_where_it_says(front: Front) -> None:
    staff_id = await front.add_staff(Role.AGENT)
    session = await front.add_meeting(staff_id)
    supervisor = await front.add_staff(Role.SUPERVISOR)
    async with front.signed_in(Role.SUPERVISOR, supervisor) as desk, desk.page("floor") as page:
        _, welcome = await page.hear()
        assert isinstance(welcome, WelcomeFloor)
        (meeting,) = welcome.meetings
        assert (meeting.session_id, meeting.supervisor) == (session.session_id, None)
        assert "*" in meeting.customer_name
        await page.say(
            SuperviseCall(
                request_id="1", session_id=session.session_id, mode=SupervisorMode.WHISPER
            )
        )
        await page.say(LeaveCall(request_id="2"))
        await front.add_meeting(await front.add_staff(Role.AGENT))
        changed = await page.hear_of(FloorChanged)
        assert len(changed.meetings) == 2
    first, second = await requests_of(front, session)
    assert isinstance(first, Supervise)
    assert (first.card.staff_id, first.mode) == (supervisor, SupervisorMode.WHISPER)
    assert isinstance(second, StopSupervising)


async def test_media_is_offered_only_by_whoever_supervises(front: Front) -> None:
    session = await front.add_meeting(await front.add_staff(Role.AGENT))
    supervisor = await front.add_staff(Role.SUPERVISOR)
    other = AgentCard(StaffId("staff_" + "9" * 24), "赵强", "S9")
    theirs = await front.add_meeting(
        await front.add_staff(Role.AGENT), supervision=Supervision(other, SupervisorMode.LISTEN)
    )
    async with front.signed_in(Role.SUPERVISOR, supervisor) as desk, desk.page("floor") as page:
        offer = SendMediaOffer(request_id="1", connection="c", sdp="v=0\r\n")
        await page.say(offer)
        assert (await page.hear_of(Refused)).code is ErrorCode.NOT_NOW
        for each in (session, theirs):
            await page.say(
                SuperviseCall(
                    request_id="2", session_id=each.session_id, mode=SupervisorMode.LISTEN
                )
            )
            await page.say(offer)  # before the session has said yes
            assert (await page.hear_of(Refused)).code is ErrorCode.NOT_NOW


async def test_the_floor_is_for_supervisors(front: Front) -> None:
    async with front.signed_in(Role.AGENT) as desk:
        status, _ = await desk.ask("GET", "/ws/floor")
    assert status == 403
