"""A third party joins a meeting by the agent's link, is seen by both and recorded, and goes."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.archive_reader import ArchiveReader, count_kind
from tests.house import House
from tests.journeys.meeting import Meeting, meet
from tests.journeys.people import (
    AGENT_CLIP,
    CUSTOMER_CLIP,
    GUEST_CLIP,
    PHONE,
    Guest,
    open_browser,
    open_page,
)

pytestmark = pytest.mark.timeout(240)  # of a busy machine, with the start of the service


def test_a_guarantor_joins_by_the_link_is_seen_by_both_and_leaves(
    house: House, playwright: Playwright, clips: Path
) -> None:
    with (
        meet(house, playwright, clips) as meeting,
        open_browser(playwright, clips / "guest.mjpeg") as browser,
    ):
        link = meeting.amir.invite_guest("王文")
        wen = Guest(open_page(browser, PHONE, is_phone=True)).open_link(link)
        expect(wen.part("relation")).to_have_text("担保人")
        assert "#" not in wen.page.url
        expect(meeting.carla.part("guest-tile")).to_have_count(0)
        wen.come_in()
        _all_see_and_hear(meeting, wen)

        wen.page.reload()
        wen.wait_for_screen("call").see(CUSTOMER_CLIP, part="customer-tile")

        wen.leave().wait_for_screen("end")
        assert wen.part("end-page").get_attribute("data-ending") == "left"
        _the_two_go_on(meeting)
        meeting.hang_up()
        _guest_is_recorded(house, meeting)


def test_an_agent_lets_a_guest_go_and_a_second_browser_cannot_use_the_link(
    house: House, playwright: Playwright, clips: Path
) -> None:
    with (
        meet(house, playwright, clips) as meeting,
        open_browser(playwright, clips / "guest.mjpeg") as browser,
    ):
        link = meeting.amir.invite_guest("王文")
        wen = Guest(open_page(browser, PHONE, is_phone=True)).open_link(link)
        wen.wait_for_screen("welcome")
        stranger = Guest(open_page(browser, PHONE, is_phone=True)).open_link(link)
        stranger.wait_for_screen("stopped")
        assert stranger.part("stopped").get_attribute("data-reason") == "token_used"

        wen.come_in().see(AGENT_CLIP, part="agent-tile")
        meeting.amir.click("guest").click("guest-go").click("guest-go-confirm")
        wen.wait_for_screen("end")
        assert wen.part("end-page").get_attribute("data-ending") == "over"

        second = meeting.amir.invite_guest("赵明")
        zhao = Guest(open_page(browser, PHONE, is_phone=True)).open_link(second)
        zhao.click("consent-refuse").click("consent-refuse-confirm").wait_for_screen("end")
        assert zhao.part("end-page").get_attribute("data-ending") == "declined"
        _the_two_go_on(meeting)
        meeting.hang_up()


def _all_see_and_hear(meeting: Meeting, wen: Guest) -> None:
    carla, amir = meeting.carla, meeting.amir
    wen.see(CUSTOMER_CLIP, part="customer-tile")
    wen.see(AGENT_CLIP, part="agent-tile")
    for person in (carla, amir):
        person.see(GUEST_CLIP, part="guest-tile")
        person.hear("guest-tile")
        expect(person.part("guest-tile")).to_contain_text("王文")
    wen.hear("customer-tile")
    wen.hear("agent-tile")
    carla.see(AGENT_CLIP)
    amir.see(CUSTOMER_CLIP)


def _the_two_go_on(meeting: Meeting) -> None:
    carla, amir = meeting.carla, meeting.amir
    expect(carla.part("guest-tile")).to_have_count(0)
    expect(amir.part("guest-tile")).to_have_count(0)
    before = carla.see(AGENT_CLIP), amir.see(CUSTOMER_CLIP)
    carla.page.wait_for_timeout(1_000)
    assert (carla.see(AGENT_CLIP), amir.see(CUSTOMER_CLIP)) != before


def _guest_is_recorded(house: House, meeting: Meeting) -> None:
    reader = ArchiveReader(house)
    reader.wait_for(meeting.invitation.session_id)
    detail = reader.detail(meeting.invitation.session_id)
    tracks = {str(track.leg): track for track in detail.legs}
    assert set(tracks) == {"customer", "agent", "guest"}
    ends = reader.decode(tracks["guest"])
    assert min(ends.values()) > 1, ends
    assert tracks["guest"].starts_at_s > tracks["customer"].starts_at_s
    for kind in ("guest_invited", "guest_joined", "guest_left"):
        assert count_kind(detail, kind) == 1, kind
