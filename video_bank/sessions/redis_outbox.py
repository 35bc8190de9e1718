"""What each participant's pages are told, numbered, kept until they are back.

outbox:{participant}                  stream, ids `{seq}-0`
outbox:{participant}:head             hash epoch, seq
outbox:{participant}:done:{session}   the session's last effect that is in the stream

`participant` is `customer:{session_id}`, `agent:{staff_id}`, `guest:{guest_id}` or
`supervisor:{staff_id}` (the supervisor's page, beside the desk of the same person). A new epoch
means that Redis lost what it had: numbers begin anew.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from video_bank.database.bell import RING
from video_bank.database.redis_link import RedisLink
from video_bank.ids import SessionId, new_token
from video_bank.sessions.outgoing import OutgoingMessage

KEPT_S: Final = 24 * 3600
_LENGTH: Final = 500

_POST: Final = (
    RING
    + """
local stream, done = 'outbox:' .. ARGV[1], 'outbox:' .. ARGV[1] .. ':done:' .. ARGV[2]
local number, kept_s = tonumber(ARGV[3]), ARGV[6]
if number <= tonumber(redis.call('GET', done) or '0') then return 0 end
redis.call('SET', done, number, 'EX', kept_s)
local head = stream .. ':head'
redis.call('HSETNX', head, 'epoch', ARGV[5])
local seq = redis.call('HINCRBY', head, 'seq', 1)
redis.call('XADD', stream, 'MAXLEN', '~', ARGV[7], seq .. '-0', 'p', ARGV[4])
redis.call('EXPIRE', head, kept_s)
redis.call('EXPIRE', stream, kept_s)
ring(stream)
return seq
"""
)
_EPOCHS: Final = """
local found = {}
for i = 2, #ARGV do
  local head = 'outbox:' .. ARGV[i] .. ':head'
  redis.call('EXPIRE', head, ARGV[1])
  found[i - 1] = redis.call('HGET', head, 'epoch')
end
return found
"""
_PLACE: Final = """
local stream = 'outbox:' .. ARGV[1]
local head = stream .. ':head'
redis.call('HSETNX', head, 'epoch', ARGV[2])
redis.call('HSETNX', head, 'seq', 0)
redis.call('EXPIRE', head, ARGV[3])
local epoch, seq = unpack(redis.call('HMGET', head, 'epoch', 'seq'))
local first = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
return {epoch, tonumber(seq), first and first[1] or ''}
"""


class OutboxPlace(msgspec.Struct, frozen=True):
    """From where a page has to be told: what stands in `stream` after `seq`."""

    stream: str
    epoch: str
    seq: int


class RedisOutbox:
    """Every method raises UnavailableError when Redis does not answer."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def post(
        self, participant: str, session_id: SessionId, number: int, message: OutgoingMessage
    ) -> None:
        """Add a message once, however often the session's effect `number` is carried out."""
        payload = msgspec.json.encode(message)
        await self._link.run_script(
            _POST,
            participant,
            session_id,
            str(number),
            payload,
            new_token(),
            str(KEPT_S),
            str(_LENGTH),
        )

    async def place_after(self, participant: str, epoch: str, last_seq: int) -> OutboxPlace:
        """Return where a page goes on that saw `last_seq` of `epoch`; at the end, if not there.

        A page that goes on at the end has missed nothing: its welcome says everything.
        """
        found: Any = await self._link.run_script(_PLACE, participant, new_token(), str(KEPT_S))
        newest_epoch, newest, first = found[0].decode(), int(found[1]), found[2].decode()
        oldest = int(first.partition("-")[0]) if first else newest + 1
        can_go_on = epoch == newest_epoch and oldest - 1 <= last_seq <= newest
        return OutboxPlace(f"outbox:{participant}", newest_epoch, last_seq if can_go_on else newest)

    async def epochs(self, participants: Sequence[str]) -> list[str | None]:
        """Return each one's epoch as it is now; None where Redis lost what it had."""
        found: Any = await self._link.run_script(_EPOCHS, str(KEPT_S), *participants)
        return [None if epoch is None else epoch.decode() for epoch in found]

    async def check(self) -> None:
        """Return when Redis answers."""
        async with self._link.reach() as client:
            answer: Any = client.ping()
            await answer


def customer_outbox(session_id: SessionId) -> str:
    return f"customer:{session_id}"


def agent_outbox(staff_id: str) -> str:
    return f"agent:{staff_id}"


def guest_outbox(guest_id: str) -> str:
    return f"guest:{guest_id}"


def supervisor_outbox(staff_id: str) -> str:
    return f"supervisor:{staff_id}"
