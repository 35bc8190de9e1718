"""`video-bank bench setup`: from the customer's click on "join" to the first decoded remote frame.

Headless Chromium on the customer's side, a robot at the desk that is ready before each click, all
on this machine. Ten calls; the first one is counted too.
"""

import statistics
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Playwright, sync_playwright

from signaling.robots.opencv_drawn_clip import write_mjpeg
from tests.house import House
from tests.journeys.people import PHONE, Customer, open_browser, open_page

CALLS: Final = 10

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
    """Return p50 and p95 in milliseconds over CALLS calls."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        return _measure_in(Path(folder), playwright)


def _measure_in(folder: Path, playwright: Playwright) -> dict[str, float]:
    clip = folder / "customer.mjpeg"
    write_mjpeg(clip, clip_id=1, seconds=10)
    with House(folder / "data") as house, house.robot_agent():
        took_ms = sorted(_one_call(playwright, house, clip) for _ in range(CALLS))
    return {
        "p50_ms": statistics.median(took_ms),
        "p95_ms": statistics.quantiles(took_ms, n=20, method="inclusive")[18],
        "calls": float(CALLS),
    }


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
