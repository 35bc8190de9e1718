"""Waiting for a condition, with a deadline that says why it is not yet true."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(
    look: Callable[[], T | Awaitable[T]], within_s: float = 5.0, why: str = ""
) -> T:
    """Return the first true value of `look()`; fail with the last one seen after `within_s`."""
    deadline = time.monotonic() + within_s
    while True:
        seen = look()
        found: T = await seen if inspect.isawaitable(seen) else seen
        if found:
            return found
        assert time.monotonic() < deadline, f"{why or 'not yet true'}: {found!r}"
        await asyncio.sleep(0.01)
