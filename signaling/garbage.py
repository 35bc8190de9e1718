"""The garbage collector's whole pass, taken seldom: all sockets stand still for it.

CPython takes one whenever a quarter more objects have survived the small passes. With 2,000 sockets
that was a pause of 0.3 s, 20 times in two minutes (measured), and found nearly nothing: a socket's
objects die with their last reference. What does lie in a cycle can wait.
"""

import asyncio
import gc
from typing import Final

WHOLE_PASS_EVERY_S: Final = 300.0
_NEVER: Final = 1_000_000  # small passes until a whole one: the collector takes none by itself


async def collect_seldom(every_s: float = WHOLE_PASS_EVERY_S) -> None:
    """Take the whole passes of this process until cancelled."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()  # what the start made stays: no pass has to look at it again
    gc.set_threshold(usual[0], usual[1], _NEVER)
    try:
        while True:
            await asyncio.sleep(every_s)
            gc.collect()
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
