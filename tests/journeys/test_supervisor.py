"""A supervisor in somebody's call: unnoticed, in the agent's ear, for all to hear, in the lead."""

from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from playwright.sync_api import Page, Playwright

from tests.archive_reader import ArchiveReader
from tests.house import House, wait_until
from tests.journeys.meeting import Meeting, meet
from tests.journeys.people import (
    AGENT_CLIP,
    CUSTOMER_CLIP,
    DESK,
    SUPERVISOR_CLIP,
    Agent,
    Auditor,
    Supervisor,
    open_browser,
    open_page,
)

# The m-lines where a page hears whom, see `video_bank.media.lines`.
FIRST_VOICE: Final = "0"
THIRD_VOICE: Final = "5"
FIRST_PERSON: Final = {"0", "1"}
_LISTENED_FOR_MS: Final = 4_000
_AUDIBLE: Final = 1e-4  # energy that a beeping microphone brings within seconds

_COUNT_OPENINGS: Final = """
window.openings = 0;
const devices = navigator.mediaDevices, open = devices.getUserMedia.bind(devices);
devices.getUserMedia = (wanted) => { window.openings += 1; return open(wanted); };
"""
# A browser decodes, and measures, only what something plays.
_PLAY_ALL: Final = """
() => {
  window.sinks = window.connections.flatMap((each) => each.getReceivers()).map(({ track }) => {
    const sink = document.createElement(track.kind);
    sink.srcObject = new MediaStream([track]);
    sink.play();
    return sink;
  });
}
"""
_HEARD: Final = """
async () => {
  const heard = [];
  for (const connection of window.connections) {
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type !== 'inbound-rtp' || entry.packetsReceived === 0) continue;
      heard.push([entry.mid, entry.packetsReceived, entry.totalAudioEnergy ?? 0]);
    }
  }
  return heard;
}
"""


class Heard(NamedTuple):
    """What came in on one m-line, over all connections that a page has ever made."""

    packets: int
    energy: float


def hear(page: Page) -> dict[str, Heard]:
    heard: dict[str, Heard] = {}
    for mid, packets, energy in page.evaluate(_HEARD):
        before = heard.get(mid, Heard(0, 0.0))
        heard[mid] = Heard(before.packets + packets, before.energy + energy)
    return heard


def energy_of(page: Page, mid: str) -> float:
    return hear(page).get(mid, Heard(0, 0.0)).energy


@pytest.mark.timeout(240)
def test_a_supervisor_listens_whispers_barges_in_and_takes_over(
    house: House, playwright: Playwright, clips: Path
) -> None:
    with (
        meet(house, playwright, clips) as meeting,
        open_browser(playwright, clips / "supervisor.mjpeg") as third,
    ):
        meeting.amir.see(CUSTOMER_CLIP)
        meeting.carla.see(AGENT_CLIP)
        for each in (meeting.carla.page, meeting.amir.page):
            each.evaluate(_PLAY_ALL)
        page = open_page(third, DESK)
        page.add_init_script(_COUNT_OPENINGS)
        sol = Supervisor(page).sign_in(house.url, house.cards().supervisor)
        _listens_unnoticed(sol, meeting)
        _whispers_to_the_agent_alone(sol, meeting)
        _barges_in(sol, meeting)
        _takes_over_and_finishes(sol, meeting)

        reader = ArchiveReader(house)
        reader.wait_for(meeting.invitation.session_id)
        tracks = reader.detail(meeting.invitation.session_id).legs
        assert {track.leg for track in tracks} == {"customer", "agent", "supervisor"}
        ada = Auditor(open_page(third, DESK)).sign_in(house.url, house.cards().auditor)
        _replays_all_three(ada, meeting.invitation.session_id)


def _listens_unnoticed(sol: Supervisor, meeting: Meeting) -> None:
    told = meeting.phone_wire.told, meeting.desk_wire.told
    sol.enter(meeting.invitation.session_id)
    sol.watch("customer", CUSTOMER_CLIP)
    sol.watch("agent", AGENT_CLIP)
    assert sol.part("audience").get_attribute("data-audience") == "nobody"
    assert sol.page.evaluate("window.openings") == 0, "a listener opens no microphone"
    assert (meeting.phone_wire.told, meeting.desk_wire.told) == told
    for page in (meeting.carla.page, meeting.amir.page):
        assert hear(page).keys() == FIRST_PERSON


