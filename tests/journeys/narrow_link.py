"""A customer whose link becomes narrow, narrower, and wide again, in one call.

Run by `networks.run_apart`.
"""

import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect, sync_playwright

from tests.house import wait_until
from tests.journeys.mobile import Mobile, go_mobile, open_house

SMALL_BPS: Final = 160_000.0
STILLS_BPS: Final = 90_000.0  # some 55 of them are the sound
SECOND: Final = 1_000
# [width, frames, is active] of the picture that the page's newest connection sends.
_SENT: Final = """
async () => {
  for (const entry of (await window.connections.at(-1).getStats()).values()) {
    if (entry.type === 'outbound-rtp' && entry.mid === '1') {
      return [entry.frameWidth, entry.framesSent, entry.active];
    }
  }
  return [0, 0, false];
}
"""


def main(clips: Path, folder: Path) -> None:
    with (
        open_house(folder) as house,
        sync_playwright() as playwright,
        go_mobile(house, playwright, clips) as call,
    ):
        carla, pages = call.meeting.carla, call.pages()
        for page in pages:
            _wait_for_width(page, 640, 20)
        _narrow(call, SMALL_BPS)
        for page in pages:
            _wait_until_small(page)
        _narrow(call, STILLS_BPS)
        expect(carla.part("weakness")).to_contain_text("一张画面", timeout=40 * SECOND)
        assert 1 <= _frames_in(carla.page, 5.0) <= 8
        connections = carla.page.evaluate("() => window.connections.length")
        _narrow(call, None)
        for page in pages:
            _wait_for_width(page, 640, 75)
        assert carla.page.evaluate("() => window.connections.length") == connections
        call.meeting.hang_up()


def _narrow(call: Mobile, bits_per_s: float | None) -> None:
    call.wifi.weather.bits_per_s = bits_per_s


def _wait_for_width(page: Page, width: int, within_s: float) -> None:
    wait_until(lambda: _sent(page)[0] == width, within_s, lambda: f"not {width}: {_sent(page)}")


def _wait_until_small(page: Page) -> None:
    """A browser itself may go below the rung's size."""
    wait_until(lambda: 0 < _sent(page)[0] <= 320, 40, lambda: f"not small: {_sent(page)}")


def _sent(page: Page) -> tuple[int, int, bool]:
    width, frames, is_active = page.evaluate(_SENT)
    return int(width or 0), int(frames or 0), bool(is_active)


def _frames_in(page: Page, seconds: float) -> int:
    before = _sent(page)[1]
    page.wait_for_timeout(seconds * SECOND)
    return _sent(page)[1] - before


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
