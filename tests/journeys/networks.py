"""Networks of a test's own, in namespaces that need no root (`unshare -Urnm`)."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.journeys.people import CHROMIUM

_UNSHARE: Final = ("unshare", "--user", "--map-root-user", "--net", "--mount")


def run_apart(module: str, *arguments: str | Path, within_s: float) -> None:
    """Run a module as a program in new namespaces; fail with what it said when it fails."""
    done = subprocess.run(
        [*_UNSHARE, sys.executable, "-m", module, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=within_s,
    )
    assert done.returncode == 0, done.stderr[-4000:]


def be_the_bank(*addresses: str) -> None:
    """Give the namespace of this process the bank's addresses."""
    run("mount -t tmpfs tmpfs /run", "ip link set lo up")
    for address in addresses:
        run(f"ip address add {address}/{128 if ':' in address else 32} dev lo")


def add_network(name: str, bank_side: str, own_side: str) -> None:
    """Add a namespace whose only way out is to the bank; nothing is routed between two of them."""
    bits, nodad = (64, " nodad") if ":" in bank_side else (24, "")
    run(
        f"ip netns add {name}",
        f"ip link add {name} type veth peer name eth0 netns {name}",
        f"ip address add {bank_side}/{bits} dev {name}{nodad}",
        f"ip link set {name} up",
        f"ip -n {name} link set lo up",
        f"ip -n {name} address add {own_side}/{bits} dev eth0{nodad}",
        f"ip -n {name} link set eth0 up",
        f"ip -n {name} route add default via {bank_side}",
    )


def chromium_in(network: str, folder: Path) -> Path:
    """Return a Chromium that lives in the network."""
    program = folder / f"chromium-{network}"
    program.write_text(f'#!/bin/sh\nexec ip netns exec {network} {CHROMIUM} "$@"\n')
    program.chmod(0o700)
    return program


def run(*commands: str) -> None:
    for command in commands:
        subprocess.run(command.split(), check=True)
