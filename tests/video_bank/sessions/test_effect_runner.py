"""Effects arrive where they belong, and twice is once."""

import pytest
from sqlalchemy import func, select

from tests.video_bank.sessions.hosting import Branch
from tests.video_bank.sessions.stories import AMIR, NODE, QUEUE, SESSION, START
from video_bank.database.sql_tables import recordings
from video_bank.errors import ErrorCode
from video_bank.media.commands import CloseCall
from video_bank.queues.ticket import Presence, Ticket
from video_bank.sessions.effect_runner import EffectRunner
from video_bank.sessions.effects import (
    AskForSeal,
    BeginWrapUp,
    Effect,
    FreeAgent,
    GiveUpPlace,
    HoldAgent,
    MarkAway,
    PendingEffect,
    TakePlace,
    TellAgent,
    TellCustomer,
    TellNode,
)
from video_bank.sessions.outgoing import Refused
from video_bank.sessions.redis_outbox import agent_outbox

_WORD = Refused(request_id="r", code=ErrorCode.NOT_NOW)
_TICKET = Ticket(SESSION, QUEUE, START)


async def test_each_word_is_said_once_however_often_it_is_carried_out(branch: Branch) -> None:
    words: list[Effect] = [TellCustomer(_WORD), TellAgent(AMIR.staff_id, _WORD)]
    for _ in range(3):
        for number, effect in enumerate(words, start=1):
            await _runner(branch).run(SESSION, PendingEffect(number, effect))
    assert await branch.told_customer(SESSION) == [_WORD]
    agents = await branch.link.read({f"outbox:{agent_outbox(AMIR.staff_id)}": "0-0"})
    assert len(agents) == 1


async def test_a_node_may_be_told_twice_and_is_told(branch: Branch) -> None:
    await _carry_out(branch, TellNode(NODE, CloseCall(SESSION)))
    assert await branch.commands(NODE) == [CloseCall(SESSION)]


async def test_a_place_is_taken_and_given_up(branch: Branch) -> None:
    await _carry_out(branch, TakePlace(_TICKET))
    assert await branch.positions(SESSION) == [1]
    await _carry_out(branch, GiveUpPlace())
    assert await branch.positions(SESSION) == [None]


async def test_a_host_that_was_overtaken_takes_no_place_any_more(branch: Branch) -> None:
    late = TakePlace(_TICKET)
    await _carry_out(branch, late, GiveUpPlace())
    await _runner(branch).run(SESSION, PendingEffect(1, late))
    assert await branch.positions(SESSION) == [None]


async def test_who_is_away_is_offered_to_nobody_until_back(branch: Branch) -> None:
    await _carry_out(branch, TakePlace(_TICKET), MarkAway(is_away=True))
    await branch.queues.set_ready(AMIR.staff_id)
    assert await _presence(branch) is Presence.READY
    await _carry_out(branch, MarkAway(is_away=False))
    assert await _presence(branch) is Presence.RINGING


@pytest.mark.parametrize("times", [1, 2])
async def test_an_agent_goes_through_a_call(branch: Branch, times: int) -> None:
    for effect, presence in (
        (HoldAgent(AMIR.staff_id, QUEUE), Presence.BUSY),
        (BeginWrapUp(AMIR.staff_id), Presence.WRAP_UP),
        (FreeAgent(AMIR.staff_id), Presence.READY),
    ):
        for _ in range(times):
            await _carry_out(branch, effect)
        assert await _presence(branch) is presence


async def test_a_seal_is_asked_for_once(branch: Branch) -> None:
    for _ in range(2):
        await _carry_out(branch, AskForSeal(b"wrapped", START, START + 60))
    async with branch.database.reading() as connection:
        rows = await connection.execute(select(func.count()).select_from(recordings))
        assert rows.scalar_one() == 1


async def _carry_out(branch: Branch, *effects: Effect) -> None:
    """As a session's host does: the number of its effects rises without end."""
    async with branch.link.reach() as client:
        done = int(await client.get("done") or 0)
        for number, effect in enumerate(effects, start=done + 1):
            await _runner(branch).run(SESSION, PendingEffect(number, effect))
        await client.incrby("done", len(effects))


def _runner(branch: Branch) -> EffectRunner:
    return branch.effects(branch.outbox)


async def _presence(branch: Branch) -> Presence:
    return (await branch.queues.agent_state(AMIR.staff_id)).presence
