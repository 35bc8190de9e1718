"""Each message once, in order, for a page that comes back."""

import msgspec

from tests.video_bank.sessions.stories import SESSION
from video_bank.database.redis_link import RedisLink
from video_bank.errors import ErrorCode
from video_bank.ids import new_session_id
from video_bank.sessions.outgoing import OutgoingMessage, Refused
from video_bank.sessions.redis_outbox import RedisOutbox, agent_outbox, customer_outbox

_MINE = customer_outbox(SESSION)


def message(name: str) -> Refused:
    return Refused(request_id=name, code=ErrorCode.NOT_NOW)


async def test_a_page_that_comes_back_gets_the_rest(link: RedisLink) -> None:
    outbox = RedisOutbox(link)
    for number in (1, 2, 3):
        await outbox.post(_MINE, SESSION, number, message(str(number)))
    fresh = await outbox.place_after(_MINE, "", 0)
    assert fresh.seq == 3
    back = await outbox.place_after(_MINE, fresh.epoch, 1)
    assert await _read(link, back.stream, back.seq) == [message("2"), message("3")]


async def test_an_effect_that_is_carried_out_again_is_not_told_again(link: RedisLink) -> None:
    outbox = RedisOutbox(link)
    for number in (1, 2, 1, 2):
        await outbox.post(_MINE, SESSION, number, message(str(number)))
    assert len(await _read(link, f"outbox:{_MINE}", 0)) == 2


async def test_sessions_of_one_agent_count_apart_and_are_told_in_one_line(
    link: RedisLink,
) -> None:
    outbox = RedisOutbox(link)
    mine = agent_outbox("staff")
    await outbox.post(mine, SESSION, 7, message("a"))
    await outbox.post(mine, new_session_id(), 1, message("b"))
    assert await _read(link, f"outbox:{mine}", 0) == [message("a"), message("b")]


async def test_a_place_that_never_was_is_the_end(link: RedisLink) -> None:
    outbox = RedisOutbox(link)
    await outbox.post(_MINE, SESSION, 1, message("1"))
    epoch = (await outbox.place_after(_MINE, "", 0)).epoch
    assert (await outbox.place_after(_MINE, epoch, 99)).seq == 1
    assert (await outbox.place_after(_MINE, "another", 0)).seq == 1


async def test_the_epoch_changes_when_redis_forgets(link: RedisLink) -> None:
    outbox = RedisOutbox(link)
    await outbox.post(_MINE, SESSION, 1, message("1"))
    before = await outbox.epochs([_MINE])
    assert await outbox.epochs([_MINE]) == before
    await link.client.flushall()
    assert await outbox.epochs([_MINE]) != before


async def _read(link: RedisLink, stream: str, after: int) -> list[OutgoingMessage]:
    found = await link.read({stream: f"{after}-0"})
    return [msgspec.json.decode(payload, type=OutgoingMessage) for _, _, payload in found]
