"""Brings the bank's system the news of callbacks: each at least once, in their order.

callbacks:news      stream of what is not delivered yet
callbacks:courier   which process delivers; the next one takes over when it is gone
"""

import asyncio
from typing import Any, Final, Protocol

import msgspec
import structlog

from video_bank.database.redis_link import RedisLink
from video_bank.errors import UnavailableError
from video_bank.ids import NodeId, SessionId
from video_bank.sessions.callback_news import CallbackLetter, CallbackNews, write_letter

_NEWS: Final = "callbacks:news"
_MOST_KEPT: Final = 10_000  # of a system that answers no more; the list by REST has them all
_LOOK_EVERY_S: Final = 1.0
_AGAIN_AFTER_S: Final = 5.0
_TURN_MS: Final = "15000"  # longer than any answer of the bank's system is waited for
_TAKE_TURN: Final = """
local holder = redis.call('GET', 'callbacks:courier')
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', 'callbacks:courier', ARGV[1], 'PX', ARGV[2])
return 1
"""

_log = structlog.get_logger()


class Hook(Protocol):
    """`video_bank.verification.aiohttp_hooks.Webhook` fits."""

    async def post(self, message: msgspec.Struct) -> bytes:
        """Raise UnavailableError when it was not taken."""
        ...


class CallbackCourier:
    """Any number may run: one of them delivers."""

    def __init__(self, node_id: NodeId, link: RedisLink, hook: Hook) -> None:
        self._node_id = node_id
        self._link = link
        self._hook = hook

    async def take(self, session_id: SessionId, number: int, news: CallbackNews) -> None:
        """Keep it until it is delivered; raise UnavailableError when Redis does not answer."""
        payload = msgspec.json.encode(write_letter(session_id, number, news))
        async with self._link.reach() as client:
            await client.xadd(_NEWS, {"p": payload}, maxlen=_MOST_KEPT, approximate=True)

    async def run(self) -> None:
        while True:
            try:
                while await self._deliver():
                    pass
                pause_s = _LOOK_EVERY_S
            except UnavailableError:
                _log.warning("news of a callback not delivered")
                pause_s = _AGAIN_AFTER_S
            await asyncio.sleep(pause_s)

    async def _deliver(self) -> bool:
        """Deliver the oldest; return False when there is none, or somebody else does it."""
        if not await self._link.run_script(_TAKE_TURN, self._node_id, _TURN_MS):
            return False
        async with self._link.reach() as client:
            found: Any = await client.xrange(_NEWS, count=1)
        if not found:
            return False
        entry_id, fields = found[0]
        await self._hook.post(msgspec.json.decode(fields[b"p"], type=CallbackLetter))
        async with self._link.reach() as client:
            await client.xdel(_NEWS, entry_id)
        return True
