"""Which process hosts which session, which pages live, and whether Redis still knows what it knew.

session:{id}:host     node that hosts it; free when that node's lease has run out
here:{participant}    the participant's newest socket, renewed while it lives
bank:generation       a new one means that Redis lost its data
"""

from collections.abc import Sequence
from typing import Any, Final

from video_bank.database.redis_leases import Leases
from video_bank.database.redis_link import RedisLink, inbox_stream
from video_bank.ids import NodeId, SessionId, new_token
from video_bank.sessions.redis_outbox import customer_outbox

LEASE_KIND: Final = "desk"
_KEPT_S: Final = 24 * 3600

_CLAIM: Final = """
local mine = {}
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
_GENERATION: Final = """
local is_new = redis.call('SET', 'bank:generation', ARGV[1], 'NX')
return {redis.call('GET', 'bank:generation'), is_new and 1 or 0}
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
        if not session_ids:
            return set()
        keys = [here_key(customer_outbox(session_id)) for session_id in session_ids]
        async with self._link.reach() as client:
            found: list[Any] = await client.mget(keys)
        return {each for each, holder in zip(session_ids, found, strict=True) if holder is None}

    async def generation(self) -> tuple[str, bool]:
        """Return the mark of Redis' present life, and whether it had none until now."""
        found: Any = await self._link.run_script(_GENERATION, new_token())
        return found[0].decode(), bool(found[1])


def here_key(participant: str) -> str:
    """Return the key that lives as long as a page of the participant does."""
    return f"here:{participant}"
