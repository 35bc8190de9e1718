"""What happens to a customer's page in mid-meeting: reloaded, opened twice, its camera gone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.house import House
from tests.journeys.people import DESK, PHONE, Agent, Customer, open_browser, open_page

pytestmark = pytest.mark.timeout(180)  # of a busy machine, with the start of the service

# The camera is pulled out: its track ends, and until `plugIn()` no picture can be opened.
_UNPLUG_CAMERA: Final = """
() => {
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wanted) =>
    wanted.video ? Promise.reject(new DOMException('', 'NotFoundError')) : open(wanted);
  window.plugIn = () => {
    devices.getUserMedia = open;
    devices.dispatchEvent(new Event('devicechange'));
  };
  const [track] = document.querySelector('[data-test="self-video"]').srcObject.getVideoTracks();
  track.stop();
  track.dispatchEvent(new Event('ended'));
}
"""

# How many packets of one kind all connections of the page have sent.
_SENT: Final = """
async (kind) => {
  let sent = 0;
  for (const connection of window.connections) {
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type === 'outbound-rtp' && entry.kind === kind) sent += entry.packetsSent;
    }
  }
  return sent;
}
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house") / "data") as house:
        yield house


@pytest.fixture
def phone(playwright: Playwright, clips: Path) -> Iterator[Browser]:
    with open_browser(playwright, clips / "customer.mjpeg") as browser:
        yield browser


def test_a_reload_at_every_stage_goes_on_where_it_was(house: House, phone: Browser) -> None:
    carla = Customer(open_page(phone, PHONE, is_phone=True))
    amir = Agent(open_page(phone, DESK))
    carla.open_link(house.invite().join_url)
    _reload(carla, "welcome")
    carla.click("consent-recording")
    _reload(carla, "consent-face")
    carla.click("consent-face")
    _reload(carla, "consent-location")
    carla.click("consent-location-no")
    _reload(carla, "camera-check")
    carla.join_queue()
    _reload(carla, "waiting")
    amir.sign_in(house.url, house.cards().agent).get_ready().part("ring").wait_for()
    _reload(carla, "waiting")
    expect(carla.part("wait")).to_contain_text("正在请柜员接听")
    amir.accept()
    carla.wait_for_screen("call").remote_video()
    carla.click("mute")
    _reload(carla, "call")
    carla.remote_video()
    expect(carla.part("mute")).to_have_attribute("aria-pressed", "true")
    carla.hang_up().wait_for_screen("end").click("rating-4")
    expect(carla.part("rating-4")).to_have_attribute("aria-checked", "true")
    _reload(carla, "end")
    expect(carla.part("rating-4")).to_have_attribute("aria-checked", "true")
    amir.click("wrap-up-result").click("wrap-up-finish")


def test_of_two_tabs_one_works_and_the_other_can_take_it_back(house: House, phone: Browser) -> None:
    join_url = house.invite().join_url
    first = Customer(open_page(phone, PHONE, is_phone=True))
    first.open_link(join_url).consent().wait_for_screen("camera-check")

    second = Customer(first.page.context.new_page())
    second.open_link(join_url).wait_for_screen("camera-check")
    _is_told_elsewhere(first)

    first.click("go-on-here").wait_for_screen("camera-check")
    _is_told_elsewhere(second)
    first.join_queue().wait_for_screen("waiting")

    stranger = Customer(open_page(phone, PHONE, is_phone=True))
    stranger.open_link(join_url).wait_for_screen("stopped")
    assert stranger.part("stopped").get_attribute("data-reason") == "token_used"
    expect(first.part("place")).to_contain_text("1")
    first.click("leave-queue").click("leave-queue-confirm").wait_for_screen("end")


def test_a_call_goes_on_with_the_sound_when_the_camera_vanishes(
    house: House, phone: Browser
) -> None:
    carla = Customer(open_page(phone, PHONE, is_phone=True))
    with house.robot_agent():
        carla.open_link(house.invite().join_url).consent().join_queue()
        carla.wait_for_screen("call").remote_video()
        carla.part("self-video").wait_for()

        carla.page.evaluate(_UNPLUG_CAMERA)
        expect(carla.part("device-problem")).to_contain_text("还听得到您")
        expect(carla.part("self-video")).to_have_count(0)
        _grows(carla.page, "audio")
        assert carla.part("trouble").count() == 0

        carla.page.evaluate("() => plugIn()")
        carla.part("self-video").wait_for()
        expect(carla.part("device-problem")).to_have_count(0)
        _grows(carla.page, "video")
        carla.hang_up().wait_for_screen("end")


def _reload(customer: Customer, screen: str) -> None:
    customer.wait_for_screen(screen)
    assert "#" not in customer.page.url
    customer.page.reload()
    customer.wait_for_screen(screen)


def _is_told_elsewhere(customer: Customer) -> None:
    customer.wait_for_screen("stopped")
    assert customer.part("stopped").get_attribute("data-reason") == "opened_elsewhere"
    expect(customer.part("go-on-here")).to_be_visible()


def _grows(page: Page, kind: str) -> None:
    """The page still sends: ten packets more than now."""
    now = page.evaluate(_SENT, kind)
    page.wait_for_function(
        f"async ([kind, least]) => (await ({_SENT})(kind)) >= least", arg=[kind, now + 10]
    )
