"""Identity at the front desk: second looks on the supervisor's page, one-time codes."""

from typing import Any, Final

import msgspec
import pytest
from structlog.testing import capture_logs

from signaling.messages import (
    AnswerSecondLook,
    AskSupervisor,
    FloorChanged,
    NoteControlAnswer,
    StartOtherWay,
    WelcomeFloor,
)
from tests.eventually import eventually
from tests.signaling.front import NAME, Front
from video_bank.caller import Role
from video_bank.ids import CheckId, PictureId, StaffId, new_picture_id, new_session_id
from video_bank.sessions.requests import (
    AskSecondLook,
    BeginOtherWay,
    GiveSecondLook,
    NoteAnswer,
    NoteCodeSent,
    NotePresence,
    ParticipantRequest,
    TypeCode,
)
from video_bank.sessions.session import Check, CheckState, SecondLook, Session
from video_bank.verification.evidence import Decision, Evidence, Thresholds, Verdict
from video_bank.verification.other_way import Code, OtherWay

CHECK: Final = CheckId("check_" + "1" * 24)


async def _requests_of(front: Front, session: Session) -> list[ParticipantRequest]:
    asked = await front.inbox(session.session_id)
    return [each for each in asked if not isinstance(each, NotePresence)]


async def _waiting_check(front: Front, agent: StaffId) -> tuple[Session, PictureId]:
    """Return a meeting whose check waits for a second person, and the check's live portrait."""
    session_id = new_session_id()
    key = await front.parts.master_key.make_data_key(session_id)
    portrait = await front.parts.pictures.put(session_id, key, b"portrait")
    evidence = Evidence(
        Verdict.FAILED, 0.7, Thresholds(), (), "test", 3, new_picture_id(), portrait, 1
    )
    look = SecondLook(agent, "twin", 1.0)
    check = Check(CHECK, new_picture_id(), CheckState.FINISHED, 1.0, evidence, second_look=look)
    session = await front.add_meeting(
        agent, session_id=session_id, wrapped_key=key, checks=(check,)
    )
    return session, portrait


async def _without_a_face(front: Front, agent: StaffId, **fields: Any) -> Session:
    way = OtherWay(code=fields.pop("code", None))
    check = Check(CHECK, new_picture_id(), CheckState.BY_PEOPLE, 1.0, other_way=way)
    return await front.add_meeting(agent, checks=(check,), **fields)


async def test_a_supervisor_sees_what_waits_for_a_second_person_and_answers(front: Front) -> None:
    agent, supervisor = [await front.add_staff(role) for role in (Role.AGENT, Role.SUPERVISOR)]
    async with front.signed_in(Role.SUPERVISOR, supervisor) as sol, sol.page("floor") as page:
        assert (await page.hear_of(WelcomeFloor)).looks == ()
        session, portrait = await _waiting_check(front, agent)
        [look] = (await page.hear_of(FloorChanged)).looks
        assert (look.session_id, look.check.check_id) == (session.session_id, CHECK)
        assert (look.check.evidence.distance, look.check.second_look.reason) == (0.7, "twin")
        assert NAME not in str(look)
        path = f"/api/v1/sessions/{session.session_id}/pictures/{portrait}"
        async with sol.http.get(path) as answer:
            assert (answer.status, await answer.read()) == (200, b"portrait")
        assert (await front.kinds_on_trail(session.session_id))[-1] == "picture_viewed"
        given = AnswerSecondLook(
            request_id="1",
            session_id=session.session_id,
            check_id=CHECK,
            agrees=False,
            reason="another person",
        )
        await page.say(given)
        [asked] = await eventually_asked(front, session)
        assert isinstance(asked, GiveSecondLook)
        assert (asked.card.staff_id, asked.agrees) == (supervisor, False)


async def test_nobody_is_asked_to_be_the_own_second_person(front: Front) -> None:
    supervisor = await front.add_staff(Role.SUPERVISOR)
    await _waiting_check(front, supervisor)
    async with front.signed_in(Role.SUPERVISOR, supervisor) as sol, sol.page("floor") as page:
        assert (await page.hear_of(WelcomeFloor)).looks == ()


