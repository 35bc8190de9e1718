"""A customer and an agent in a network of their own each, which reach the bank alone.

Run by `networks.run_apart`, with "4" or "6": by which Internet Protocol.
"""

import sys
from pathlib import Path
from typing import Final, NamedTuple

from playwright.sync_api import Page, sync_playwright

from tests.house import House
from tests.journeys.meeting import meet
from tests.journeys.networks import add_network, be_the_bank, chromium_in
from tests.journeys.people import AGENT_CLIP, CUSTOMER_CLIP


class Plan(NamedTuple):
    """Addresses; each network has the bank's side first."""

    bank: str
    bank_in_urls: str
    everywhere: str
    phone: tuple[str, str]
    workstation: tuple[str, str]


PLANS: Final = {
    "4": Plan(
        bank="10.99.0.1",
        bank_in_urls="10.99.0.1",
        everywhere="0.0.0.0",  # noqa: S104 it is alone in its namespaces
        phone=("10.99.1.1", "10.99.1.2"),
        workstation=("10.99.2.1", "10.99.2.2"),
    ),
    "6": Plan(
        bank="fd99::1",
        bank_in_urls="[fd99::1]",
        everywhere="::",
        phone=("fd99:1::1", "fd99:1::2"),
        workstation=("fd99:2::1", "fd99:2::2"),
    ),
}
_REMOTE_CANDIDATES: Final = """
async () => {
  const found = new Set();
  for (const connection of window.connections) {
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type === 'remote-candidate') found.add(`${entry.address}:${entry.port}`);
    }
  }
  return [...found];
}
"""


def main(clips: Path, folder: Path, plan: Plan) -> None:
    be_the_bank(plan.bank)
    add_network("phone", *plan.phone)
    add_network("workstation", *plan.workstation)
    settings = {"VIDEO_BANK_HOST": plan.everywhere, "VIDEO_BANK_MEDIA_ADDRESSES": plan.bank}
    house = House(folder / "data", settings)
    house.url = f"http://{plan.bank_in_urls}:{house.port}"
    house.environment["VIDEO_BANK_PUBLIC_URL"] = house.url
    flags = (f"--unsafely-treat-insecure-origin-as-secure={house.url}",)
    programs = chromium_in("phone", folder), chromium_in("workstation", folder)
    with (
        house,
        sync_playwright() as playwright,
        meet(house, playwright, clips, flags, programs) as meeting,
    ):
        meeting.carla.see(AGENT_CLIP)
        meeting.amir.see(CUSTOMER_CLIP)
        for person in (meeting.carla, meeting.amir):
            _met_the_node_alone(person.page, f"{plan.bank}:{house.media_port}")
        meeting.amir.hang_up()
        meeting.carla.wait_for_screen("end")


def _met_the_node_alone(page: Page, node: str) -> None:
    found = page.evaluate(_REMOTE_CANDIDATES)
    assert found == [node], found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), PLANS[sys.argv[3]])
