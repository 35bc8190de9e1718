"""The whole service as a subprocess, for journeys, faults and benchmarks."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

import msgspec

from signaling.resources import CreateSession, Invitation
from video_bank.demo import BUSINESS, QUEUE, DemoCards, make_customer

_START_WITHIN_S: Final = 60.0
_STOP_WITHIN_S: Final = 30.0
# Below the system's range for clients (ip_local_port_range): a browser's socket may take any port
# there between the choice of it and the start of who is to have it.
_OWN_PORTS: Final = range(20_000, 32_768)
_LISTENS: Final = "0A"  # TCP_LISTEN in /proc/net/tcp


class House:
    """`video-bank serve --demo` on ports of its own."""

    def __init__(self, data_dir: Path, environment: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.port = free_port(socket.SOCK_STREAM)
        self.media_port = free_port(socket.SOCK_DGRAM)
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "VIDEO_BANK_DATA": str(data_dir),
            "VIDEO_BANK_PORT": str(self.port),
            "VIDEO_BANK_MEDIA_PORT": str(self.media_port),
            "VIDEO_BANK_MEDIA_NODES": "1",
            **(environment or {}),
        }
        self.log = data_dir.parent / f"{data_dir.name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, prefix: tuple[str, ...] = ()) -> None:
        """Start and wait for the printed screen; `prefix` is a command to run under."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*prefix, sys.executable, "-m", "video_bank.cli", "serve", "--demo"],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(self._is_ready, _START_WITHIN_S, self.read_log)

    @contextmanager
    def robot_agent(self) -> Iterator[None]:
        """Let a robot serve whoever comes, until the end of the context."""
        robot = subprocess.Popen(
            [sys.executable, "-m", "video_bank.cli", "robot", "agent", "--meetings", "0"],
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            robot.terminate()
            robot.wait(10)

    def stop(self) -> None:
        """Ctrl-C, then nothing may be left running."""
        assert self._process is not None
        family = self.family()
        self._process.send_signal(signal.SIGINT)
        self._process.wait(_STOP_WITHIN_S)
        wait_until(lambda: not any(map(_is_running, family)), 5, lambda: f"left: {family}")

    def kill(self, process: str) -> int:
        """kill -9 one child by its command (`signaling`, `media`, `archivist`, `redis-server`)."""
        pid = self.pid(process)
        os.kill(pid, signal.SIGKILL)
        return pid

    def pid(self, process: str) -> int:
        """Return the oldest child of a kind."""
        pids = self.pids(process)
        assert pids, f"no {process} among {[_command(pid) for pid in self.family()]}"
        return min(pids)

    def pids(self, process: str) -> list[int]:
        """Return the children whose command line names the process after its interpreter."""
        return [pid for pid in self.family() if process in _command(pid)[:4]]

    def open_desks(self) -> int:
        """Return how many processes listen on the house's TCP port."""
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(row[1].endswith(f":{self.port:04X}") and row[3] == _LISTENS for row in rows)

    def threads(self, process: str) -> list[str]:
        """Return the names that the system knows a child's threads by."""
        tasks = Path(f"/proc/{self.pid(process)}/task").iterdir()
        return [(task / "comm").read_text().strip() for task in tasks]

    def family(self) -> list[int]:
        """Return the pids of `serve` and everything below it."""
        assert self._process is not None
        return _descendants(self._process.pid)

    def cards(self) -> DemoCards:
        return msgspec.json.decode((self.data_dir / "demo.json").read_bytes(), type=DemoCards)

    def invite(self, product: str | None = None) -> Invitation:
        """Create a session as the bank's system does."""
        order = CreateSession(QUEUE, BUSINESS, make_customer(), product)
        return msgspec.convert(self.call("/api/v1/sessions", order), Invitation)

    def report(self, session_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call(f"/api/v1/sessions/{session_id}")
        return found

    def call(self, path: str, body: msgspec.Struct | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 our own address
            self.url + path,
            data=None if body is None else msgspec.json.encode(body),
            headers={
                "Authorization": f"Bearer {self.cards().api_key}",
                "Content-Type": "application/json",
                "Idempotency-Key": os.urandom(8).hex(),
            },
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)

    def read_log(self) -> str:
        logs = (self.log, self.data_dir / "service.log")
        return "\n".join(log.read_text(errors="replace")[-4000:] for log in logs if log.exists())

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.read_log()
        return "Ctrl-C" in self.read_log()


def wait_until(is_true: Callable[[], Any], within_s: float, why_not: Callable[[], str]) -> None:
    """Return as soon as the condition holds; after `within_s` fail with the reason."""
    deadline = time.monotonic() + within_s
    while not is_true():
        assert time.monotonic() < deadline, why_not()
        time.sleep(0.05)


def free_port(kind: socket.SocketKind) -> int:
    """Return a port that nobody has, and that the system gives no client by itself."""
    while True:
        port = random.choice(_OWN_PORTS)
        with socket.socket(socket.AF_INET, kind) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        direct = [int(child) for child in children.read_text().split()]
    except FileNotFoundError:
        return []
    return [pid, *(below for child in direct for below in _descendants(child))]


def _command(pid: int) -> list[str]:
    """Return a process's words; programs without their folder, titles cut into words too."""
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return []
    return [Path(word).name for word in line.replace("\0", " ").split()]


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
