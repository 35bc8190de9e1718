"""How running calls are just now: shown by the media nodes, looked at by the desks.

session:{id}:quality    CallQuality as JSON; gone when nobody renews it

Not through the sessions' inboxes: nothing is decided by it, and a second later it is worth nothing.
What is to last stands in the journals.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from video_bank.database.redis_link import RedisLink
from video_bank.ids import SessionId
from video_bank.media.commands import LegName
from video_bank.media.quality import Quality

_LIFE_S: Final = 5

_SHOW: Final = """
for i = 2, #ARGV, 2 do
  redis.call('SET', ARGV[i], ARGV[i + 1], 'EX', ARGV[1])
end
"""


class CallQuality(msgspec.Struct, frozen=True):
    """The links that were measured, and how far the recording is behind.

    `behind_s`: what came in the last so many seconds is not yet proven to be on disk; None without
    a recording.
    """

    links: dict[LegName, Quality] = {}
    behind_s: float | None = None


_NOTHING: Final = CallQuality()


class RedisQualities:
    """Every method raises UnavailableError when Redis does not answer."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def show(self, found: Mapping[SessionId, CallQuality]) -> None:
        """Replace what was shown of these sessions, in one go."""
        shown: list[str | bytes] = []
        for session_id, quality in found.items():
            shown += [_key(session_id), msgspec.json.encode(quality)]
        if shown:
            await self._link.run_script(_SHOW, str(_LIFE_S), *shown)

    async def read_all(self, session_ids: Sequence[SessionId]) -> list[CallQuality]:
        """Return what is shown of each session, in their order; nothing where no call runs."""
        async with self._link.reach() as client:
            found: list[Any] = await client.mget(list(map(_key, session_ids)))
        return [
            msgspec.json.decode(shown, type=CallQuality) if shown else _NOTHING for shown in found
        ]


def _key(session_id: SessionId) -> str:
    return f"session:{session_id}:quality"
