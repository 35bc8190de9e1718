"""A shared screen is seen large by the other side, ends from either side, and is recorded."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.archive_reader import ArchiveReader, count_kind
from tests.house import House
from tests.journeys.meeting import Meeting, meet
from tests.journeys.people import AGENT_CLIP, Person

pytestmark = pytest.mark.timeout(240)  # of a busy machine, with the start of the service

# Which window a person chooses in the browser's own dialog: the one with this title.
_TITLE: Final = "Contract"
_CHOOSE: Final = f"--auto-select-tab-capture-source-by-title={_TITLE}"
_CONTRACT: Final = f"""data:text/html,<title>{_TITLE}</title>
<body style="margin:0;background:rgb(0,150,0)"><h1>0</h1><script>
setInterval(() => {{ document.querySelector('h1').textContent++; }}, 100);</script>"""
# The middle of the picture: [red, green, blue].
_MIDDLE: Final = """
(video) => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d');
  pen.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
"""


def test_an_agents_screen_is_seen_large_and_ends_from_the_browser_and_by_the_button(
    house: House, playwright: Playwright, clips: Path
) -> None:
    with meet(house, playwright, clips, flags=(_CHOOSE,)) as meeting:
        carla, amir = meeting.carla, meeting.amir
        carla.see(AGENT_CLIP)
        contract = _open_contract(meeting)
        amir.click("share-screen")
        _sees_the_contract(carla)
        expect(amir.part("sharing")).to_be_visible()

        contract.close()  # the browser ends the capture
        _sees_the_agent(carla)
        expect(amir.part("sharing")).to_have_count(0)

        _open_contract(meeting)
        amir.page.keyboard.press("s")
        _sees_the_contract(carla)
        amir.click("stop-sharing")
        _sees_the_agent(carla)
        meeting.hang_up()
        _screen_is_recorded(house, meeting)


def _open_contract(meeting: Meeting) -> Page:
    page = meeting.amir.page.context.new_page()
    page.goto(_CONTRACT)
    return page


def _sees_the_contract(person: Person) -> None:
    screen, agent = person.remote_video("screen-video"), person.remote_video()
    person.page.wait_for_function(
        f"(video) => {{ const [r, g, b] = ({_MIDDLE})(video); return g > 100 && r + b < 80; }}",
        arg=screen,
    )
    assert screen.bounding_box()["width"] > 1.5 * agent.bounding_box()["width"]


def _sees_the_agent(person: Person) -> None:
    expect(person.part("screen-video")).to_have_count(0)
    person.see(AGENT_CLIP)
    assert person.remote_video().bounding_box()["width"] > 300


def _screen_is_recorded(house: House, meeting: Meeting) -> None:
    reader = ArchiveReader(house)
    reader.wait_for(meeting.invitation.session_id)
    detail = reader.detail(meeting.invitation.session_id)
    assert [track.leg for track in detail.legs if track.is_screen] == ["agent"]
    assert count_kind(detail, "screen_shown") == 2
    assert count_kind(detail, "screen_hidden") == 2
