"""The whole check in two browsers: a face that does what it is asked, and one that does not."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Playwright, expect

from tests.house import House
from tests.journeys.drawn_customer import drawn_camera
from tests.journeys.meeting import Meeting, meet

_WITHIN_S: Final = 90.0  # three attempts on a busy machine
_CHECKS: Final = 3  # an agent asks again where a busy machine was too slow for a prompt

# The button may be gone again when a click by its name would come to it.
_HEAR_DIGITS: Final = "document.querySelector('[data-test=digits-right]')?.click()"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "data") as house:
        yield house


@pytest.mark.timeout(420)
def test_whoever_does_what_is_asked_passes_the_check(
    house: House, playwright: Playwright, clips: Path, same_person: Path
) -> None:
    with meet(house, playwright, clips, camera=drawn_camera(is_willing=True)) as meeting:
        declined = meeting.amir.part("location")
        expect(declined).to_have_attribute("data-location", "declined")
        _send_document(meeting, same_person)
        verdicts: list[str] = []
        while "passed" not in verdicts and len(verdicts) < _CHECKS:
            verdicts.append(_check(meeting))
        assert verdicts[-1] == "passed", verdicts
        meeting.amir.click("check-pass")
        assert not meeting.phone_wire.has_holes()
        meeting.hang_up()
    assert house.report(meeting.invitation.session_id)["decision"] == "passed"


@pytest.mark.timeout(300)
def test_a_face_that_ignores_the_prompts_does_not_pass(
    house: House, playwright: Playwright, clips: Path, same_person: Path
) -> None:
    with meet(house, playwright, clips, camera=drawn_camera(is_willing=False)) as meeting:
        _send_document(meeting, same_person)
        assert _check(meeting) == "review"
        reason = meeting.amir.page.locator('[data-reason="challenge_unanswered"]')
        expect(reason).to_be_in_viewport()  # nobody has to look for it


def _send_document(meeting: Meeting, picture: Path) -> None:
    meeting.amir.remote_video()
    meeting.amir.click("ask-picture")
    meeting.carla.send_picture(picture)
    meeting.amir.part("picture-1").wait_for()


def _check(meeting: Meeting) -> str:
    """Start a check with its challenge and return the verdict; the agent hears every digit."""
    amir, carla = meeting.amir, meeting.carla
    amir.click("picture-1").click("start-check")
    carla.part("challenge").wait_for()
    deadline = time.monotonic() + _WITHIN_S
    while carla.part("challenge").is_visible():
        assert time.monotonic() < deadline, carla.part("challenge").inner_text()
        amir.page.evaluate(_HEAR_DIGITS)
        amir.page.wait_for_timeout(100)
    verdict = amir.part("verdict")
    verdict.wait_for()
    return str(verdict.get_attribute("data-verdict"))
