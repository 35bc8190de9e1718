"""A customer walks out of the Wi-Fi in the middle of a face check.

One without a challenge: a clip answers none. Run by `networks.run_apart`.
"""

import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.archive_reader import ArchiveReader, count_kind
from tests.house import wait_until
from tests.journeys.mobile import Mobile, frame_times, go_mobile, moves_after, open_house
from tests.journeys.people import Agent
from video_bank.verification.evidence import Verdict

SETTLED_AFTER_S = 2.0  # what was on its way when the Wi-Fi went has come by then
PATIENCE_S = 30
CHECK_ENDS_WITHIN_S = 20.0
LOOKS = 4  # one whose pictures stopped may fail, and is asked for again while they get better


def main(clips: Path, folder: Path, same_person: Path) -> None:
    with open_house(folder) as house, sync_playwright() as playwright:
        with go_mobile(house, playwright, clips) as call:
            carla, amir = call.meeting.carla, call.meeting.amir
            amir.click("ask-picture")
            carla.send_picture(same_person)
            amir.part("picture-1").wait_for()
            call.forget_frames()
            amir.click("picture-1").click("start-check-without")
            amir.part("check-running").wait_for()
            changed_at = time.time()
            call.wifi.lose()
            call.cell.take()
            _see_again(call, changed_at)
            assert _verdict(amir) != Verdict.FAILED  # what was seen may be too little to be sure
            call.meeting.hang_up()
        session_id = call.meeting.invitation.session_id
        reader = ArchiveReader(house)
        reader.wait_for(session_id)
        detail = reader.detail(session_id)
        takes = {track.leg: track.takes for track in detail.legs}
        assert takes == {"customer": 2, "agent": 1}
        for once in ("talking_began", "recording_sealed", "session_ended"):
            assert count_kind(detail, once) == 1, once


def _see_again(call: Mobile, changed_at: float) -> None:
    """Both have a moving picture again; `bench network` says how soon."""
    settled_at = changed_at + SETTLED_AFTER_S

    def seen() -> str:
        later = [[round(at - changed_at, 1) for at in frame_times(page)] for page in call.pages()]
        return f"no picture; seconds after the change with one: {later}"

    wait_until(
        lambda: all(moves_after(page, settled_at) for page in call.pages()), PATIENCE_S, seen
    )


def _verdict(amir: Agent) -> str:
    """Wait for the check's outcome; where it is a failure with a reason, check again."""
    failures: list[str | None] = []
    for _ in range(LOOKS):
        outcome = amir.page.locator('[data-test="verdict"], [data-test="check-failure"]')
        outcome.wait_for(timeout=CHECK_ENDS_WITHIN_S * 1000)
        if verdict := outcome.get_attribute("data-verdict"):
            return verdict
        failures.append(outcome.get_attribute("data-failure"))
        amir.click("start-check-without")
        amir.part("check-running").wait_for()
    raise AssertionError(f"no verdict: {failures}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
