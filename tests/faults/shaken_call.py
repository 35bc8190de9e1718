"""One call through all that a network does: a NAT's new binding, outages, loss.

Run by `networks.run_apart`.
"""

import sys
import time
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.archive_reader import ArchiveReader, count_kind
from tests.house import House, wait_until
from tests.journeys.mobile import Mobile, go_mobile, moves_after, open_house
from video_bank.sessions.session import Stage

SHORT_OUTAGE_S: Final = 2.0  # less than the silence after which a customer counts as vanished
OUTAGE_S: Final = 6.0
LOSS: Final = 0.1
_BACK_WITHIN_S: Final = 10.0  # the machine may be busy; the benchmark has the figures


def main(clips: Path, folder: Path) -> None:
    with open_house(folder) as house, sync_playwright() as playwright:
        with go_mobile(house, playwright, clips) as call:
            call.wifi.weather.port_shift = 1_000
            _both_see(call)
            _break_off(call, SHORT_OUTAGE_S)
            call.wifi.weather.loss = LOSS
            _both_see(call)
            call.wifi.weather.loss = 0.0
            _break_off(call, OUTAGE_S)
            wait_until(
                lambda: _stage(house, call) == Stage.TALKING,
                _BACK_WITHIN_S,
                lambda: _stage(house, call),
            )
            call.meeting.hang_up()
        _is_one_meeting(house, call)


def _break_off(call: Mobile, seconds: float) -> None:
    """Let nothing through for so long; both see each other again afterwards."""
    call.be_silent(is_silent=True)
    call.pages()[0].wait_for_timeout(seconds * 1000)
    call.be_silent(is_silent=False)
    _both_see(call)


def _both_see(call: Mobile) -> None:
    since = time.time()
    wait_until(
        lambda: None not in _first_frames(call, since),
        _BACK_WITHIN_S,
        lambda: f"first frames after (s) of customer, agent: {_first_frames(call, since)}",
    )


def _first_frames(call: Mobile, since: float) -> list[float | None]:
    return [moves_after(page, since) for page in call.pages()]


def _stage(house: House, call: Mobile) -> str:
    return str(house.report(call.meeting.invitation.session_id)["stage"])


def _is_one_meeting(house: House, call: Mobile) -> None:
    reader = ArchiveReader(house)
    reader.wait_for(call.meeting.invitation.session_id)
    detail = reader.detail(call.meeting.invitation.session_id)
    for once in ("talking_began", "customer_vanished", "customer_returned", "session_ended"):
        assert count_kind(detail, once) == 1, once
    assert count_kind(detail, "recording_sealed") == 1


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
