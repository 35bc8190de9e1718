"""Sessions in the hands of desks: each in one, from one to the next when a desk dies."""

import asyncio

import msgspec
import pytest

from tests.eventually import eventually
from tests.video_bank.sessions.hosting import Branch
from tests.video_bank.sessions.stories import NODE, OFFER, SESSION, START, Story, changed, invited
from video_bank.database.redis_leases import LEASE_S
from video_bank.errors import ErrorCode
from video_bank.ids import SessionId, new_session_id
from video_bank.media.commands import LegName
from video_bank.media.placement import NodeDirectory
from video_bank.queues.news import OfferAccepted
from video_bank.sessions import requests
from video_bank.sessions.inbox import CustomerPageLost
from video_bank.sessions.needs import Outbox
from video_bank.sessions.outgoing import CustomerViewChanged, OutgoingMessage, Refused
from video_bank.sessions.session import Stage
from video_bank.sessions.session_host import SessionHost
from video_bank.sessions.store import NoLongerHostError

_TO_THE_QUEUE = ["customer_arrived", "consents_given", "queue_entered"]


async def test_a_request_reaches_its_session_and_is_answered(branch: Branch) -> None:
    await branch.add(invited())
    desk = branch.desk().start()
    await desk.hosts.submit(arrival(SESSION))
    await desk.hosts.submit(requests.EnterQueue(session_id=SESSION, request_id="too early"))
    told = await eventually(lambda: _told(branch, 2))
    assert isinstance(told[0], CustomerViewChanged)
    assert told[0].view.stage is Stage.ARRIVING
    assert told[1] == Refused(request_id="too early", code=ErrorCode.CONSENT_MISSING)


async def test_of_two_desks_one_hosts_a_session(branch: Branch) -> None:
    desks = [branch.desk().start(), branch.desk().start()]
    session_ids = [new_session_id() for _ in range(8)]
    await branch.add(*map(invited, session_ids))
    for asked in (arrival, consents, entering):
        for count, session_id in enumerate(session_ids):
            await desks[count % 2].hosts.submit(asked(session_id))
        desks.reverse()
    for session_id in session_ids:
        await branch.trail_is(session_id, _TO_THE_QUEUE)
        assert (await branch.row(session_id)).host_epoch == 1, "taken over from nobody"


async def test_a_killed_desks_sessions_are_with_the_other_soon_after_its_lease_ran_out(
    branch: Branch,
) -> None:
    await branch.add(invited())
    killed, other = branch.desk().start(), branch.desk()
    await killed.hosts.submit(arrival(SESSION))
    await branch.trail_is(SESSION, _TO_THE_QUEUE[:1])
    await killed.hosts.submit(consents(SESSION))
    await killed.kill()
    other.start()
    await other.hosts.submit(entering(SESSION))
    await branch.trail_is(SESSION, _TO_THE_QUEUE, within_s=LEASE_S + 2)
    stages = [each.view.stage for each in await branch.told_customer(SESSION)]  # type: ignore[union-attr]
    assert stages == [Stage.ARRIVING, Stage.ARRIVING, Stage.WAITING], "each once, in order"


@pytest.mark.parametrize("is_posted", [False, True])
async def test_an_effect_that_a_killed_desk_left_undone_is_done_once(
    branch: Branch, is_posted: bool
) -> None:
    await branch.add(invited())
    outbox = DyingOutbox(branch.outbox if is_posted else None)
    killed = branch.desk(outbox=outbox).start()
    await killed.hosts.submit(arrival(SESSION))
    await asyncio.wait_for(outbox.reached.wait(), 5)
    await killed.kill()
    assert len(await branch.told_customer(SESSION)) == is_posted
    branch.desk().start()
    await branch.trail_is(SESSION, _TO_THE_QUEUE[:1])
    assert len(await branch.told_customer(SESSION)) == 1


