"""Runs the Lua scripts of this folder; a Redis that is empty is told the rules first."""

from pathlib import Path
from typing import Any, Final

from video_bank.clock import Clock
from video_bank.database.redis_link import RedisLink
from video_bank.queues.policy import RoutingPolicy
from video_bank.queues.routing import Routing
from video_bank.queues.rules import encode_rules

_FOLDER: Final = Path(__file__).parent
_SHARED: Final = "\n".join(
    (_FOLDER / f"{name}.lua").read_text() for name in ("keys", "places", "matching")
)
_INSTALL: Final = (_FOLDER / "install.lua").read_text()
_SCRIPTS: Final = {
    path.stem: f"{_SHARED}\n{path.read_text()}"
    for path in _FOLDER.glob("*.lua")
    if path.stem not in {"keys", "places", "matching", "install"}
}
_NO_RULES: Final = b"no_rules"


class QueueScripts:
    def __init__(self, link: RedisLink, clock: Clock, routing: Routing) -> None:
        self._link = link
        self._clock = clock
        self._routing = routing

    async def run(self, name: str, *arguments: str) -> Any:
        """Return what the transition answers; raise UnavailableError when Redis does not."""
        script = _SCRIPTS[name]
        answer = await self._link.run_script(script, repr(self._clock.now()), *arguments)
        if answer != _NO_RULES:
            return answer
        await self.install(await self._routing.policy())
        return await self._link.run_script(script, repr(self._clock.now()), *arguments)

    async def install(self, policy: RoutingPolicy) -> None:
        """Let the scripts decide by this policy from now on."""
        await self._link.run_script(_INSTALL, repr(self._clock.now()), encode_rules(policy))
