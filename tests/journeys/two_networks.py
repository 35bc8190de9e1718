"""A customer and an agent in a network of their own each, which reach the bank alone.

Run as a program in new user, network and mount namespaces (`unshare -Urnm`): there it may make
networks, whoever runs it.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from tests.house import House
from tests.journeys.people import (
    AGENT_CLIP,
    CHROMIUM,
    CUSTOMER_CLIP,
    DESK,
    PHONE,
    Agent,
    Customer,
    open_browser,
    open_page,
)

BANK: Final = "10.99.0.1"
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


def main(clips: Path, folder: Path) -> None:
    _run("mount -t tmpfs tmpfs /run")
    _run("ip link set lo up", f"ip address add {BANK}/32 dev lo")
    for number, name in enumerate(("phone", "workstation"), start=1):
        _add_network(name, f"10.99.{number}")
    settings = {
        "VIDEO_BANK_HOST": "0.0.0.0",  # noqa: S104 it is alone in its namespaces
        "VIDEO_BANK_MEDIA_ADDRESSES": BANK,
    }
    house = House(folder / "data", settings)
    house.url = house.environment["VIDEO_BANK_PUBLIC_URL"] = f"http://{BANK}:{house.port}"
    with house, sync_playwright() as playwright:
        flags = (f"--unsafely-treat-insecure-origin-as-secure={house.url}",)
        with (
            open_browser(
                playwright, clips / "customer.mjpeg", flags, _inside("phone", folder)
            ) as phone,
            open_browser(
                playwright, clips / "agent.mjpeg", flags, _inside("workstation", folder)
            ) as workstation,
        ):
            carla = Customer(open_page(phone, PHONE, is_phone=True))
            amir = Agent(open_page(workstation, DESK))
            amir.sign_in(house.url, house.cards().agent).get_ready()
            carla.open_link(house.invite().join_url).consent().join_queue()
            amir.accept()
            carla.see(AGENT_CLIP)
            amir.see(CUSTOMER_CLIP)
            for person in (carla, amir):
                _met_the_node_alone(person.page, house.media_port)
            amir.hang_up()
            carla.wait_for_screen("end")


def _add_network(name: str, network: str) -> None:
    """Add a namespace whose only way out is to the bank; nothing is routed between two of them."""
    _run(
        f"ip netns add {name}",
        f"ip link add {name} type veth peer name eth0 netns {name}",
        f"ip address add {network}.1/24 dev {name}",
        f"ip link set {name} up",
        f"ip -n {name} link set lo up",
        f"ip -n {name} address add {network}.2/24 dev eth0",
        f"ip -n {name} link set eth0 up",
        f"ip -n {name} route add default via {network}.1",
    )


def _inside(network: str, folder: Path) -> Path:
    """Return a Chromium that lives in the network."""
    program = folder / f"chromium-{network}"
    program.write_text(f'#!/bin/sh\nexec ip netns exec {network} {CHROMIUM} "$@"\n')
    program.chmod(0o700)
    return program


def _met_the_node_alone(page: Page, port: int) -> None:
    found = page.evaluate(_REMOTE_CANDIDATES)
    assert found == [f"{BANK}:{port}"], found


def _run(*commands: str) -> None:
    for command in commands:
        subprocess.run(command.split(), check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
