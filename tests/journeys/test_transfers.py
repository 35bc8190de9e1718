"""A customer goes on to a colleague: one who is asked into the call first, one with a skill."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Playwright, expect

from signaling.messages import HangUpCall, SetReady, TakeBreak
from signaling.resources import RecordingDetail
from tests.archive_reader import ArchiveReader
from tests.house import House
from tests.journeys.crowd import Crowd, gather, hire
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
from video_bank.queues.ticket import Presence

WORD: Final = "The deed is old, please look"
SKILL: Final = "mortgage"
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


@pytest.mark.timeout(240)
def test_a_customer_handed_to_a_skill_waits_in_front_for_an_agent_who_has_it(
    house: House, playwright: Playwright, clips: Path
) -> None:
    dee_card, cy_card = hire(house, "dee", "A2003", {SKILL: 3}), hire(house, "cy", "A2002")
    with (
        gather() as crowd,
        meet(house, playwright, clips) as meeting,
        open_browser(playwright, clips / "guest.mjpeg") as other_office,
    ):
        dee = Agent(open_page(other_office, DESK)).sign_in(house.url, dee_card)
        _wraps_up(dee, house, crowd)
        cy = crowd.agent(house.url, cy_card)
        behind = house.invite()
        dan = crowd.customer(behind.join_url).wait_in_queue()
        meeting.amir.see(CUSTOMER_CLIP)
        lines = meeting.amir.part("customer-lines").inner_text()
        _hands_to_the_skill(meeting)
        reference = house.report(behind.session_id)["reference"]
        meeting.amir.part("ring").filter(has_text=reference).wait_for()
        cy.ask(SetReady).until(lambda: cy.state and cy.state.presence is Presence.READY, "not free")
        dan.ask(HangUpCall)
        meeting.amir.wait_for_screen("ready")
        dee.click("wrap-up-result").click("wrap-up-finish")
        dee.part("ring-word").filter(has_text=WORD).wait_for()
        dee.accept().see(CUSTOMER_CLIP)
        meeting.carla.see(GUEST_CLIP)
        dee.part("word").filter(has_text=WORD).wait_for()
        assert dee.part("customer-lines").inner_text() == lines
        cy.ask(TakeBreak)
        meeting.amir.take_break()
        dee.hang_up().wrap_up()
    _is_told(ArchiveReader(house).detail(meeting.invitation.session_id))


def _wraps_up(dee: Agent, house: House, crowd: Crowd) -> None:
    """She is busy, so whoever is handed to her skill is kept for her."""
    eve = crowd.customer(house.invite().join_url).wait_in_queue()
    dee.get_ready().accept().wait_for_screen("call")
    eve.ask(HangUpCall)
    dee.wait_for_screen("wrap-up")


def _hands_to_the_skill(meeting: Meeting) -> None:
    """The customer is before somebody who waited already; the agent wraps up at once."""
    carla, amir = meeting.carla, meeting.amir
    amir.click("transfer")
    amir.part("target").filter(has_text=SKILL).click()
    amir.part("transfer-note").fill(WORD)
    amir.click("transfer-now").wait_for_screen("wrap-up")
    carla.wait_for_screen("waiting").part("handed-on").wait_for()
    expect(carla.part("place")).to_contain_text("1")
    amir.click("wrap-up-result").click("wrap-up-finish")


def _is_told(detail: RecordingDetail) -> None:
    """In order, with every ring there was: first the one agent's, then the one who has it."""
    call = ["offer_made", "offer_accepted", "talking_began"]
    handed_on = ["transferred", "wrap_up_finished"]
    kinds = {*call, *handed_on, "hung_up"}
    lines = [line for line in detail.trail if line.kind in kinds]
    told = [*call, *handed_on, *call, "hung_up", "wrap_up_finished"]
    assert [line.kind for line in lines] == told
    first, handing, then = lines[1], lines[3], lines[6]
    assert first.actor == handing.actor != then.actor == lines[-1].actor
    assert handing.facts == {"to": "skill", "name": SKILL}


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
