"""What hosts bear: broken events, a database or a media node that is away, pages that vanish."""

import msgspec
import pytest

from tests.eventually import eventually
from tests.video_bank.sessions.hosting import Branch
from tests.video_bank.sessions.stories import (
    NODE,
    OFFER,
    OTHER_NODE,
    SESSION,
    START,
    Story,
    changed,
    invited,
)
from tests.video_bank.sessions.test_hosts import arrival, consents, entering
from video_bank.database.redis_link import inbox_stream
from video_bank.errors import UnavailableError
from video_bank.ids import SessionId, StaffId, new_staff_id
from video_bank.media.commands import OpenCall
from video_bank.queues.news import OfferAccepted
from video_bank.queues.ticket import Presence, Ticket
from video_bank.sessions.draft import Step
from video_bank.sessions.session import CloseReason, Stage
from video_bank.sessions.sql_store import SqlStore
from video_bank.sessions.store import Hosted

_BY_NOBODY = OfferAccepted(SESSION, OFFER, StaffId("staff_" + "0" * 24))


@pytest.mark.parametrize(
    "entry",
    [b"", b"{", b"\xff", b'{"type":"\xff"}', b'{"type":"unheard_of"}', b"[" * 5_000,
     msgspec.json.encode(_BY_NOBODY)],
    ids=["empty", "cut", "no text", "no text within", "unknown", "deep", "by nobody"],
)  # fmt: skip
async def test_an_event_that_breaks_its_rule_stays_on_the_trail_and_the_session_lives(
    branch: Branch, entry: bytes
) -> None:
    await branch.add(invited())
    desk = branch.desk()
    await branch.link.append(inbox_stream(SESSION), entry)
    await desk.hosts.submit(arrival(SESSION))
    desk.start()
    await branch.trail_is(SESSION, ["event_failed", "customer_arrived"])


@pytest.mark.parametrize("away_at", ["unfinished", "take_over", "write", "note_carried_out"])
async def test_a_database_that_is_away_for_a_moment_loses_no_request(
    branch: Branch, away_at: str
) -> None:
    await branch.add(invited())
    desk = branch.desk(store=StoreAwayOnce(branch.store, away_at)).start()
    for asked in (arrival, consents, entering):
        await desk.hosts.submit(asked(SESSION))
    await branch.trail_is(SESSION, ["customer_arrived", "consents_given", "queue_entered"])
    assert len(await branch.told_customer(SESSION)) == 3, "each once"


async def test_a_place_that_redis_forgot_is_made_anew_though_the_database_is_away_just_then(
    branch: Branch,
) -> None:
    await branch.add(Story().until_waiting().session)
    branch.desk(store=StoreAwayOnce(branch.store, "write")).start()

    async def has_place() -> bool:
        return await branch.queues.places([SESSION]) != [None]

    await eventually(has_place)


async def test_a_media_node_whose_lease_ran_out_is_replaced(branch: Branch) -> None:
    talking = Story().until_talking().session
    assert talking.media_node == NODE
    await branch.add(talking)
    async with branch.media_node(OTHER_NODE):
        branch.desk().start()
        await branch.trail_is(SESSION, ["media_node_lost", "media_placed"])
    assert await branch.commands(OTHER_NODE) == [
        OpenCall(SESSION, talking.wrapped_key, talking.clock_zero or 0)
    ]
    assert (await branch.store.load(SESSION)).stage is Stage.CONNECTING


async def test_a_page_that_vanished_without_a_goodbye_is_offered_to_nobody(
    branch: Branch,
) -> None:
    await branch.add(Story().until_waiting().session)
    branch.desk().start()
    await branch.trail_is(SESSION, ["customer_page_closed"])
    staff_id = new_staff_id()
    await branch.queues.set_ready(staff_id)
    assert (await branch.queues.agent_state(staff_id)).presence is Presence.READY


async def test_an_agent_who_accepted_just_as_the_customer_left_is_free_though_the_host_died(
    branch: Branch,
) -> None:
    waiting = Story().until_waiting().session
    staff_id = (await branch.add_agent()).staff_id
    await branch.queues.set_ready(staff_id)
    await branch.queues.enter(Ticket(SESSION, waiting.queue, START))
    ringing = await branch.queues.agent_state(staff_id)
    assert ringing.offer_id is not None
    await branch.queues.accept(staff_id, ringing.offer_id)
    left = changed(waiting, stage=Stage.ABANDONED, ended_at=START)
    await branch.add(changed(left, close_reason=CloseReason.CUSTOMER_LEFT_THE_QUEUE))
    branch.desk().start()

    async def is_free() -> bool:
        return (await branch.queues.agent_state(staff_id)).presence is Presence.READY

    await eventually(is_free)


class StoreAwayOnce:
    """A store whose database does not answer the first call of one method."""

    def __init__(self, store: SqlStore, away_at: str) -> None:
        self._store = store
        self._away_at = away_at

    async def unfinished(self, now: float) -> list[SessionId]:
        self._answer("unfinished")
        return await self._store.unfinished(now)

    async def take_over(self, session_id: SessionId) -> Hosted:
        self._answer("take_over")
        return await self._store.take_over(session_id)

    async def write(self, hosted: Hosted, step: Step, inbox_position: str) -> Hosted:
        self._answer("write")
        return await self._store.write(hosted, step, inbox_position)

    async def note_carried_out(self, hosted: Hosted) -> Hosted:
        self._answer("note_carried_out")
        return await self._store.note_carried_out(hosted)

    def _answer(self, method: str) -> None:
        if method == self._away_at:
            self._away_at = ""
            raise UnavailableError
