"""Waiting for a condition, with a deadline that says why it is not yet true."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any, Final

PATIENCE_S: Final = 15.0  # of a busy machine; what is promised sooner names its own time


async def eventually(look: Callable[[], Any], within_s: float = PATIENCE_S, why: str = "") -> Any:
    """Return the first true value that `look()`, plain or async, gives.

    Fail with the last one seen after `within_s`.
    """
    deadline = time.monotonic() + within_s
    while True:
        found = look()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        assert time.monotonic() < deadline, f"{why or 'not yet true'}: {found!r}"
        await asyncio.sleep(0.01)