def _whispers_to_the_agent_alone(sol: Supervisor, meeting: Meeting) -> None:
    """The agent is muted meanwhile: whatever sound the customer got would be the supervisor's."""
    carla, amir = meeting.carla.page, meeting.amir.page
    told = meeting.phone_wire.told
    meeting.amir.click("mute")
    sol.take("whisper")
    wait_until(lambda: energy_of(amir, THIRD_VOICE) > _AUDIBLE, 15, lambda: f"{hear(amir)}")
    assert sol.part("audience").get_attribute("data-audience") == "agent"
    before = hear(carla)
    energy = energy_of(amir, THIRD_VOICE)
    carla.wait_for_timeout(_LISTENED_FOR_MS)
    after = hear(carla)
    assert energy_of(amir, THIRD_VOICE) > energy + _AUDIBLE, "the supervisor speaks on"
    assert after.keys() == FIRST_PERSON, "nobody but the agent comes in at the customer's"
    assert after[FIRST_VOICE].packets > before[FIRST_VOICE].packets
    assert after[FIRST_VOICE].energy - before[FIRST_VOICE].energy < _AUDIBLE
    assert meeting.phone_wire.told == told
    assert _name_of(meeting.desk_wire.view) == "孙悦"
    assert "只有您听得到" in meeting.amir.part("supervisor-tile").inner_text()
    assert not meeting.carla.part("supervisor-tile").count()
    meeting.amir.click("mute")


def _barges_in(sol: Supervisor, meeting: Meeting) -> None:
    carla = meeting.carla.page
    sol.take("barge")
    meeting.carla.part("supervisor-tile").wait_for()
    wait_until(lambda: energy_of(carla, THIRD_VOICE) > _AUDIBLE, 15, lambda: f"{hear(carla)}")
    assert _name_of(meeting.phone_wire.view) == "孙悦"
    assert sol.part("audience").get_attribute("data-audience") == "two"
    sol.take("listen")
    packets = hear(carla)[THIRD_VOICE].packets
    carla.wait_for_timeout(_LISTENED_FOR_MS)
    assert hear(carla)[THIRD_VOICE].packets - packets < 10, "whoever listens again is silent"
    assert _name_of(meeting.phone_wire.view) is None
    sol.take("barge")
    energy = energy_of(carla, THIRD_VOICE)
    wait_until(
        lambda: energy_of(carla, THIRD_VOICE) > energy + _AUDIBLE, 15, lambda: f"{hear(carla)}"
    )


def _takes_over_and_finishes(sol: Supervisor, meeting: Meeting) -> None:
    sol.take("lead")
    meeting.amir.wait_for_screen("ready").take_break()
    meeting.carla.see(SUPERVISOR_CLIP)
    lead = Agent(sol.page)
    lead.see(CUSTOMER_CLIP)
    sol.page.reload()
    lead.see(CUSTOMER_CLIP)
    meeting.carla.see(SUPERVISOR_CLIP)
    lead.hang_up()
    meeting.carla.wait_for_screen("end")
    lead.click("wrap-up-result").click("wrap-up-finish")
    sol.wait_for_screen("floor")
    sol.part("no-meetings").wait_for()


def _replays_all_three(ada: Auditor, session_id: str) -> None:
    """The supervisor's track begins late: said until then, and then it plays with the others."""
    ada.page.locator(f'[data-session="{session_id}"]').click()
    late = ada.part("replay-video-supervisor")
    late.wait_for(state="attached")
    side = ada.page.locator("figure", has=late)
    side.get_by_role("status").get_by_text("还没有出声").wait_for()
    ada.click("rate-4").click("replay-play")
    ada.page.wait_for_function("(video) => video.currentTime > 2", arg=late.element_handle())
    assert side.get_by_role("status").count() == 0


def _name_of(view: dict[str, Any] | None) -> str | None:
    """Return the name of the supervisor that a page knows of."""
    assert view is not None
    card = view["supervisor"]
    return card["display_name"] if card else None
