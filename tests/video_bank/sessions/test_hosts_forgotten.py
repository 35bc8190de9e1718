"""When Redis loses everything: places, agents and order are made anew from the rows."""

import pytest

from tests.eventually import eventually
from tests.video_bank.sessions.hosting import Branch
from tests.video_bank.sessions.stories import QUEUE, SESSION, START, Story, changed, invited
from video_bank.ids import SessionId, StaffId, new_session_id
from video_bank.media.commands import LegName
from video_bank.queues.ticket import Presence, Ticket
from video_bank.sessions import requests
from video_bank.sessions.session import Session, Stage

BACK_WITHIN_S = 10.0  # what is promised, on a machine that other tests keep busy


@pytest.mark.parametrize("desks", [1, 2])
async def test_everybody_has_the_same_place_again(branch: Branch, desks: int) -> None:
    line = [_waiting(arrived_after_s) for arrived_after_s in (30, 10, 20, 40)]
    await branch.add(*line)
    for _ in range(desks):
        branch.desk().start()
    session_ids = [session.session_id for session in line]
    await _stand(branch, session_ids, [3, 1, 2, 4])
    await branch.link.client.flushall()
    await _stand(branch, session_ids, [3, 1, 2, 4])


async def test_a_session_that_comes_to_a_desk_after_the_loss_has_its_place_again(
    branch: Branch,
) -> None:
    first, second = _waiting(1), _waiting(2)
    await branch.add(first)
    branch.desk().start()
    await _stand(branch, [first.session_id], [1])
    await branch.add(second)
    await _stand(branch, [first.session_id, second.session_id], [1, 2])


async def test_a_busy_agent_is_busy_again_and_serves_the_queue_after_the_call(
    branch: Branch,
) -> None:
    story = Story().until_talking()
    agent = await branch.add_agent()
    await branch.add(changed(story.session, agent=agent))
    desk = branch.desk().start()
    await _agent_is(branch, agent.staff_id, Presence.BUSY)
    await branch.link.client.flushall()
    await _agent_is(branch, agent.staff_id, Presence.BUSY)
    await desk.hosts.submit(requests.HangUp(session_id=SESSION, request_id="a", leg=LegName.AGENT))
    finished = requests.FinishWrapUp(
        session_id=SESSION, request_id="b", result="ok", note="", staff_id=agent.staff_id
    )
    await desk.hosts.submit(finished)
    await _agent_is(branch, agent.staff_id, Presence.READY)
    await branch.queues.enter(Ticket(new_session_id(), QUEUE, START))
    await _agent_is(branch, agent.staff_id, Presence.RINGING)


async def test_an_offer_that_redis_still_knows_rings_on_at_the_next_desk(branch: Branch) -> None:
    await branch.queues.set_ready((await branch.add_agent()).staff_id)
    first, second = _waiting(1), _waiting(2)
    await branch.add(first)
    before = branch.desk().start()
    await branch.trail_is(first.session_id, ["offer_made"])
    await before.stop()
    branch.desk().start()
    await eventually(lambda: _is_taken_over(branch, first.session_id))
    await branch.add(second)
    await _stand(branch, [second.session_id], [2])  # so the desk has looked at both
    assert (await branch.store.load(first.session_id)).stage is Stage.OFFERED


def _waiting(arrived_after_s: float) -> Session:
    story = Story(invited(new_session_id()))
    return changed(story.until_waiting().session, arrived_at=START + arrived_after_s)


async def _is_taken_over(branch: Branch, session_id: SessionId) -> bool:
    return bool((await branch.row(session_id)).host_epoch == 2)


async def _stand(branch: Branch, session_ids: list[SessionId], places: list[int]) -> None:
    async def is_so() -> bool:
        return await branch.positions(*session_ids) == places

    await eventually(is_so, BACK_WITHIN_S, f"not {places}")


async def _agent_is(branch: Branch, staff_id: StaffId, presence: Presence) -> None:
    async def is_so() -> bool:
        return (await branch.queues.agent_state(staff_id)).presence is presence

    await eventually(is_so, BACK_WITHIN_S, f"not {presence}")
