"""A customer whose network lets nothing out but HTTPS: to the bank's page and its TURN server.

Run by `networks.run_apart`. The agent's network is open.
"""

import sys
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from tests.house import House
from tests.journeys.meeting import meet
from tests.journeys.networks import add_network, be_the_bank, chromium_in, run
from tests.journeys.people import AGENT_CLIP, CUSTOMER_CLIP
from tests.journeys.turn_house import PORT, SECRET, TLS_PORT, open_turn_server

PAGES: Final = "10.99.0.1"
NODE: Final = "10.99.0.2"
TURN: Final = "10.99.0.3"
_SELECTED_PAIR: Final = """
async () => {
  const report = await window.connections.at(-1).getStats();
  const entries = [...report.values()];
  const { selectedCandidatePairId } = entries.find(({ type }) => type === 'transport');
  const pair = report.get(selectedCandidatePairId);
  const [local, remote] = [report.get(pair.localCandidateId), report.get(pair.remoteCandidateId)];
  const to = `${remote.address}:${remote.port}`;
  return { way: local.candidateType, by: local.relayProtocol ?? null, to };
}
"""


def main(clips: Path, folder: Path) -> None:
    be_the_bank(PAGES, NODE, TURN)
    _add_branch()
    add_network("workstation", "10.99.2.1", "10.99.2.2")
    house = House(
        folder / "data",
        {
            "VIDEO_BANK_HOST": PAGES,
            "VIDEO_BANK_MEDIA_ADDRESSES": NODE,
            "VIDEO_BANK_TURN_SECRET": SECRET,
            "VIDEO_BANK_TURN_URLS": f"turn:{TURN}:{PORT}?transport=udp,"
            f"turn:{TURN}:{PORT}?transport=tcp,turns:{TURN}:{TLS_PORT}?transport=tcp",
        },
    )
    house.url = house.environment["VIDEO_BANK_PUBLIC_URL"] = f"http://{PAGES}:{house.port}"
    programs = chromium_in("branch", folder), chromium_in("workstation", folder)
    with open_turn_server(folder, NODE, TURN) as key, house, sync_playwright() as playwright:
        flags = (
            f"--unsafely-treat-insecure-origin-as-secure={house.url}",
            f"--ignore-certificate-errors-spki-list={key}",
        )
        with meet(house, playwright, clips, flags, programs) as meeting:
            meeting.carla.see(AGENT_CLIP)
            meeting.amir.see(CUSTOMER_CLIP)
            node = f"{NODE}:{house.media_port}"
            way = _selected_pair(meeting.carla.page)
            assert way == {"way": "relay", "by": "tls", "to": node}
            is_relayed = _selected_pair(meeting.amir.page)["way"] == "relay"
            assert not is_relayed, "a relay where none is needed"
            meeting.amir.hang_up()
            meeting.carla.wait_for_screen("end")


def _add_branch() -> None:
    """A network with the routes and the rules of a strict firewall."""
    add_network("branch", "10.99.1.1", "10.99.1.2")
    run(
        "ip -n branch route delete default",
        f"ip -n branch route add {PAGES} via 10.99.1.1",
        f"ip -n branch route add {TURN} via 10.99.1.1",
        "ip -n branch rule add ipproto udp prohibit",
        f"ip -n branch rule add ipproto tcp dport {PORT} prohibit",
    )


def _selected_pair(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_SELECTED_PAIR)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
