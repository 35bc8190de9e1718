"""A post that one worker process at a time fills. Blocks: for the pool's threads only."""

import threading
from typing import Final

import structlog

from video_bank.errors import UnavailableError
from video_bank.verification.errors import WorkerDiedError
from video_bank.verification.worker_jobs import Answer, Job
from video_bank.verification.worker_process import WorkerProcess

_ATTEMPTS: Final = 2
_log = structlog.get_logger()


class WorkerPost:
    """Used by one thread at a time, except `close`."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._module = module
        self._arguments = arguments
        self._worker: WorkerProcess | None = None
        self._closed = threading.Event()

    @property
    def pid(self) -> int | None:
        return self._worker.pid if self._worker else None

    def warm_up(self, deadline: float) -> None:
        """Return when a worker is ready; raise UnavailableError when none is by `deadline`."""
        try:
            self._filled().await_ready(deadline)
        except TimeoutError:
            raise UnavailableError from None
        except OSError:
            self._bury("A worker could not start")
            raise WorkerDiedError from None

    def ask(self, job: Job, deadline: float) -> Answer:
        """Raise UnavailableError at `deadline`, WorkerDiedError when the job ended two workers."""
        for _ in range(_ATTEMPTS):
            try:
                return self._filled().ask(job, deadline)
            except TimeoutError:
                if self._worker and not self._worker.is_loading:
                    self._bury("A worker was late")
                raise UnavailableError from None
            except OSError:
                self._bury("A worker died")
        raise WorkerDiedError

    def close(self) -> None:
        """From any thread; ends the job at hand with an UnavailableError."""
        self._closed.set()
        if worker := self._worker:
            worker.kill()

    def clear(self) -> None:
        """After the last job: wait for the worker's end."""
        if self._worker:
            self._worker.stop()
            self._worker = None

    def _filled(self) -> WorkerProcess:
        if self._closed.is_set():
            raise UnavailableError
        if self._worker and not self._worker.is_alive:
            self._bury("A worker died while it had nothing to do")
        if self._worker is None:
            self._worker = WorkerProcess(self._module, *self._arguments)
        if self._closed.is_set():  # while it started
            self._worker.kill()
        return self._worker

    def _bury(self, sentence: str) -> None:
        if worker := self._worker:
            self._worker = None
            status = worker.stop()
            if not self._closed.is_set():
                _log.error(sentence, worker=self._module, pid=worker.pid, status=status)
