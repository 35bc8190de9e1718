"""Guidance on its way to the customer's page.

session:{id}:guidance    stream of Guidance as JSON; gone seconds after the last one

Not through the session's inbox: nothing is decided by it, and it has to be there in 0.3 s.
"""

from typing import Final

import msgspec

from video_bank.database.bell import RING
from video_bank.database.redis_link import RedisLink
from video_bank.ids import SessionId
from video_bank.verification.liveness.guidance import Guidance

_LIFE_S: Final = 5

# Entries are numbered by the server's milliseconds, one each at most, so that a reader that knows
# only milliseconds misses none.
_SHOW: Final = (
    RING
    + """
local time = redis.call('TIME')
local id = time[1] * 1000 + math.floor(time[2] / 1000)
local last = redis.call('XREVRANGE', ARGV[1], '+', '-', 'COUNT', 1)[1]
if last then
  id = math.max(id, tonumber(string.match(last[1], '^%d+')) + 1)
end
redis.call('XADD', ARGV[1], 'MAXLEN', 16, string.format('%.0f-0', id), 'p', ARGV[2])
redis.call('EXPIRE', ARGV[1], ARGV[3])
ring(ARGV[1])
"""
)


class RedisGuide:
    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def show(self, session_id: SessionId, guidance: Guidance) -> None:
        """Raise UnavailableError when Redis does not answer."""
        stream, payload = guidance_stream(session_id), msgspec.json.encode(guidance)
        await self._link.run_script(_SHOW, stream, payload, str(_LIFE_S))


def guidance_stream(session_id: SessionId) -> str:
    return f"session:{session_id}:guidance"
