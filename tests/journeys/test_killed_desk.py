"""kill -9 of the front desk in the middle of a call, as both people's browsers live it."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.archive_reader import ArchiveReader, count_kind
from tests.house import House, wait_until
from tests.journeys.meeting import (
    Wire,
    longest_silence_ms,
    lost_packets,
    meet,
    seen_frames,
    watch_frames,
    watch_silence,
)
from tests.journeys.people import AGENT_CLIP, CUSTOMER_CLIP

BACK_WITHIN_S = 3.0
LONGEST_SILENCE_MS = 500  # sound comes every 20 ms; a page takes 1500 to find a node lost
STILL_PAINTED_MS = 1_500  # a machine with two browsers on two cores paints late, but does


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "data") as house:
        yield house


@pytest.mark.timeout(120)
def test_media_never_stops_and_no_message_is_lost_or_repeated(
    house: House, playwright: Playwright, clips: Path, same_person: Path
) -> None:
    with meet(house, playwright, clips) as meeting:
        carla, amir = meeting.carla, meeting.amir
        carla.see(AGENT_CLIP)
        amir.see(CUSTOMER_CLIP)
        lost = [lost_packets(person.page) for person in (carla, amir)]
        for person in (carla, amir):
            watch_frames(person.page)
            watch_silence(person.page)

        wires = (meeting.phone_wire, meeting.desk_wire)
        _kill_a_desk(house, wires, lambda: amir.click("ask-picture"))
        carla.part("picture-sheet").wait_for()
        wait_until(lambda: house.open_desks() == 2, 30, lambda: "the desk is not back")
        _kill_a_desk(house, wires, lambda: carla.send_picture(same_person))
        amir.part("picture-1").wait_for()
        assert max(wire.opened for wire in wires) > 1

        carla.page.wait_for_timeout(2_000)
        _never_stopped(carla.page, AGENT_CLIP)
        _never_stopped(amir.page, CUSTOMER_CLIP)
        assert [lost_packets(person.page) for person in (carla, amir)] == lost
        assert not any(wire.has_holes() for wire in wires)
        amir.hang_up()
        carla.wait_for_screen("end")

        reader = ArchiveReader(house)
        reader.wait_for(meeting.invitation.session_id)
        detail = reader.detail(meeting.invitation.session_id)
        assert count_kind(detail, "picture_requested") == 1
        assert count_kind(detail, "picture_received") == 1
        assert [track.gaps for track in detail.legs] == [(), ()]
        assert {track.takes for track in detail.legs} == {1}


def _kill_a_desk(house: House, wires: Sequence[Wire], meanwhile: Callable[[], object]) -> None:
    """Kill the desk that has been there longest; something is asked while it is gone."""
    house.kill("signaling")
    back_by = time.monotonic() + BACK_WITHIN_S
    meanwhile()
    for wire in wires:
        wire.wait_until_open(back_by)


def _never_stopped(page: Page, clip: int) -> None:
    assert longest_silence_ms(page) < LONGEST_SILENCE_MS
    frames = seen_frames(page)
    assert {frame.clip for frame in frames} == {clip}
    now_ms = float(page.evaluate("() => performance.now()"))
    assert now_ms - frames[-1].at_ms < STILL_PAINTED_MS
