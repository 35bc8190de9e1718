"""A colleague is asked into the call behind the curtain, talks with both, and goes on alone."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Playwright, expect

from tests.house import House
from tests.journeys.crowd import hire
from tests.journeys.meeting import Meeting, meet
from tests.journeys.people import (
    AGENT_CLIP,
    CUSTOMER_CLIP,
    DESK,
    GUEST_CLIP,
    Agent,
    Customer,
    open_browser,
    open_page,
)

WORD: Final = "The deed is old, please look"
_LOOKED_FOR_MS: Final = 1_000


@pytest.mark.timeout(240)
def test_a_colleague_is_asked_first_and_then_goes_on_with_the_customer(
    house: House, playwright: Playwright, clips: Path
) -> None:
    card = hire(house, "bo", "A2001")
    with (
        meet(house, playwright, clips) as meeting,
        open_browser(playwright, clips / "guest.mjpeg") as other_office,
    ):
        meeting.amir.see(CUSTOMER_CLIP)
        bo = Agent(open_page(other_office, DESK)).sign_in(house.url, card).get_ready()
        _talk_behind_the_curtain(meeting, bo)
        _talk_all_three(meeting, bo)
        _goes_on_with_the_colleague(meeting, bo)
        report = house.report(meeting.invitation.session_id)
        assert report["close_reason"] is None
        meeting.carla.hang_up().wait_for_screen("end")
        bo.wrap_up()


def _talk_behind_the_curtain(meeting: Meeting, bo: Agent) -> None:
    carla, amir = meeting.carla, meeting.amir
    amir.click("transfer")
    amir.part("target").filter(has_text="A2001").click()
    amir.part("transfer-note").fill(WORD)
    amir.click("transfer-ask")
    carla.part("curtain").wait_for()
    bo.part("ring-word").filter(has_text=WORD).wait_for()
    bo.accept().see(AGENT_CLIP)
    amir.part("hand-over").wait_for()
    amir.see(GUEST_CLIP)
    assert carla.part("curtain").is_visible()
    before = _count_frames(carla)
    carla.page.wait_for_timeout(_LOOKED_FOR_MS)
    assert _count_frames(carla) == before, "nobody's picture comes behind the curtain"


def _count_frames(carla: Customer) -> int:
    """Return how many pictures of the agent the customer's page has decoded."""
    quality = "(video) => video.getVideoPlaybackQuality().totalVideoFrames"
    return int(carla.part("remote-video").evaluate(quality))


def _talk_all_three(meeting: Meeting, bo: Agent) -> None:
    meeting.amir.click("together")
    meeting.carla.part("curtain").wait_for(state="hidden")
    meeting.carla.see(AGENT_CLIP)
    meeting.carla.see(GUEST_CLIP, part="colleague-tile")
    meeting.amir.see(CUSTOMER_CLIP)
    bo.see(CUSTOMER_CLIP)


def _goes_on_with_the_colleague(meeting: Meeting, bo: Agent) -> None:
    carla, amir = meeting.carla, meeting.amir
    amir.click("hand-over").wait_for_screen("wrap-up")
    carla.see(GUEST_CLIP)
    bo.see(CUSTOMER_CLIP)
    assert carla.page.locator('[data-screen="call"]').count(), "the customer never left the call"
    amir.click("wrap-up-result").click("wrap-up-finish").wait_for_screen("ready")
    amir.take_break()
    bo.part("hold").wait_for()
    expect(bo.part("transfer")).to_be_enabled()
