"""What the customer's page is told while it happens: worth nothing a second later."""

import asyncio
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
            self._changed.clear()
            try:
                await self._send(self._now)
            except UnavailableError:
                continue  # the next one will say it
            await asyncio.sleep(_GAP_S)

    def _set(self, guidance: Guidance) -> None:
        if guidance != self._now:
            self._now = guidance
            self._changed.set()
