"""`video-bank bench signaling`: thousands of idle pages on one front desk, and some that speak.

One real signaling process behind the whole service; the pages are sockets of another process, each
with a session and a cookie of its own. They answer the server's heartbeat. Then 200 messages a
second go to pages picked at random, each timed from the send to the answer. The memory is what
the process grew by, for each socket, after a few pages have been there and gone: what a desk
takes once, its connections to Redis and SQL, is not theirs.
"""

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from tests.house import House
from video_bank.bank.parts import open_database
from video_bank.caller import Role
from video_bank.clock import SystemClock
from video_bank.demo import BUSINESS, QUEUE, make_customer
from video_bank.ids import new_session_id
from video_bank.sessions.session import Session
from video_bank.sessions.sql_links import give_credential
from video_bank.sessions.sql_store import SqlStore
from video_bank.settings import Settings

SOCKETS: Final = 5_000
_FILES: Final = 2 * SOCKETS + 1_000
_WITHIN_S: Final = 600


def measure(sockets: int = SOCKETS) -> dict[str, float]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_FILES, most), most))
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        with House(data_dir, {"VIDEO_BANK_DESKS": "1"}) as house:
            tokens = asyncio.run(_seat(data_dir, int(sockets)))
            return _measure(house, tokens, Path(folder) / "tokens.json")


def _measure(house: House, tokens: list[str], file: Path) -> dict[str, float]:
    file.write_text(json.dumps(tokens))
    pid = house.pid("signaling")
    pages = [sys.executable, "-m", "tests.benchmarks.signaling.pages", house.url, str(file)]
    with subprocess.Popen(
        pages, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as client:
        assert client.stdout is not None
        assert client.stdin is not None
        json.loads(client.stdout.readline())
        before = _resident_kb(pid)
        client.stdin.write("open\n")
        client.stdin.flush()
        opened = json.loads(client.stdout.readline())
        grown_kb = _resident_kb(pid) - before
        client.stdin.write("speak\n")
        client.stdin.flush()
        spoken = json.loads(client.stdout.readline())
        client.wait(_WITHIN_S)
    return {**opened, **spoken, "kb_per_socket": grown_kb / max(1.0, opened["sockets"])}


async def _seat(data_dir: Path, count: int) -> list[str]:
    """Make sessions, each with the cookie of a page of it, and return the cookies."""

    clock = SystemClock()
    async with AsyncExitStack() as stack:
        database = await open_database(Settings(data_dir=data_dir), stack)
        store, now = SqlStore(database, clock), clock.now()
        session_ids = [new_session_id() for _ in range(count)]
        for session_id in session_ids:
            session = Session(
                session_id=session_id,
                queue=QUEUE,
                business=BUSINESS,
                customer=make_customer(),
                created_at=now,
                stage_since=now,
                wrapped_key=b"",
            )
            await store.create(session, None)
        async with database.transaction() as connection:
            return [
                await give_credential(connection, Role.CUSTOMER, session_id, now + 3600)
                for session_id in session_ids
            ]


def _resident_kb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return float(line.split()[1])
