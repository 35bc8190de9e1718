"""Which process hosts which session, which pages live, which places Redis still knows.

session:{id}:host     node that hosts it; free when that node's lease has run out
session:{id}:place    its place in a queue or with an agent was made in this life of Redis
here:{participant}    the participant's newest socket, renewed while it lives
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from video_bank.database.redis_leases import Leases
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.ids import NodeId, SessionId
from video_bank.sessions.redis_outbox import customer_outbox

LEASE_KIND: Final = "desk"
_KEPT_S: Final = 24 * 3600

# A process that is not known to live takes nothing: the next one would take it away again.
_CLAIM: Final = """
local mine = {}
if redis.call('EXISTS', 'node:' .. ARGV[1] .. ':lease') == 0 then return mine end
for i = 3, #ARGV do
  local key = 'session:' .. ARGV[i] .. ':host'
  local holder = redis.call('GET', key)
  if not holder or holder == ARGV[1]
      or redis.call('EXISTS', 'node:' .. holder .. ':lease') == 0 then
    redis.call('SET', key, ARGV[1], 'EX', ARGV[2])
    table.insert(mine, ARGV[i])
  end
end
return mine
"""
_RELEASE: Final = """
local key = 'session:' .. ARGV[2] .. ':host'
if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
redis.call('EXPIRE', ARGV[3], ARGV[4])
"""


class RedisClaims:
    """Every method raises UnavailableError when Redis does not answer."""

    def __init__(self, link: RedisLink, node_id: NodeId) -> None:
        self._link = link
        self._node_id = node_id
        self._leases = Leases(link, LEASE_KIND)

    async def hold_lease(self) -> None:
        """Say that this process lives, until cancelled."""
        await self._leases.hold(self._node_id, lambda: b"{}")

    async def claim(self, session_ids: Sequence[SessionId]) -> list[SessionId]:
        """Return those of the sessions that are this process's to host from now on."""
        if not session_ids:
            return []
        found: Any = await self._link.run_script(_CLAIM, self._node_id, str(_KEPT_S), *session_ids)
        return [SessionId(session_id.decode()) for session_id in found]

    async def release(self, session_id: SessionId) -> None:
        await self._link.run_script(
            _RELEASE, self._node_id, session_id, inbox_stream(session_id), str(_KEPT_S)
        )

    async def without_page(self, session_ids: Sequence[SessionId]) -> set[SessionId]:
        """Return the sessions whose customer has no living page."""
        return await self._without(lambda each: here_key(customer_outbox(each)), session_ids)

    async def without_place(self, session_ids: Sequence[SessionId]) -> set[SessionId]:
        """Return the sessions whose place Redis has forgotten."""
        return await self._without(_place_key, session_ids)

    async def _without(
        self, key_of: Callable[[SessionId], str], session_ids: Sequence[SessionId]
    ) -> set[SessionId]:
        if not session_ids:
            return set()
        async with self._link.reach() as client:
            found: list[Any] = await client.mget([key_of(each) for each in session_ids])
        return {each for each, value in zip(session_ids, found, strict=True) if value is None}


async def note_place(link: RedisLink, session_id: SessionId) -> None:
    """Note, after it was made, that Redis knows the session's place."""
    async with link.reach() as client:
        await client.set(_place_key(session_id), "1", ex=_KEPT_S)


def here_key(participant: str) -> str:
    """Return the key that lives as long as a page of the participant does."""
    return f"here:{participant}"


def _place_key(session_id: SessionId) -> str:
    return f"session:{session_id}:place"
