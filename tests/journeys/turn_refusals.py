"""What `deploy/turn` lets through and what it does not, asked of a real coturn.

Run by `networks.run_apart`.
"""

import asyncio
import socket
import sys
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Final

import msgspec
from aioice import stun

from tests.eventually import eventually
from tests.journeys.networks import be_the_bank
from tests.journeys.turn_client import Echo, TurnClient
from tests.journeys.turn_house import PORT, SECRET, TLS_PORT, open_turn_server
from video_bank.media.turn import LIFE_S, IceServer, TurnServers

NODE: Final = ("10.99.0.2", 40_000)
NODE_6: Final = ("fd99::2", 40_000)
TURN: Final = "10.99.0.3"
TURN_6: Final = "fd99::3"
BANK: Final = "10.99.0.1"  # where everything else of the bank is
BANK_6: Final = "fd99::1"
USER_QUOTA: Final = 60
_CLI_PORT: Final = 5766
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_QUOTA_REACHED: Final = 486


async def main(folder: Path) -> None:
    be_the_bank(BANK, NODE[0], TURN, BANK_6, NODE_6[0], TURN_6)
    with open_turn_server(folder, f"{NODE[0]},{NODE_6[0]}", TURN, TURN_6):
        await _leads_to_the_node_by_every_way()
        await _leads_nowhere_else()
        await _lets_nobody_in_without_a_fresh_credential()
        await _keeps_an_allocation_whose_credential_ends()
        await _gives_one_participant_so_much()
        _has_no_command_line()


async def _leads_to_the_node_by_every_way() -> None:
    loop = asyncio.get_running_loop()
    for node, is_ipv6 in ((NODE, False), (NODE_6, True)):
        transport, _ = await loop.create_datagram_endpoint(Echo, local_addr=node)
        for way in ("udp", "tcp", "tls"):
            client = await _open(way, is_ipv6=is_ipv6)
            assert await client.echo(node)
            await client.close()
        transport.close()


async def _leads_nowhere_else() -> None:
    client = await _open("tcp")
    for host in (BANK, TURN, "127.0.0.1", "0.0.0.0", "224.0.0.1", "169.254.169.254", "8.8.8.8"):  # noqa: S104
        await _is_refused(client.bind((host, 443)), _FORBIDDEN)
    await client.close()
    client = await _open("tcp", is_ipv6=True)
    for host in (BANK_6, TURN_6, "::1", "::", "ff02::1", "::ffff:10.99.0.1", "2001:db8::1"):
        await _is_refused(client.bind((host, 443)), _FORBIDDEN)
    await client.close()


async def _lets_nobody_in_without_a_fresh_credential() -> None:
    fresh, other = _sign("ses_1"), _sign("ses_2")
    for bad in (
        None,
        _sign("ses_1", secret=SECRET.upper()),
        _sign("ses_1", now=time.time() - LIFE_S - 5),
        msgspec.structs.replace(fresh, username=other.username),
        msgspec.structs.replace(fresh, username="ses_1"),
        msgspec.structs.replace(fresh, credential=""),
    ):
        await _is_refused(TurnClient.open("tcp", (TURN, PORT), bad), _UNAUTHORIZED)


async def _keeps_an_allocation_whose_credential_ends() -> None:
    """A meeting may last for longer than the credential that it began with."""
    short = _sign("ses_1", now=time.time() - LIFE_S + 2)
    client = await TurnClient.open("tcp", (TURN, PORT), short)
    await eventually(lambda: _is_over(short))
    await client.refresh()
    await client.bind(NODE)
    await client.close()


async def _gives_one_participant_so_much() -> None:
    """However many credentials it has."""
    now = time.time()
    clients = [
        await TurnClient.open("udp", (TURN, PORT), _sign("ses_1", now=now - number))
        for number in range(USER_QUOTA)
    ]
    await _is_refused(TurnClient.open("udp", (TURN, PORT), _sign("ses_1")), _QUOTA_REACHED)
    clients.append(await TurnClient.open("udp", (TURN, PORT), _sign("ses_2")))
    for client in clients:
        await client.close()


def _has_no_command_line() -> None:
    for host in (TURN, "127.0.0.1"):
        with socket.socket() as probe:
            assert probe.connect_ex((host, _CLI_PORT)) != 0, "coturn's command line is open"


def _sign(participant: str, *, secret: str = SECRET, now: float | None = None) -> IceServer:
    servers = TurnServers(("turn:turn.bank.example",), secret)
    return servers.sign(participant, time.time() if now is None else now)[0]


async def _open(way: str, *, is_ipv6: bool = False) -> TurnClient:
    port = TLS_PORT if way == "tls" else PORT
    return await TurnClient.open(way, (TURN, port), _sign("ses_1"), is_ipv6=is_ipv6)


async def _is_over(credential: IceServer) -> bool:
    try:
        client = await TurnClient.open("tcp", (TURN, PORT), credential)
    except stun.TransactionFailed:
        return True
    await client.close()
    return False


async def _is_refused(work: Awaitable[object], code: int) -> None:
    try:
        await work
    except stun.TransactionFailed as refusal:
        answer = refusal.response
    else:
        raise AssertionError(f"not refused with {code}")
    assert answer.error_code == code, answer
    assert "SOFTWARE" not in answer.attributes


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
