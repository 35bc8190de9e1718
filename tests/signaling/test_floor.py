"""What supervisors see of the floor and change on it."""

import asyncio

import pytest

from signaling.floor_messages import (
    AgentsChanged,
    BoardChanged,
    ChangeAgentState,
    ChooseEmergency,
    TrendChanged,
)
from signaling.messages import AgentStateChanged, SetReady
from tests.signaling.front import QUEUE, Front
from video_bank.caller import Role
from video_bank.errors import ErrorCode
from video_bank.ids import StaffId
from video_bank.queues.emergency import Level, LevelMode
from video_bank.queues.floor_trail import floor_chain
from video_bank.queues.policy import RoutingPolicy
from video_bank.queues.ticket import ChangeReason, Presence, Ticket, Word
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.session import Stage

REPORT = "/api/v1/floor/reports/2026-03-31"


async def _kinds_of_today(front: Front) -> list[str]:
    zone = RoutingPolicy().zone
    return await front.kinds_on_trail(floor_chain(front.parts.clock.now(), zone))


def _change(staff_id: StaffId, presence: Presence) -> ChangeAgentState:
    return ChangeAgentState(
        request_id="7", staff_id=staff_id, presence=presence, reason=ChangeReason.LEFT_THE_DESK
    )


async def test_a_supervisor_sees_board_agents_and_trend_at_once(front: Front) -> None:
    now = front.parts.clock.now()
    await front.add_session(stage=Stage.WAITING, arrived_at=now - 40)
    agent = await front.add_staff(Role.AGENT)
    await front.parts.queues.set_ready(agent)
    async with front.signed_in(Role.SUPERVISOR) as browser, browser.page("floor") as page:
        board = (await page.hear_of(BoardChanged)).board
        agents = (await page.hear_of(AgentsChanged)).agents
        trend = (await page.hear_of(TrendChanged)).trend
    assert (board.waiting, board.waits_since) == (1, now - 40)
    assert board.agents[Presence.READY] == 1
    assert [(line.queue, line.waiting) for line in board.queues] == [(QUEUE, 1)]
    assert board.emergency.level == 0
    found = {line.member.staff_id: line.state.presence for line in agents}
    assert found[agent] is Presence.READY
    assert trend


async def test_an_agent_is_put_on_a_break_and_told_by_whom_and_why(front: Front) -> None:
    agent = await front.add_staff(Role.AGENT)
    async with (
        front.signed_in(Role.AGENT, agent) as desk,
        desk.page("desk") as theirs,
        front.signed_in(Role.SUPERVISOR) as browser,
        browser.page("floor") as page,
    ):
        await theirs.say(SetReady(request_id="1"))
        await theirs.hear_of(AgentStateChanged)
        await page.say(_change(agent, Presence.BREAK))
        state = (await theirs.hear_of(AgentStateChanged)).state
        while state.word is None:
            state = (await theirs.hear_of(AgentStateChanged)).state
    assert state.presence is Presence.BREAK
    assert state.word == Word("李敏", ChangeReason.LEFT_THE_DESK)
    assert await _kinds_of_today(front) == ["agent_state_changed"]


@pytest.mark.parametrize("presence", [Presence.OFFLINE, Presence.BUSY])
async def test_who_is_not_signed_on_or_has_a_customer_is_left_alone(
    front: Front, presence: Presence
) -> None:
    agent = await front.add_staff(Role.AGENT)
    if presence is Presence.BUSY:
        session = await front.add_meeting(agent)
        await front.parts.queues.hold_agent(agent, session.session_id, QUEUE)
    async with front.signed_in(Role.SUPERVISOR) as browser, browser.page("floor") as page:
        await page.say(_change(agent, Presence.BREAK))
        assert (await page.hear_of(Refused)).code is ErrorCode.NOT_NOW
    assert not await _kinds_of_today(front)


async def test_a_level_is_switched_on_by_its_button(front: Front) -> None:
    async with front.signed_in(Role.SUPERVISOR) as browser, browser.page("floor") as page:
        await page.say(ChooseEmergency(request_id="1", level=3, mode=LevelMode.ON))
        assert (await page.hear_of(Refused)).code is ErrorCode.MALFORMED
        await page.say(ChooseEmergency(request_id="2", level=2, mode=LevelMode.ON))
        emergency = (await page.hear_of(BoardChanged)).board.emergency
        while emergency.level != Level.SECOND:
            emergency = (await page.hear_of(BoardChanged)).board.emergency
    assert (emergency.second.mode, emergency.second.is_on) == (LevelMode.ON, True)
    assert emergency.second.turns_at is not None
    assert await _kinds_of_today(front) == ["emergency_chosen"]


async def test_the_dry_run_changes_nothing(front: Front) -> None:
    await front.parts.queues.enter(Ticket((await front.add_session()).session_id, QUEUE, 1.0))
    async with front.signed_in(Role.SUPERVISOR) as browser:
        status, found = await browser.ask("GET", "/api/v1/floor/rehearsals")
    assert status == 200
    assert found["second"]["measures"]["audio_first"]
    assert not found["first"]["measures"]["audio_first"]
    assert not await _kinds_of_today(front)


async def test_the_wall_is_read_beside_the_page(front: Front) -> None:
    async with front.signed_in(Role.SUPERVISOR) as browser:
        walls = await asyncio.gather(*(browser.ask("GET", "/api/v1/floor/wall") for _ in range(4)))
    assert {status for status, _ in walls} == {200}
    assert len({str(wall["board"]) for _, wall in walls}) == 1


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("?format=csv&language=en", "text/csv"),
    ],
)
async def test_a_day_is_downloaded(front: Front, query: str, kind: str) -> None:
    async with (
        front.signed_in(Role.SUPERVISOR) as browser,
        browser.http.get(REPORT + query) as answer,
    ):
        body = await answer.read()
    assert (answer.status, answer.content_type) == (200, kind)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"Connection rate" in body or body.startswith(b"PK")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/floor/reports/2026-13-41", 404),
        (REPORT + "?format=exe", 400),
        (REPORT + "?language=xx", 400),
    ],
)
async def test_what_is_no_report_is_refused(front: Front, path: str, status: int) -> None:
    async with front.signed_in(Role.SUPERVISOR) as browser:
        assert (await browser.ask("GET", path))[0] == status