async def test_a_supervisor_sees_no_pictures_of_what_does_not_wait(front: Front) -> None:
    session, portrait = await _waiting_check(front, await front.add_staff(Role.AGENT))
    [check] = session.checks
    decided = msgspec.structs.replace(check, decision=Decision.REFUSED)
    other = await front.add_meeting(await front.add_staff(Role.AGENT), checks=(decided,))
    async with front.signed_in(Role.SUPERVISOR) as sol:
        path = f"/api/v1/sessions/{other.session_id}/pictures/{portrait}"
        assert (await sol.ask("GET", path))[0] == 404


async def test_what_an_agent_asks_of_people_reaches_the_session(front: Front) -> None:
    agent = await front.add_staff(Role.AGENT)
    session = await front.add_meeting(agent)
    picture = new_picture_id()
    async with front.signed_in(Role.AGENT, agent) as desk, desk.page("desk") as page:
        await page.say(AskSupervisor(request_id="1", check_id=CHECK, reason="twin"))
        await page.say(StartOtherWay(request_id="2", picture_id=picture))
        await page.say(
            NoteControlAnswer(request_id="3", check_id=CHECK, question=0, is_right=False)
        )
        look, way, answer = await eventually_asked(front, session, 3)
    assert isinstance(look, AskSecondLook)
    assert isinstance(way, BeginOtherWay)
    assert isinstance(answer, NoteAnswer)
    assert (look.reason, way.picture_id, answer.is_right) == ("twin", picture, False)


async def test_a_code_goes_to_the_phone_and_nothing_but_its_digest_stays(front: Front) -> None:
    agent = await front.add_staff(Role.AGENT)
    session = await _without_a_face(front, agent)
    with capture_logs() as logs:
        async with front.signed_in(Role.AGENT, agent) as desk:
            path = f"/api/v1/sessions/{session.session_id}/code"
            assert await desk.ask("POST", path, json={"check_id": CHECK}) == (204, None)
        [order] = front.parts.phone.orders
        assert (order.session_id, order.reference) == (
            session.session_id,
            session.customer.reference,
        )
        async with front.seated(session.session_id) as phone:
            typed = {"check_id": CHECK, "code": order.code}
            assert await phone.ask("POST", "/api/v1/seat/code", json=typed) == (204, None)
            wrong = {"check_id": CHECK, "code": f"{(int(order.code) + 1) % 10**6:06}"}
            await phone.ask("POST", "/api/v1/seat/code", json=wrong)
    sent, right, wrong_one = await _requests_of(front, session)
    assert isinstance(sent, NoteCodeSent)
    assert isinstance(right, TypeCode)
    assert isinstance(wrong_one, TypeCode)
    assert sent.digest == right.digest != wrong_one.digest
    assert order.code not in str((logs, sent, right))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１２３４５６"])
async def test_a_code_is_six_digits(front: Front, code: str) -> None:
    session = await _without_a_face(front, await front.add_staff(Role.AGENT))
    async with front.seated(session.session_id) as phone:
        typed = {"check_id": CHECK, "code": code}
        status, answer = await phone.ask("POST", "/api/v1/seat/code", json=typed)
    assert (status, answer["code"]) == (400, "malformed")


async def test_codes_are_not_sent_one_after_the_other(front: Front) -> None:
    agent = await front.add_staff(Role.AGENT)
    code = Code(sent_at=front.parts.clock.now())
    session = await _without_a_face(front, agent, code=code)
    async with front.signed_in(Role.AGENT, agent) as desk:
        path = f"/api/v1/sessions/{session.session_id}/code"
        status, answer = await desk.ask("POST", path, json={"check_id": CHECK})
    assert (status, answer["code"]) == (409, "not_now")
    assert not front.parts.phone.orders


async def eventually_asked(
    front: Front, session: Session, number: int = 1
) -> list[ParticipantRequest]:
    async def are_there() -> bool:
        return len(await _requests_of(front, session)) >= number

    await eventually(are_there)
    return await _requests_of(front, session)
