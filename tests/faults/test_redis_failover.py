"""The master of a Redis with sentinels dies: another takes over, and the line is the same."""

import asyncio
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest
import redis

from tests.eventually import eventually
from video_bank.clock import SystemClock
from video_bank.database.redis_embedded import find_server
from video_bank.database.redis_link import RedisLink
from video_bank.errors import UnavailableError
from video_bank.ids import QueueId, SessionId
from video_bank.queues.redis_store import RedisQueues
from video_bank.queues.routing import open_to_all
from video_bank.queues.ticket import Ticket

LOANS: Final = QueueId("loans")
SENTINELS: Final = 3
GAP_S: Final = 5.0  # what is promised, with sentinels that notice within a second


@contextmanager
def _server(folder: Path, *lines: str, is_sentinel: bool = False) -> Iterator[int]:
    """A Redis, or a sentinel, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    folder.mkdir()
    config = folder / "redis.conf"
    config.write_text("\n".join((f"port {port}", f"dir {folder}", "bind 127.0.0.1", *lines)))
    command = [find_server(), str(config), *(["--sentinel"] if is_sentinel else [])]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait(10)


def _wait_for(port: int) -> None:
    with redis.Redis(port=port) as client:
        for _ in range(100):
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.05)
            else:
                return
    raise TimeoutError


@contextmanager
def _trio(folder: Path) -> Iterator[tuple[str, int]]:
    """A master, a replica and three sentinels; the URL for all of them, and the master's port."""
    with ExitStack() as stack:
        master = stack.enter_context(_server(folder / "master", "save ''"))
        replica = stack.enter_context(
            _server(folder / "replica", "save ''", f"replicaof 127.0.0.1 {master}")
        )
        watch = (
            f"sentinel monitor bank 127.0.0.1 {master} 2",
            "sentinel down-after-milliseconds bank 1000",
            "sentinel failover-timeout bank 5000",
        )
        ports = [
            stack.enter_context(_server(folder / f"sentinel_{number}", *watch, is_sentinel=True))
            for number in range(SENTINELS)
        ]
        _wait_until_known(ports, replica)
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
        yield f"sentinel://{hosts}/bank", master


def _wait_until_known(sentinels: list[int], replica: int) -> None:
    for port in sentinels:
        with redis.Redis(port=port) as client:
            for _ in range(200):
                found = client.sentinel_master("bank")
                if found["num-slaves"] == 1 and found["num-other-sentinels"] == SENTINELS - 1:
                    break
                time.sleep(0.1)
    with redis.Redis(port=replica) as client:
        while client.info("replication")["master_link_status"] != "up":
            time.sleep(0.05)


@pytest.mark.alone
@pytest.mark.timeout(120)
async def test_the_line_is_the_same_at_the_next_master(tmp_path: Path) -> None:
    routing = open_to_all(LOANS)
    trio = _trio(tmp_path)
    url, master = await asyncio.to_thread(trio.__enter__)
    link = RedisLink(url)
    queues = RedisQueues(link, SystemClock(), routing)
    try:
        for number in (2, 0, 1):
            await queues.enter(Ticket(SessionId(f"ses_{number}"), LOANS, 1000.0 + number))
        async with link.reach() as client:
            assert await client.wait(1, 2000) == 1
        await asyncio.to_thread(_kill, master)
        began = time.monotonic()
        await eventually(lambda: _joins(queues), 30, "nobody is taken in again")
        assert time.monotonic() - began < GAP_S
        places = await queues.places([SessionId(f"ses_{number}") for number in range(4)])
        assert [place.position for place in places if place] == [1, 2, 3, 4]
    finally:
        await link.close()
        await asyncio.to_thread(trio.__exit__, None, None, None)


async def _joins(queues: RedisQueues) -> bool:
    """One who comes meanwhile is taken in as soon as it goes, as by a session's host."""
    try:
        await queues.enter(Ticket(SessionId("ses_3"), LOANS, 1003.0))
    except UnavailableError:
        return False
    return True


def _kill(port: int) -> None:
    with redis.Redis(port=port) as client:
        os.kill(client.info("server")["process_id"], signal.SIGKILL)
