"""To whom an agent's desk can hand a customer on."""

from tests.signaling.front import QUEUE, Front
from video_bank.caller import Role
from video_bank.ids import StaffId
from video_bank.queues.policy import Profile, RoutingPolicy
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import FixedRouting
from video_bank.queues.ticket import Ticket

PATH = "/api/v1/colleagues"


async def _make_ready(front: Front, staff_id: StaffId, skills: dict[str, int]) -> None:
    """As a front desk does whose bank has written down what this agent can do."""
    policy = RoutingPolicy().with_queues(QUEUE)
    routing = FixedRouting(policy, {staff_id: Profile(skills)})
    await RedisQueues(front.parts.link, front.parts.clock, routing).set_ready(staff_id)


async def test_an_agent_sees_who_is_there_and_who_is_free(front: Front) -> None:
    asker, busy, paused, away, free = [await front.add_staff(Role.AGENT) for _ in range(5)]
    queues = front.parts.queues
    await queues.set_ready(asker)
    await queues.set_ready(paused)
    await queues.take_break(paused)
    await queues.set_ready(busy)
    await queues.hold_agent(busy, (await front.add_meeting(busy)).session_id, QUEUE)
    await queues.sign_off(away)
    await _make_ready(front, free, {"deeds": 2})
    async with front.signed_in(Role.AGENT, asker) as browser:
        status, found = await browser.ask("GET", PATH)
    assert status == 200
    (first, *others) = [(each["card"]["staff_id"], each["presence"]) for each in found["agents"]]
    assert first == (free, "ready")
    assert sorted(others) == sorted([(busy, "busy"), (paused, "break")])
    assert found["agents"][0]["card"]["display_name"] == "李敏"
    assert found["skills"] == [{"skill": "deeds", "free": 1}]
    assert found["queues"] == [{"queue": QUEUE, "name": "贷款业务", "free": 2, "waiting": 0}]


async def test_a_queue_says_how_many_wait_in_it(front: Front) -> None:
    for _ in range(2):
        session = await front.add_session()
        await front.parts.queues.enter(Ticket(session.session_id, QUEUE, 1.0))
    async with front.signed_in(Role.AGENT) as browser:
        _, found = await browser.ask("GET", PATH)
    assert found == {
        "agents": [],
        "skills": [],
        "queues": [{"queue": QUEUE, "name": "贷款业务", "free": 0, "waiting": 2}],
    }


async def test_a_supervisor_who_leads_a_call_may_ask_too(front: Front) -> None:
    async with front.signed_in(Role.SUPERVISOR) as browser:
        assert (await browser.ask("GET", PATH))[0] == 200


async def test_nobody_else_may(front: Front) -> None:
    async with front.signed_in(Role.AUDITOR) as browser:
        assert (await browser.ask("GET", PATH))[0] == 403
    session = await front.add_session()
    async with front.seated(session.session_id) as browser:
        assert (await browser.ask("GET", PATH))[0] == 403
