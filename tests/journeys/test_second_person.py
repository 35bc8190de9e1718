"""Two people for what one may not pass, and the way without a face, in real browsers."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.archive_reader import ArchiveReader
from tests.house import House, wait_until
from tests.journeys.meeting import Meeting, meet
from tests.journeys.people import (
    CUSTOMER_CLIP,
    DESK,
    Auditor,
    Supervisor,
    open_browser,
    open_page,
)

CODE = re.compile(r"Text message to the customer: (\d{6})")


@pytest.mark.timeout(240)
def test_a_supervisor_agrees_and_another_customer_is_identified_without_a_face(
    house: House, playwright: Playwright, clips: Path, other_person: Path
) -> None:
    with (
        meet(house, playwright, clips) as meeting,
        open_browser(playwright, clips / "supervisor.mjpeg") as third,
    ):
        sol = Supervisor(open_page(third, DESK)).sign_in(house.url, house.cards().supervisor)
        meeting.amir.see(CUSTOMER_CLIP)
        _fails_and_is_looked_at(meeting, sol, other_person)
        _without_a_face(house, meeting)
        meeting.hang_up()
        ArchiveReader(house).wait_for(meeting.invitation.session_id)
        ada = Auditor(open_page(third, DESK)).sign_in(house.url, house.cards().auditor)
        _replays_both(ada, meeting)


def _fails_and_is_looked_at(meeting: Meeting, sol: Supervisor, picture: Path) -> None:
    amir = meeting.amir
    amir.click("ask-picture")
    meeting.carla.send_picture(picture)
    amir.click("picture-1").click("start-check-without")
    assert amir.part("verdict").get_attribute("data-verdict") == "failed"
    assert not amir.part("check-pass").count()
    amir.click("ask-supervisor").part("ask-reason").fill("双胞胎，证件号已核对")
    amir.click("ask-supervisor")
    amir.page.wait_for_selector('[data-test="second-look"][data-state="waiting"]')
    sol.part("look").wait_for()
    sol.click("look").part("look-dialog").wait_for()
    for portrait in ("document-portrait", "live-portrait"):
        image = sol.part("look-dialog").locator(f'[data-test="{portrait}"]').element_handle()
        sol.page.wait_for_function("(image) => image.naturalWidth > 0", arg=image)
    sol.part("look-reason").fill("已电话核实")
    sol.click("look-agree")
    amir.page.wait_for_selector('[data-test="second-look"][data-state="agreed"]')
    amir.page.wait_for_selector('[data-test="decision"][data-decision="passed"]')


def _without_a_face(house: House, meeting: Meeting) -> None:
    carla, amir = meeting.carla, meeting.amir
    amir.click("start-other-way").part("other-way-panel").wait_for()
    for index in range(2):
        amir.part("answer-right").nth(index).click()
    amir.click("send-code")
    carla.part("code-sheet").wait_for()
    wait_until(lambda: bool(CODE.search(house.read_log())), 20, house.read_log)
    found = CODE.search(house.read_log())
    assert found is not None
    wrong = f"{(int(found[1]) + 1) % 10**6:06}"
    carla.part("code-field").fill(wrong)
    carla.click("code-send").part("code-wrong").wait_for()
    carla.part("code-field").fill(found[1])
    carla.click("code-send").part("code-sheet").wait_for(state="detached")
    amir.page.wait_for_selector('[data-test="code-state"][data-confirmed="true"]')
    amir.page.keyboard.press("p")
    amir.page.wait_for_selector('[data-test="decision"][data-decision="passed"]')
    assert found[1] not in (house.data_dir / "service.log").read_text()


def _replays_both(ada: Auditor, meeting: Meeting) -> None:
    ada.page.locator(f'[data-session="{meeting.invitation.session_id}"]').click()
    ada.part("check").nth(1).wait_for()
    assert ada.part("second-look").get_attribute("data-state") == "agreed"
    assert ada.part("other-way-summary").count() == 1
