"""A drawn card from the phone to both confirmations, and on the trail."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.archive_reader import ArchiveReader
from tests.house import House
from tests.journeys.meeting import Meeting, meet
from tests.journeys.people import (
    AGENT_CLIP,
    DESK,
    Auditor,
    Customer,
    open_browser,
    open_page,
)
from tests.video_bank.verification.document.cards import (
    CARLA,
    draw_back,
    draw_front,
    photograph,
)
from tests.video_bank.verification.pictures import jpeg


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `front.jpg`, `back.jpg` and `glare.jpg`."""
    folder = tmp_path_factory.mktemp("card")
    photograph(draw_front()).save(folder / "front.jpg", quality=92)
    photograph(draw_back()).save(folder / "back.jpg", quality=92)
    photograph(draw_front(), glare=0.06).save(folder / "glare.jpg", quality=92)
    return folder


@pytest.fixture(scope="module")
def card_clips(tmp_path_factory: pytest.TempPathFactory, clips: Path) -> Path:
    """As `clips`, but the customer's camera looks at the card."""
    folder = tmp_path_factory.mktemp("card_clips")
    shutil.copy(clips / "agent.mjpeg", folder)
    straight: dict[str, Any] = {
        "frame": (1280, 960),
        "share": 0.86,
        "tilt": 0,
        "turn_deg": 0,
        "light": 0.75,
    }
    frames = (photograph(draw_front(), **straight, seed=seed) for seed in range(10))
    (folder / "customer.mjpeg").write_bytes(b"".join(jpeg(frame) for frame in frames))
    return folder


@pytest.mark.timeout(240)
def test_card_before_the_camera_is_shot_by_itself_and_the_call_goes_on(
    house: House, playwright: Playwright, card_clips: Path
) -> None:
    with meet(house, playwright, card_clips) as meeting:
        carla, amir = meeting.carla, meeting.amir
        amir.click("ask-id_card")
        carla.click("side-camera")
        carla.click("side-use")  # nobody touched the shutter
        carla.page.locator('[data-test="side-ask"][data-side="back"]').wait_for()
        expect(amir.part("side-front")).to_be_visible()
        assert carla.see(AGENT_CLIP)
        assert amir.remote_video()
        amir.hang_up()  # the customer's page asks for the back
        carla.wait_for_screen("end")
        amir.wrap_up()


@pytest.mark.timeout(240)
def test_card_is_photographed_read_corrected_and_confirmed_by_both(
    house: House, playwright: Playwright, clips: Path, card: Path
) -> None:
    with (
        meet(house, playwright, clips) as meeting,
        open_browser(playwright, clips / "supervisor.mjpeg") as third,
    ):
        carla, amir = meeting.carla, meeting.amir
        amir.click("ask-id_card")
        _camera_watches_and_gives_way(carla)
        _send(carla, card / "glare.jpg", "front")
        problem = carla.part("side-problem")
        problem.wait_for()
        expect(problem).to_have_attribute("data-code", "card_glare")
        carla.click("side-again")
        _send(carla, card / "front.jpg", "front")
        _send(carla, card / "back.jpg", "back")
        _customer_corrects_and_confirms(carla)
        _agent_corrects_by_keyboard_and_confirms(meeting)
        meeting.hang_up()
        reader = ArchiveReader(house)
        reader.wait_for(meeting.invitation.session_id)
        ada = Auditor(open_page(third, DESK)).sign_in(house.url, house.cards().auditor)
        _auditor_compares_the_versions(ada, meeting)
        trail = reader.detail(meeting.invitation.session_id).trail
    kinds = [line.kind for line in trail]
    assert kinds.count("document_side_received") == 2
    assert "picture_viewed" in kinds[kinds.index("recording_sealed") :], "by the auditor"
    said = [line for line in trail if line.kind == "document_confirmed"]
    assert [line.facts["corrected"] for line in said] == ["name", "name"]
    assert said[0].facts["values_sha256"] != said[1].facts["values_sha256"]
    assert CARLA.number not in str(trail)


def _auditor_compares_the_versions(ada: Auditor, meeting: Meeting) -> None:
    ada.page.locator(f'[data-session="{meeting.invitation.session_id}"]').click()
    ada.part("document-record").scroll_into_view_if_needed()
    expect(ada.part("customer-name")).to_contain_text("改过")
    expect(ada.part("agent-name")).to_contain_text("改过")
    expect(ada.part("agent-valid_until")).to_have_text(str(CARLA.valid_until))
    assert CARLA.number not in ada.part("document-record").inner_text()
    ada.click("record-front")
    picture = ada.page.locator(".picture-dialog img").element_handle()
    ada.page.wait_for_function("(image) => image.naturalWidth > 0", arg=picture)


def _camera_watches_and_gives_way(carla: Customer) -> None:
    """The rear camera shows no card here; the call's own camera comes back after it."""
    carla.click("side-camera")
    expect(carla.part("card-hint")).to_have_attribute("data-hint", "closer")
    carla.page.get_by_role("button", name="返回").click()
    expect(carla.part("side-ask")).to_be_visible()


def _send(carla: Customer, picture: Path, side: str) -> None:
    carla.page.locator(f'[data-test="side-ask"][data-side="{side}"]').wait_for()
    carla.part("side-file").set_input_files(picture)
    carla.click("side-use")


def _customer_corrects_and_confirms(carla: Customer) -> None:
    assert CARLA.birth_date is not None
    assert CARLA.valid_until is not None
    carla.part("values-form").wait_for()
    expect(carla.part("value-number")).to_have_value(CARLA.number)
    expect(carla.part("value-birth_date")).to_have_value(CARLA.birth_date.isoformat())
    expect(carla.part("value-valid_until")).to_have_value(CARLA.valid_until.isoformat())
    carla.part("value-name").fill("张卡啦")
    carla.click("values-confirm")
    expect(carla.part("just-sent")).to_be_visible()


def _agent_corrects_by_keyboard_and_confirms(meeting: Meeting) -> None:
    amir = meeting.amir
    expect(amir.part("desk-name")).to_have_value("张卡啦")
    expect(amir.part("document-findings")).to_contain_text("姓名与邀请的客户不符")
    amir.page.keyboard.press("d")
    amir.part("desk-name").fill(CARLA.name)
    amir.page.keyboard.press("Enter")
    expect(amir.part("document-confirm")).to_be_disabled()
    expect(amir.part("side-front")).to_be_visible()
