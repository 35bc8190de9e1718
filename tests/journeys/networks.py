"""Networks of a test's own, in namespaces that need no root (`unshare -Urnm`)."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from tests.journeys.people import CHROMIUM
from tests.relay import Weather, open_relay

_UNSHARE: Final = ("unshare", "--user", "--map-root-user", "--net", "--mount")


def run_apart(module: str, *arguments: str | Path, within_s: float) -> str:
    """Run a module as a program in new namespaces and return what it prints.

    Fail with what it said when it fails.
    """
    done = subprocess.run(
        [*_UNSHARE, sys.executable, "-m", module, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=within_s,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def be_the_bank(*addresses: str) -> None:
    """Give the namespace of this process the bank's addresses."""
    run("mount -t tmpfs tmpfs /run", "ip link set lo up")
    for address in addresses:
        run(f"ip address add {address}/{128 if ':' in address else 32} dev lo")


def add_namespace(name: str) -> None:
    run(f"ip netns add {name}", f"ip -n {name} link set lo up")


def add_network(name: str, bank_side: str, own_side: str) -> None:
    """Add a namespace whose only way out is to the bank; nothing is routed between two of them."""
    add_namespace(name)
    bits, nodad = (64, " nodad") if ":" in bank_side else (24, "")
    run(
        f"ip link add {name} type veth peer name eth0 netns {name}",
        f"ip address add {bank_side}/{bits} dev {name}{nodad}",
        f"ip link set {name} up",
        f"ip -n {name} address add {own_side}/{bits} dev eth0{nodad}",
        f"ip -n {name} link set eth0 up",
        f"ip -n {name} route add default via {bank_side}",
    )


class Uplink(NamedTuple):
    """One of several ways from a namespace to the bank."""

    network: str
    device: str
    gateway: str
    address: str
    weather: Weather

    def take(self) -> None:
        """Be the way that everything goes, from now on."""
        run(
            f"ip -n {self.network} link set {self.device} up",
            f"ip -n {self.network} address replace {self.address} dev {self.device}",
            f"ip -n {self.network} route replace default via {self.gateway}",
        )

    def lose(self) -> None:
        """Go away, as a Wi-Fi network does that is walked out of, and its address with it.

        A browser goes on offering an address that is left behind, now and then for good.
        """
        run(
            f"ip -n {self.network} address delete {self.address} dev {self.device}",
            f"ip -n {self.network} link set {self.device} down",
        )


@contextmanager
def add_uplink(network: str, device: str, bank_side: str, own_side: str) -> Iterator[Uplink]:
    """Give a namespace of `add_namespace` a way to the bank that has a weather; not taken yet."""
    name = f"{network}-{device}"
    near, far = f"{name}-n", f"{name}-f"
    run(
        f"ip link add {name} type veth peer name {far}",
        f"ip link add {near} type veth peer name {device} netns {network}",
        # The relay's ends are no hosts: else the kernel would answer there too, and go around it.
        *(f"ip link set {each} arp off addrgenmode none" for each in (near, far)),
        # An IPv6 address of its own would make the browser wait for a second change of network.
        f"ip -n {network} link set {device} addrgenmode none",
        f"ip address add {bank_side}/24 dev {name}",
        *(f"ip link set {each} up" for each in (name, near, far)),
        f"ip -n {network} address add {own_side}/24 dev {device}",
    )
    with open_relay(near, far) as weather:
        yield Uplink(network, device, bank_side, f"{own_side}/24", weather)


def chromium_in(network: str, folder: Path) -> Path:
    """Return a Chromium that lives in the network."""
    program = folder / f"chromium-{network}"
    program.write_text(f'#!/bin/sh\nexec ip netns exec {network} {CHROMIUM} "$@"\n')
    program.chmod(0o700)
    return program


def run(*commands: str) -> None:
    for command in commands:
        subprocess.run(command.split(), check=True)
