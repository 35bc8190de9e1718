"""`video-bank bench setup`: from the customer's click on "join" to the first decoded remote frame.

Other calls keep the media node at the share up to which a node is meant to be loaded; it stays on
one core, their peers on the other. On either: headless Chromium on the customer's side, a robot at
the desk that is ready before each click, and every other process of the service. The first call is
counted too.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Playwright, sync_playwright

from signaling.robots.opencv_drawn_clip import write_mjpeg
from tests.benchmarks.media.engines import PEERS_CORE, SERVER_CORE, cpu_s
from tests.benchmarks.media.measure import FULL_SHARE
from tests.house import House
from tests.journeys.people import PHONE, Customer, open_browser, open_page
from tests.talk import media_nodes

CALLS: Final = 20
_SHARE_OF_OTHERS: Final = FULL_SHARE - 0.03  # the measured call has its part in it

# Counts from the click itself to the first frame that the page's video element presents.
_WATCH: Final = """
() => {
  window.firstFrame = new Promise((done) => {
    document.addEventListener('click', (event) => {
      if (!event.target.closest('[data-test="join-queue"]')) return;
      const clicked = performance.now();
      const look = () => {
        const video = document.querySelector('[data-test="remote-video"]');
        if (!video) return requestAnimationFrame(look);
        video.requestVideoFrameCallback(() => done(performance.now() - clicked));
      };
      look();
    }, { capture: true });
  });
}
"""


def measure() -> dict[str, float]:
    """Return p50 and p95 in milliseconds over CALLS calls, and how busy the node was meanwhile."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        return _measure_in(Path(folder), playwright)


def _measure_in(folder: Path, playwright: Playwright) -> dict[str, float]:
    clip = folder / "customer.mjpeg"
    write_mjpeg(clip, clip_id=1, seconds=10)
    with House(folder / "data") as house, house.robot_agent():
        ((node_id, pid),) = media_nodes(house).items()
        _keep_on(SERVER_CORE, pid)
        with _other_calls(house, node_id, pid) as others:
            began, used_s = time.monotonic(), cpu_s(pid)
            took_ms = sorted(_one_call(playwright, house, clip) for _ in range(CALLS))
            node_share = (cpu_s(pid) - used_s) / (time.monotonic() - began)
    return {
        "p50_ms": statistics.median(took_ms),
        "p95_ms": statistics.quantiles(took_ms, n=20, method="inclusive")[18],
        "calls": float(CALLS),
        "node_share": node_share,
        "other_calls": float(others),
    }


def _keep_on(core: int, pid: int) -> None:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})


@contextmanager
def _other_calls(house: House, node_id: str, pid: int) -> Iterator[int]:
    """Keep the node at its share; yield by how many calls."""
    order = (str(house.data_dir), node_id, str(pid), str(_SHARE_OF_OTHERS))
    load = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.media.load", *order],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    _keep_on(PEERS_CORE, load.pid)
    assert load.stdout is not None
    try:
        yield int(load.stdout.readline())
    finally:
        load.communicate(timeout=20)


def _one_call(playwright: Playwright, house: House, clip: Path) -> float:
    with open_browser(playwright, clip) as browser:
        customer = Customer(open_page(browser, PHONE, is_phone=True))
        customer.open_link(house.invite().join_url).consent()
        customer.part("join-queue").wait_for()
        customer.page.evaluate(_WATCH)
        customer.join_queue()
        took = float(customer.page.evaluate("() => window.firstFrame"))
        customer.hang_up().wait_for_screen("end")
        return took
