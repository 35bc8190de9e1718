"""The beat of many sockets by one timer."""

import asyncio
import time

import pytest

from signaling.pulse import Pulse
from tests.eventually import eventually


async def test_each_is_called_once_for_each_time_it_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signaling.pulse.BEAT_S", 0.1)
    pulse, called = Pulse(), list[str]()
    beating = asyncio.create_task(pulse.run())
    pulse.next_beat(lambda: called.append("once"))

    def again() -> None:
        called.append("again")
        pulse.next_beat(again)

    pulse.next_beat(again)
    await eventually(lambda: called.count("again") >= 3)
    assert called[:2] == ["once", "again"]
    assert called.count("once") == 1
    beating.cancel()


async def test_those_who_are_due_together_are_spread_over_the_beat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("signaling.pulse.BEAT_S", 0.5)
    pulse, called_at = Pulse(), list[float]()
    for _ in range(200):
        pulse.next_beat(lambda: called_at.append(time.monotonic()))
    beating = asyncio.create_task(pulse.run())
    await eventually(lambda: len(called_at) == 200)
    assert called_at[100] - called_at[0] > 0.1
    beating.cancel()
