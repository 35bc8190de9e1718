"""A customer goes on at another device: by the code that it scans, by the digits typed there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Playwright, expect

from signaling.robots.opencv_drawn_clip import write_mjpeg
from tests.archive_reader import ArchiveReader, count_kind
from tests.house import House, wait_until
from tests.journeys.meeting import meet
from tests.journeys.people import (
    AGENT_CLIP,
    CUSTOMER_CLIP,
    DESK,
    PHONE,
    Agent,
    Customer,
    open_browser,
    open_page,
)

pytestmark = pytest.mark.timeout(240)

COMPUTER_CLIP: Final = 3
# Whether everything that the page ever sent from a camera or a microphone has ended.
_IS_SILENT: Final = """
() => window.connections.every((connection) =>
  connection.getSenders().every(({ track }) => track === null || track.readyState === 'ended'))
"""


@pytest.fixture(scope="module")
def computer_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "computer.mjpeg"
    write_mjpeg(path, clip_id=COMPUTER_CLIP, seconds=10)
    return path


@pytest.fixture
def computer(playwright: Playwright, computer_clip: Path) -> Iterator[Customer]:
    with open_browser(playwright, computer_clip) as browser:
        yield Customer(open_page(browser, DESK))


def test_a_call_goes_on_at_the_computer_that_scans_the_code(
    house: House, playwright: Playwright, clips: Path, computer: Customer
) -> None:
    with meet(house, playwright, clips) as meeting:
        carla, amir = meeting.carla, meeting.amir
        amir.see(CUSTOMER_CLIP)
        carla.click("handover")
        computer.open_link(_scan(carla)).wait_for_screen("take-over")
        assert amir.see(CUSTOMER_CLIP), "the phone's picture goes on until the computer takes over"
        computer.click("take-over")
        amir.see(COMPUTER_CLIP, within_s=30)
        expect(amir.part("call-note")).to_contain_text("另一台设备")
        computer.see(AGENT_CLIP)

        carla.wait_for_screen("handed-over")
        assert carla.page.evaluate(_IS_SILENT)
        opened = meeting.phone_wire.opened
        carla.page.evaluate("() => window.dispatchEvent(new Event('online'))")
        carla.page.reload()
        carla.wait_for_screen("handed-over")
        assert meeting.phone_wire.opened == opened, "the phone must not come back by itself"

        computer.hang_up().wait_for_screen("end")
        amir.wrap_up()
    session_id = meeting.invitation.session_id
    reader = ArchiveReader(house)
    reader.wait_for(session_id)
    detail = reader.detail(session_id)
    (leg,) = [track for track in detail.legs if track.leg == "customer"]
    assert leg.takes == 2
    assert reader.decode(leg)["video"] > 0
    kinds = ("handover_offered", "handed_over", "talking_began", "customer_vanished")
    assert [count_kind(detail, kind) for kind in kinds] == [1, 1, 1, 0]


def test_the_digits_lead_from_the_queue_on_a_phone_to_the_same_place_at_a_computer(
    house: House, playwright: Playwright, clips: Path, computer: Customer
) -> None:
    with (
        open_browser(playwright, clips / "customer.mjpeg") as phone,
        open_browser(playwright, clips / "agent.mjpeg") as workstation,
    ):
        carla = _waiting(house, phone)
        carla.click("handover")
        address = f"http://{carla.part('handover-address').inner_text()}"
        digits = carla.part("handover-digits").inner_text()
        computer.page.goto(address)
        _type(computer, "0000 0000" if digits != "0000 0000" else "1111 1111")
        expect(computer.part("take-over-problem")).to_contain_text("11")
        _type(computer, digits)
        computer.wait_for_screen("waiting")
        expect(computer.part("place")).to_contain_text("1")
        carla.wait_for_screen("handed-over")

        computer.page.reload()
        computer.wait_for_screen("waiting")
        amir = Agent(open_page(workstation, DESK))
        amir.sign_in(house.url, house.cards().agent).get_ready().accept()
        computer.see(AGENT_CLIP)
        amir.see(COMPUTER_CLIP)
        computer.hang_up().wait_for_screen("end")
        amir.wrap_up()


def _waiting(house: House, phone: Browser) -> Customer:
    carla = Customer(open_page(phone, PHONE, is_phone=True))
    carla.open_link(house.invite().join_url).consent().join_queue().wait_for_screen("waiting")
    return carla


def _type(computer: Customer, digits: str) -> None:
    computer.part("take-over-digits").fill(digits)
    computer.click("take-over")


def _scan(carla: Customer) -> str:
    """Return what a camera reads from the code on the page.

    `QRCodeDetector`, the plain one, can't read three flawless codes of a hundred.
    """
    scanner = cv2.QRCodeDetectorAruco()
    found: list[str] = []

    def look() -> bool:
        picture = cv2.imdecode(
            np.frombuffer(carla.part("handover-code").screenshot(), np.uint8), cv2.IMREAD_COLOR
        )
        assert picture is not None
        found.append(scanner.detectAndDecode(picture)[0])
        return found[-1] != ""

    wait_until(look, 30, lambda: "no code can be read")
    return found[-1]
