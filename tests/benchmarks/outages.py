"""What a customer's network does to a call: other addresses, outages, loss. In real browsers.

`python -m tests.benchmarks.outages FOLDER`, run by `networks.run_apart`, prints the figures as
JSON. A figure is of the slower of both people; the network of the customer is the faulty one.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from signaling.robots.opencv_drawn_clip import write_mjpeg
from tests.benchmarks.lossy import measure_loss, write_sweep
from tests.house import House, wait_until
from tests.journeys.mobile import (
    Mobile,
    go_mobile,
    moves_after,
    open_house,
    stood_still_until,
)
from tests.journeys.networks import Uplink
from tests.journeys.people import AGENT_CLIP, CUSTOMER_CLIP
from video_bank.sessions.session import Stage

_REBINDINGS: Final = 10
_CHANGES: Final = 10
_SHORT_OUTAGES: Final = 10
_LONG_OUTAGES: Final = ((40, 3), (110, 2))  # seconds, and how often
_SETTLE_MS: Final = 5_000
_WITHIN_S: Final = 20.0


def main(folder: Path) -> None:
    write_mjpeg(folder / "customer.mjpeg", clip_id=CUSTOMER_CLIP, seconds=20)
    write_mjpeg(folder / "agent.mjpeg", clip_id=AGENT_CLIP, seconds=20)
    sound = write_sweep(folder / "sweep.wav")
    with open_house(folder) as house:
        flags = (f"--use-file-for-fake-audio-capture={sound}",)
        with (
            sync_playwright() as playwright,
            go_mobile(house, playwright, folder, 1, flags) as call,
        ):
            figures = _measure_changes(call) | _measure_short_outages(call)
            figures |= measure_loss(call) | _measure_long_outages(house, call)
            call.meeting.hang_up()
    print(json.dumps(figures))


def _measure_changes(call: Mobile) -> dict[str, float]:
    rebound = [_change(call, partial(_rebind, call)) for _ in range(_REBINDINGS)]
    ways = islice(cycle((call.wifi, call.cell)), _CHANGES + 1)
    switched = [_change(call, partial(_switch, *pair)) for pair in pairwise(ways)]
    return {**_spread("rebinding", rebound), **_spread("address_change", switched)}


def _switch(left: Uplink, taken: Uplink) -> None:
    left.lose()
    taken.take()


def _rebind(call: Mobile) -> None:
    for uplink in (call.wifi, call.cell):
        uplink.weather.port_shift += 1_000


def _change(call: Mobile, change: Callable[[], object]) -> float:
    """Return after how many milliseconds both had a picture that did not stop any more."""
    _settle(call)
    began = time.time()
    change()
    call.pages()[0].wait_for_timeout(_SETTLE_MS)
    _wait_for_pictures(call, began + _SETTLE_MS / 1000)
    return max(stood_still_until(page, began) for page in call.pages()) * 1000


def _measure_short_outages(call: Mobile) -> dict[str, float]:
    found = []
    for _ in range(_SHORT_OUTAGES):
        _settle(call)
        call.be_silent(is_silent=True)
        call.pages()[0].wait_for_timeout(5_000)
        found.append(_come_back(call))
    return _spread("outage_5s", found)


def _measure_long_outages(house: House, call: Mobile) -> dict[str, float]:
    figures: dict[str, float] = {}
    for seconds, times in _LONG_OUTAGES:
        found = [_long_outage(house, call, seconds) for _ in range(times)]
        figures |= _spread(f"outage_{seconds}s", found)
    return figures


def _long_outage(house: House, call: Mobile, seconds: float) -> float:
    """Break the call off; its session is parked, and the same one comes back."""
    _settle(call)
    call.be_silent(is_silent=True)
    call.pages()[0].wait_for_timeout(seconds * 1000)
    assert _stage(house, call) == Stage.PARKED
    found = _come_back(call)
    wait_until(
        lambda: _stage(house, call) == Stage.TALKING,
        _WITHIN_S,
        lambda: "the session did not come back",
    )
    return found


def _stage(house: House, call: Mobile) -> str:
    return str(house.report(call.meeting.invitation.session_id)["stage"])


def _come_back(call: Mobile) -> float:
    """End the outage; return after how many milliseconds both saw a new frame."""
    ended = time.time()
    call.be_silent(is_silent=False)
    return _wait_for_pictures(call, ended)


def _wait_for_pictures(call: Mobile, since: float) -> float:
    found: list[float] = []

    def look() -> bool:
        moved = [moves_after(page, since) for page in call.pages()]
        found[:] = [each for each in moved if each is not None]
        return len(found) == len(moved)

    wait_until(look, _WITHIN_S, lambda: "no picture")
    return max(found) * 1000


def _settle(call: Mobile) -> None:
    call.pages()[0].wait_for_timeout(_SETTLE_MS)
    call.forget_frames()


def _spread(name: str, found: list[float]) -> dict[str, float]:
    return {
        f"{name}_p50_ms": statistics.median(found),
        f"{name}_p95_ms": statistics.quantiles(found, n=20, method="inclusive")[18],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
