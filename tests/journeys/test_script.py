"""An agent leads a customer through a product's script, and an auditor finds every step again."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.archive_reader import ArchiveReader
from tests.house import House
from tests.journeys.meeting import meet
from tests.journeys.people import DESK, Agent, Auditor, Customer, open_page
from video_bank.demo import PRODUCT


@pytest.mark.timeout(240)
def test_a_script_is_gone_through_and_found_again(
    house: House, playwright: Playwright, clips: Path
) -> None:
    with meet(house, playwright, clips, product=PRODUCT) as meeting:
        carla, amir, session_id = meeting.carla, meeting.amir, meeting.invitation.session_id
        amir.remote_video()
        carla.remote_video()
        _say_who(carla, amir)
        _show_document(carla, amir)
        _read_terms(carla, amir)
        _repeat(carla, amir, "identity")
        amir.click("hang-up")
        assert "3" in amir.part("missed-steps").inner_text()
        amir.click("hang-up-confirm").wait_for_screen("wrap-up")
        amir.wrap_up()
        carla.wait_for_screen("end")

        ArchiveReader(house).wait_for(session_id)
        ada = Auditor(open_page(meeting.workstation, DESK))
        ada.sign_in(house.url, house.cards().auditor)
        _is_found_by_what_is_missing(ada, session_id)
        _is_held(ada, session_id)
        _has_every_step(ada, session_id)


def _say_who(carla: Customer, amir: Agent) -> None:
    """Begun and finished by the keyboard; the customer's answer is spoken."""
    amir.part("script-begin").wait_for()
    amir.page.keyboard.press("n")
    _wait_for_step(carla, "identity")
    amir.part("script-heard-yes").wait_for()
    assert amir.part("script-finish").is_disabled()
    amir.page.keyboard.press("y")
    carla.part("script-said").wait_for()
    amir.part("script-faces").check()
    _finish(carla, amir)


def _show_document(carla: Customer, amir: Agent) -> None:
    amir.click("script-begin")
    _wait_for_step(carla, "document")
    amir.part("script-document").check()
    _finish(carla, amir)


def _read_terms(carla: Customer, amir: Agent) -> None:
    """The customer taps no, then hears it once more and taps yes."""
    amir.click("script-begin")
    _wait_for_step(carla, "terms")
    carla.click("script-no")
    amir.page.wait_for_selector('[data-test="script-answer"][data-answer="no"]')
    amir.page.locator('[data-step="terms"] [data-test="script-repeat"]').click()
    carla.click("script-yes")
    amir.page.wait_for_selector('[data-test="script-answer"][data-answer="yes"]')
    _finish(carla, amir)


def _repeat(carla: Customer, amir: Agent, step: str) -> None:
    amir.page.locator(f'[data-step="{step}"] [data-test="script-repeat"]').click()
    _wait_for_step(carla, step)
    amir.click("script-heard-yes")
    amir.part("script-faces").check()
    _finish(carla, amir)


def _wait_for_step(carla: Customer, step: str) -> None:
    carla.page.wait_for_selector(f'[data-test="script-sheet"][data-step="{step}"]')


def _finish(carla: Customer, amir: Agent) -> None:
    """The button waits for the step's minimum time by itself."""
    amir.click("script-finish")
    carla.part("script-sheet").wait_for(state="detached")


def _is_found_by_what_is_missing(ada: Auditor, session_id: str) -> None:
    ada.click("flag-script_open")
    ada.part("filter-trail").fill("话术没有全部完成")
    ada.page.locator(f'[data-session="{session_id}"]').wait_for()
    ada.click("flag-low_rating")
    ada.part("list-nothing").wait_for()
    ada.click("filters-clear")
    ada.page.locator(f'[data-session="{session_id}"]').wait_for()


def _is_held(ada: Auditor, session_id: str) -> None:
    ada.page.locator(f'[data-session="{session_id}"] [data-test="keeping"]').click()
    ada.part("hold-reason").fill("客户投诉")
    ada.click("hold-place")
    ada.part("hold-release").wait_for()
    ada.page.keyboard.press("Escape")
    ada.page.locator(f'[data-session="{session_id}"] .held').wait_for()


def _has_every_step(ada: Auditor, session_id: str) -> None:
    ada.page.locator(f'[data-session="{session_id}"]').click()
    ada.part("replay-video-customer").wait_for()
    kinds = ada.part("trail-line").evaluate_all("(lines) => lines.map((line) => line.dataset.kind)")
    assert kinds.count("script_step_begun") == 5
    assert kinds.count("script_step_finished") == 4
    assert kinds.count("script_left_open") == 1
    assert "legal_hold_placed" in kinds
    marks = ada.page.locator(".mark.script")
    assert marks.count() == 9
