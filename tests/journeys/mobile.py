"""A customer on the move: a phone with a Wi-Fi and a mobile network, each with its weather.

For programs that `networks.run_apart` runs; the agent sits beside the bank.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, Playwright

from tests.house import House
from tests.journeys.meeting import Meeting, meet, seen_frames, watch_frames
from tests.journeys.networks import Uplink, add_namespace, add_uplink, be_the_bank, chromium_in
from tests.journeys.people import AGENT_CLIP, CHROMIUM, CUSTOMER_CLIP
from video_bank.demo import SignInCard

BANK: Final = "10.99.0.1"
FREEZE_S: Final = 0.5
_FORGET: Final = "() => { window.seen.splice(0, window.seen.length - 1); }"


@dataclass
class Mobile:
    meeting: Meeting
    wifi: Uplink
    cell: Uplink

    def pages(self) -> tuple[Page, Page]:
        """Return the customer's page and the agent's."""
        return self.meeting.carla.page, self.meeting.amir.page

    def be_silent(self, *, is_silent: bool) -> None:
        """Let nothing through either network, or everything again; the phone sees no change."""
        for uplink in (self.wifi, self.cell):
            uplink.weather.is_silent = is_silent

    def forget_frames(self) -> None:
        for page in self.pages():
            page.evaluate(_FORGET)


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """The bank at its address in the namespace of this process."""
    be_the_bank(BANK)
    settings = {"VIDEO_BANK_HOST": BANK, "VIDEO_BANK_MEDIA_ADDRESSES": BANK}
    house = House(folder / "data", settings)
    house.url = house.environment["VIDEO_BANK_PUBLIC_URL"] = f"http://{BANK}:{house.port}"
    with house:
        yield house


@contextmanager
def go_mobile(
    house: House,
    playwright: Playwright,
    clips: Path,
    number: int = 1,
    flags: tuple[str, ...] = (),
    card: SignInCard | None = None,
) -> Iterator[Mobile]:
    """Enter when both see each other, the phone on its Wi-Fi."""
    phone = f"phone{number}"
    add_namespace(phone)
    trusted = f"--unsafely-treat-insecure-origin-as-secure={house.url}"
    with (
        add_uplink(phone, "wifi", f"10.99.{number}.1", f"10.99.{number}.2") as wifi,
        add_uplink(phone, "cell", f"10.98.{number}.1", f"10.98.{number}.2") as cell,
    ):
        wifi.take()
        programs = chromium_in(phone, house.data_dir.parent), CHROMIUM
        with meet(house, playwright, clips, (trusted, *flags), programs, card) as meeting:
            mobile = Mobile(meeting, wifi, cell)
            meeting.carla.see(AGENT_CLIP)
            meeting.amir.see(CUSTOMER_CLIP)
            for page in mobile.pages():
                watch_frames(page)
            yield mobile


def frame_times(page: Page) -> list[float]:
    """Return when the page presented its frames, in seconds of the machine's clock."""
    origin = float(page.evaluate("() => performance.timeOrigin"))
    return [(origin + frame.at_ms) / 1000 for frame in seen_frames(page)]


def moves_after(page: Page, moment: float) -> float | None:
    """Return how long after the moment the first frame came; None before there was one."""
    return next((at - moment for at in frame_times(page) if at > moment), None)


def stood_still_until(page: Page, moment: float) -> float:
    """Return how long after the moment the last freeze ended, 0 without one."""
    times = [at for at in frame_times(page) if at > moment]
    starts = [moment, *times]
    freezes = [end for start, end in zip(starts, times, strict=False) if end - start > FREEZE_S]
    return max(freezes, default=moment) - moment