async def test_a_host_that_was_overtaken_writes_nothing_more_and_ends(branch: Branch) -> None:
    await branch.add(invited())
    host = lone_host(branch)
    running = asyncio.create_task(host.run())
    await eventually(lambda: host.session)
    await branch.store.take_over(SESSION)
    host.put("1-0", msgspec.json.encode(arrival(SESSION)))
    with pytest.raises(NoLongerHostError):
        await asyncio.wait_for(running, 5)
    assert (await branch.store.load(SESSION)).stage is Stage.INVITED
    assert await branch.trail(SESSION) == []
    assert await branch.told_customer(SESSION) == []


async def test_a_request_that_the_last_host_did_not_live_to_read_is_read_by_the_next(
    branch: Branch,
) -> None:
    story = Story().until_talking()
    story.ask(requests.HangUp, leg=LegName.CUSTOMER)
    await branch.add(changed(story.session, stage=Stage.CLOSED, ended_at=START - 3600))
    desk = branch.desk().start()
    await desk.hosts.submit(requests.Rate(session_id=SESSION, request_id="a", score=4))
    await branch.trail_is(SESSION, ["customer_rated"])
    await branch.store.take_over(SESSION)
    await desk.hosts.submit(requests.Rate(session_id=SESSION, request_id="b", score=5))
    await branch.trail_is(SESSION, ["customer_rated", "customer_rated"])


async def test_what_meant_nothing_when_it_came_is_not_read_again_by_the_next_host(
    branch: Branch,
) -> None:
    await branch.add(Story().until_waiting().session)
    host = lone_host(branch)
    running = asyncio.create_task(host.run())
    here = requests.NotePresence(
        session_id=SESSION, request_id="r", leg=LegName.CUSTOMER, is_here=True
    )
    host.put("7-0", msgspec.json.encode(here))
    host.observe(CustomerPageLost(SESSION))
    await branch.trail_is(SESSION, ["customer_page_closed"])
    assert (await branch.row(SESSION)).inbox_position == "7-0"
    await cancel(running)


async def test_a_call_gets_its_media_node_with_the_agent_and_not_at_a_look(branch: Branch) -> None:
    agent = await branch.add_agent()
    await branch.add(Story().until_offered().session)
    async with branch.media_node(NODE):
        host = lone_host(branch)  # nobody looks after it
        running = asyncio.create_task(host.run())
        await eventually(lambda: host.session)
        host.put("7-0", msgspec.json.encode(OfferAccepted(SESSION, OFFER, agent.staff_id)))
        await branch.trail_is(SESSION, ["offer_accepted", "media_placed"])
        await cancel(running)


async def test_a_session_that_is_not_there_troubles_nobody(branch: Branch) -> None:
    await branch.add(invited())
    desk = branch.desk().start()
    await desk.hosts.submit(arrival(new_session_id()))
    await desk.hosts.submit(arrival(SESSION))
    await branch.trail_is(SESSION, _TO_THE_QUEUE[:1])


class DyingOutbox:
    """Its process is killed at the first message, just before or just after it is posted."""

    def __init__(self, posts_to: Outbox | None) -> None:
        self.reached = asyncio.Event()
        self._posts_to = posts_to

    async def post(
        self, participant: str, session_id: SessionId, number: int, message: OutgoingMessage
    ) -> None:
        if self._posts_to is not None:
            await self._posts_to.post(participant, session_id, number, message)
        self.reached.set()
        await asyncio.Event().wait()


def arrival(session_id: SessionId) -> requests.NoteArrival:
    return requests.NoteArrival(session_id=session_id, request_id="r1")


def consents(session_id: SessionId) -> requests.GiveConsents:
    return requests.GiveConsents(session_id=session_id, request_id="r2", recording=True, face=True)


def entering(session_id: SessionId) -> requests.EnterQueue:
    return requests.EnterQueue(session_id=session_id, request_id="r3")


def lone_host(branch: Branch) -> SessionHost:
    effects, nodes = branch.effects(branch.outbox), NodeDirectory(branch.link)
    return SessionHost(SESSION, branch.store, branch.access, effects, nodes, branch.clock)


async def cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _told(branch: Branch, count: int) -> list[OutgoingMessage] | None:
    told = await branch.told_customer(SESSION)
    return told if len(told) == count else None
