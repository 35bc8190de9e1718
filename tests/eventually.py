"""Waiting for a condition, with a deadline that says why it is not yet true."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any


async def eventually(look: Callable[[], Any], within_s: float = 5.0, why: str = "") -> Any:
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
