"""What people see of their networks, and what a browser sends over a narrow one."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Playwright, Position, expect

from tests.archive_reader import ArchiveReader
from tests.house import House
from tests.journeys.meeting import meet
from tests.journeys.networks import run_apart
from tests.journeys.people import DESK, Auditor, open_page

SECOND: Final = 1_000


@pytest.mark.timeout(240)
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


@pytest.mark.timeout(300)
def test_both_pages_send_what_a_narrow_link_bears(clips: Path, tmp_path: Path) -> None:
    run_apart("tests.journeys.narrow_link", clips, tmp_path, within_s=280)
