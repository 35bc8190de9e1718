"""What people see of their networks, and what a browser sends over a narrow one."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Playwright, Position, expect

from tests.archive_reader import ArchiveReader
from tests.house import House, wait_until
from tests.journeys import narrow_robot
from tests.journeys.meeting import meet
from tests.journeys.people import (
    DESK,
    PHONE,
    Auditor,
    Customer,
    open_browser,
    open_page,
)

SECOND: Final = 1_000
# [width, frames, is active] of the picture that the page's newest connection sends.
_SENT: Final = """
async () => {
  for (const entry of (await window.connections.at(-1).getStats()).values()) {
    if (entry.type === 'outbound-rtp' && entry.mid === '1') {
      return [entry.frameWidth, entry.framesSent, entry.active];
    }
  }
  return null;
}
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "data") as house:
        yield house


@pytest.mark.timeout(120)
def test_both_sides_see_both_networks_and_an_auditor_sees_how_they_were(
    house: House, playwright: Playwright, clips: Path
) -> None:
    with meet(house, playwright, clips) as meeting:
        carla, amir, session_id = meeting.carla, meeting.amir, meeting.invitation.session_id
        for link in (amir.part("link-customer"), amir.part("link-agent")):
            expect(link).to_have_attribute("data-level", "good", timeout=15 * SECOND)
        expect(amir.part("link-customer")).to_contain_text("kbit/s")
        expect(carla.part("network")).to_have_attribute("data-level", "good")
        assert not carla.part("weakness").is_visible()
        assert not amir.part("picture-mark").is_visible()
        carla.page.wait_for_timeout(4 * SECOND)  # something to draw
        meeting.hang_up()
        ArchiveReader(house).wait_for(session_id)
        ada = Auditor(open_page(meeting.workstation, DESK))
        ada.sign_in(house.url, house.cards().auditor)
        _strip_shows_and_seeks(ada, session_id)


def _strip_shows_and_seeks(ada: Auditor, session_id: str) -> None:
    ada.page.locator(f'[data-session="{session_id}"]').click()
    for side in ("quality-customer", "quality-agent"):
        ada.part(side).wait_for()
        assert "网络良好" in str(ada.part(side).get_attribute("aria-label"))
    box = ada.part("quality-customer").bounding_box()
    assert box is not None
    place: Position = {"x": box["width"] * 0.6, "y": 5}
    ada.part("quality-customer").hover(position=place)
    expect(ada.part("quality-readout")).to_contain_text("kbit/s")
    before = ada.part("replay-time").text_content()
    ada.part("quality-customer").click(position=place)
    expect(ada.part("replay-time")).not_to_have_text(str(before))


@contextmanager
def narrow_agent(house: House, limit: Path) -> Iterator[None]:
    robot = subprocess.Popen(
        [sys.executable, narrow_robot.__file__, str(limit)],
        env=house.environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        robot.terminate()
        robot.wait(10)


@pytest.mark.timeout(180)
def test_a_page_sends_what_the_other_sides_link_bears(
    house: House, playwright: Playwright, clips: Path, tmp_path: Path
) -> None:
    limit = tmp_path / "limit"
    limit.write_text("1200000")
    with (
        narrow_agent(house, limit),
        open_browser(playwright, clips / "customer.mjpeg") as phone,
    ):
        carla = Customer(open_page(phone, PHONE, is_phone=True))
        carla.open_link(house.invite().join_url).consent().join_queue()
        carla.remote_video()
        wait_until(lambda: _sent(carla)[0] == 640, 15, lambda: f"not whole: {_sent(carla)}")
        limit.write_text("110000")
        wait_until(lambda: _sent(carla)[0] == 320, 20, lambda: f"not small: {_sent(carla)}")
        limit.write_text("40000")
        expect(carla.part("weakness")).to_contain_text("一张画面", timeout=20 * SECOND)
        assert 1 <= _frames_in(carla, 5.0) <= 8
        connections = carla.page.evaluate("() => window.connections.length")
        limit.write_text("1200000")
        wait_until(lambda: _sent(carla)[0] == 640, 75, lambda: f"not back: {_sent(carla)}")
        assert carla.page.evaluate("() => window.connections.length") == connections


def _sent(person: Customer) -> Any:
    return person.page.evaluate(_SENT)


def _frames_in(person: Customer, seconds: float) -> int:
    before = _sent(person)[1]
    person.page.wait_for_timeout(seconds * SECOND)
    return int(_sent(person)[1] - before)
