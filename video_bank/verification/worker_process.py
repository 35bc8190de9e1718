"""One worker process as its parent sees it. Everything here blocks: for the pool's threads."""

import socket
import subprocess
import sys
import time
from typing import Final

import msgspec

from video_bank.verification import worker_link
from video_bank.verification.worker_jobs import Answer, Job, WorkerReady

_LOAD_LIMIT_S: Final = 60.0
# Nothing of ours: DATABASE_URL and its like hold secrets. One thread each: cores are shared.
_ENVIRONMENT: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    "OPENCV_LOG_LEVEL": "ERROR",
    "LC_ALL": "C.UTF-8",
}


class WorkerProcess:
    """A fresh interpreter, not multiprocessing: that would import the parent's main module.

    The process dies when the *thread* that started it ends (PR_SET_PDEATHSIG), so that thread
    must live as long as the pool.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        self._link, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(  # noqa: S603 our own interpreter and module
                [sys.executable, "-I", "-m", module, str(number), *arguments],
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
            )
        self._started_at = time.monotonic()
        self._is_ready = False

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    @property
    def is_loading(self) -> bool:
        """Say whether it still loads models and may: a late job is no reason to end it."""
        return not self._is_ready and time.monotonic() - self._started_at < _LOAD_LIMIT_S

    def await_ready(self, deadline: float) -> None:
        """Raise TimeoutError at `deadline` (monotonic), ConnectionError when it ended instead."""
        if not self._is_ready:
            self._is_ready = isinstance(self._receive(deadline), WorkerReady)

    def ask(self, job: Job, deadline: float) -> Answer:
        """Raise TimeoutError at `deadline`, ConnectionError when the process is gone."""
        self.await_ready(deadline)
        self._link.settimeout(_left(deadline))
        worker_link.send(self._link, msgspec.msgpack.encode(job))
        return self._receive(deadline)

    def kill(self) -> None:
        """From any thread: whoever waits for an answer gets a ConnectionError."""
        self._process.kill()

    def stop(self) -> int:
        """Kill it, wait for its end and return its exit status."""
        self._process.kill()
        self._link.close()
        return self._process.wait()

    def _receive(self, deadline: float) -> Answer:
        self._link.settimeout(_left(deadline))
        try:
            answer: Answer = msgspec.msgpack.decode(worker_link.receive(self._link), type=Answer)
        except msgspec.DecodeError:
            raise ConnectionAbortedError from None  # a worker that speaks gibberish is lost
        return answer


def _left(deadline: float) -> float:
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        raise TimeoutError
    return left_s
