"""Which socket is a participant's newest, and that it lives: one key with a short life.

The session's host reads the same key to know whether a page is there.
"""

from typing import Final

from video_bank.database.redis_link import RedisLink

LIFE_MS: Final = 6_000
KEEP_EVERY_S: Final = 2.0

# Both take the key and the socket's id.
_KEEP: Final = """
local holder = redis.call('GET', ARGV[1])
if holder and holder ~= ARGV[2] then return 0 end
redis.call('SET', ARGV[1], ARGV[2], 'PX', ARGV[3])
return 1
"""
_LEAVE: Final = """
if redis.call('GET', ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('DEL', ARGV[1])
return 1
"""


class PresenceKey:
    """`participant` is `customer:{session_id}` or `agent:{staff_id}`.

    Every method raises UnavailableError.
    """

    def __init__(self, link: RedisLink, participant: str, connection_id: str) -> None:
        self._link = link
        self._key = f"here:{participant}"
        self._connection_id = connection_id

    async def take(self) -> None:
        """Be the newest from now on; the socket that was finds out when it keeps."""
        async with self._link.reach() as client:
            await client.set(self._key, self._connection_id, px=LIFE_MS)

    async def keep(self) -> bool:
        """Prolong; False when a newer socket has taken over."""
        return bool(
            await self._link.run_script(_KEEP, self._key, self._connection_id, str(LIFE_MS))
        )

    async def leave(self) -> bool:
        """Take the key away when it is still ours; False when a newer socket holds it."""
        return bool(await self._link.run_script(_LEAVE, self._key, self._connection_id))

    async def is_held(self) -> bool:
        """Say whether any socket of the participant lives."""
        async with self._link.reach() as client:
            return bool(await client.exists(self._key))
