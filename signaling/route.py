"""What one endpoint is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import msgspec
from aiohttp import web

from video_bank.caller import Role

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
ANYBODY: Final = None


@dataclass(frozen=True, kw_only=True)
class Route:
    """`callers` None lets anybody in; `takes` and `gives` are structs, or media types of bytes."""

    method: str
    path: str
    handler: Handler
    callers: frozenset[Role] | None
    summary: str
    takes: type[msgspec.Struct] | tuple[str, ...] | None = None
    gives: type[msgspec.Struct] | tuple[str, ...] | None = None
    status: int = 200
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()

    @property
    def is_socket(self) -> bool:
        return self.path.startswith("/ws/")
