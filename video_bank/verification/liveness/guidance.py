"""What the customer's page is told while it happens: worth nothing a second later."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

from video_bank.errors import UnavailableError
from video_bank.ids import CheckId
from video_bank.verification.liveness.hints import Hint

_GAP_S: Final = 0.2


class Guidance(msgspec.Struct, frozen=True, tag="challenge_guided"):
    """The hint to show, and the colour (`#rrggbb`) of the whole screen; None: none."""

    check_id: CheckId
    hint: Hint | None = None
    colour: str | None = None


class Guide:
    """Sends changes alone, five a second at most, the newest first; `run` as one task."""

    def __init__(self, check_id: CheckId, send: Callable[[Guidance], Awaitable[None]]) -> None:
        self._send = send
        self._now = Guidance(check_id)
        self._changed = asyncio.Event()

    def hint(self, hint: Hint | None) -> None:
        self._set(msgspec.structs.replace(self._now, hint=hint))

    def colour(self, colour: str | None) -> None:
        self._set(msgspec.structs.replace(self._now, colour=colour))

    async def run(self) -> None:
        while True:
            await self._changed.wait()
            await self._tell()
            await asyncio.sleep(_GAP_S)

    async def finish(self) -> None:
        """Take back what the page shows; after `run` was cancelled."""
        self._set(Guidance(self._now.check_id))
        if self._changed.is_set():
            await self._tell()

    async def _tell(self) -> None:
        self._changed.clear()
        with contextlib.suppress(UnavailableError):  # the next one will say it
            await self._send(self._now)

    def _set(self, guidance: Guidance) -> None:
        if guidance != self._now:
            self._now = guidance
            self._changed.set()
