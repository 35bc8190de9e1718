"""How soon a replay moves, and how soon it shows what was sought: an hour, headless Chromium."""

import random
import statistics
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.archive_reader import ArchiveReader
from tests.benchmarks.recording.hour import HOUR_S, add_hour
from tests.house import House
from tests.journeys.people import DESK, Auditor, open_browser, open_page

STARTS: Final = 5
SEEKS: Final = 20
_SEALED_WITHIN_S: Final = 300.0
_NEAR_S: Final = 0.3

# Plays as soon as there is a button for it; resolves when both sides have shown two pictures.
_WATCH_START: Final = """
window.moving = new Promise((done) => {
  const seen = new Map();
  const watch = (video) => {
    seen.set(video, 0);
    const count = () => {
      seen.set(video, seen.get(video) + 1);
      if (seen.size === 2 && [...seen.values()].every((frames) => frames >= 2)) {
        done(performance.now());
      } else video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
  };
  const look = () => {
    for (const video of document.querySelectorAll('video')) if (!seen.has(video)) watch(video);
    const play = document.querySelector('[data-test="replay-play"][data-playing="false"]');
    if (play && seen.size === 2) play.click();
    else setTimeout(look, 5);
  };
  look();
});
"""
# From the press on the bar until both sides show a picture of that moment.
_WATCH_SEEK: Final = """
([target, near]) => {
  const videos = [...document.querySelectorAll('video')];
  window.sought = new Promise((done) => {
    addEventListener('pointerdown', () => {
      const begun = performance.now();
      let left = videos.length;
      for (const video of videos) {
        const look = () => video.requestVideoFrameCallback((_now, { mediaTime }) => {
          if (Math.abs(mediaTime - target) > near) return look();
          left -= 1;
          if (left === 0) done(performance.now() - begun);
        });
        look();
      }
    }, { capture: true, once: true });
  });
}
"""


def measure_replaying() -> dict[str, float]:
    """Return the medians and worst of opening the page, and of random seeks, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder, House(Path(folder) / "data") as house:
        session_id = add_hour(house)
        ArchiveReader(house).wait_for(session_id, _SEALED_WITHIN_S)
        with sync_playwright() as playwright, open_browser(playwright, None) as browser:
            ada = Auditor(open_page(browser, DESK)).sign_in(house.url, house.cards().auditor)
            return _measure(ada, f"{house.url}/desk#/{session_id}")


def _measure(ada: Auditor, url: str) -> dict[str, float]:
    started = [_start(ada, url) for _ in range(STARTS)]
    ada.click("replay-play")  # pause
    chance = random.Random(4)
    sought = [_seek(ada, chance.uniform(0.02, 0.98)) for _ in range(SEEKS)]
    return {
        "start_ms": statistics.median(started),
        "start_worst_ms": max(started),
        "seek_ms": statistics.median(sought),
        "seek_p95_ms": statistics.quantiles(sought, n=20, method="inclusive")[18],
    }


def _start(ada: Auditor, url: str) -> float:
    """Return the time from the navigation to the page until both sides move."""
    ada.page.goto("about:blank")
    context = ada.page.context
    page = context.new_page()
    page.add_init_script(_WATCH_START)
    page.goto(url)
    took_ms = float(page.evaluate("() => window.moving"))
    ada.page.close()
    ada.page = page
    return took_ms


def _seek(ada: Auditor, share: float) -> float:
    box = ada.part("replay-seek").bounding_box()
    assert box is not None
    x = box["x"] + box["width"] * share
    ada.page.evaluate(_WATCH_SEEK, [HOUR_S * share, _NEAR_S])
    ada.page.mouse.click(x, box["y"] + box["height"] / 2)
    return float(ada.page.evaluate("() => window.sought"))
