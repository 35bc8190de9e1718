"""A desk's garbage: no whole pass but those it takes itself, and those clean up."""

import asyncio
import gc
import weakref

import pytest

from signaling.garbage import collect_seldom
from tests.eventually import eventually


class _Loop:
    """Something in a cycle with itself."""

    def __init__(self) -> None:
        self.itself = self


def _whole_passes() -> int:
    passes: int = gc.get_stats()[2]["collections"]
    return passes


async def test_survivors_bring_about_no_whole_pass() -> None:
    usual = gc.get_threshold()
    collecting = asyncio.create_task(collect_seldom())
    await asyncio.sleep(0)  # it begins: the thresholds are set before its first await
    before = _whole_passes()
    survivors = [[number] for number in range(500_000)]
    assert _whole_passes() == before
    collecting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await collecting
    assert gc.get_threshold() == usual
    survivors.extend([number] for number in range(500_000))
    assert _whole_passes() > before  # the collector goes by itself again


async def test_an_old_cycle_is_found_by_the_next_whole_pass() -> None:
    collecting = asyncio.create_task(collect_seldom(every_s=0.2))
    await asyncio.sleep(0)  # it begins: the thresholds are set before its first await
    old = _Loop()
    gc.collect(0)
    gc.collect(1)  # no small pass looks at it from now on
    lost = weakref.ref(old)
    del old
    gc.collect(1)
    assert lost() is not None
    await eventually(lambda: lost() is None)
    collecting.cancel()
