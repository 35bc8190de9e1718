"""Which socket is a participant's newest, and that it lives: one key with a short life.

The session's host reads the same key to know whether a page is there.
"""

from collections.abc import Sequence
from typing import Any, Final

from video_bank.database.redis_link import RedisLink

LIFE_MS: Final = 6_000  # three beats

# Takes the milliseconds, then a key and a socket's id of each.
_KEEP: Final = """
local kept = {}
for i = 2, #ARGV, 2 do
  local holder = redis.call('GET', ARGV[i])
  local is_ours = not holder or holder == ARGV[i + 1]
  if is_ours then redis.call('SET', ARGV[i], ARGV[i + 1], 'PX', ARGV[1]) end
  kept[#kept + 1] = is_ours and 1 or 0
end
return kept
"""
# Takes the key and the socket's id.
_LEAVE: Final = """
if redis.call('GET', ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('DEL', ARGV[1])
return 1
"""


class PresenceKey:
    """`participant` is `customer:{session_id}` or `agent:{staff_id}`.

    Every method raises UnavailableError.
    """

    __slots__ = ("_link", "connection_id", "key")

    def __init__(self, link: RedisLink, participant: str, connection_id: str) -> None:
        self._link = link
        self.key = f"here:{participant}"
        self.connection_id = connection_id

    async def take(self) -> None:
        """Be the newest from now on; the socket that was finds out when it keeps."""
        async with self._link.reach() as client:
            await client.set(self.key, self.connection_id, px=LIFE_MS)

    async def leave(self) -> bool:
        """Take the key away when it is still ours; False when a newer socket holds it."""
        return bool(await self._link.run_script(_LEAVE, self.key, self.connection_id))

    async def is_held(self) -> bool:
        """Say whether any socket of the participant lives."""
        async with self._link.reach() as client:
            return bool(await client.exists(self.key))


async def keep_all(link: RedisLink, presences: Sequence[PresenceKey]) -> list[bool]:
    """Prolong each; False where a newer socket has taken over. Raise UnavailableError."""
    named = [word for each in presences for word in (each.key, each.connection_id)]
    found: Any = await link.run_script(_KEEP, str(LIFE_MS), *named)
    return [bool(kept) for kept in found]
