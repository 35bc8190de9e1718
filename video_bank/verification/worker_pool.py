"""Worker processes for pictures and faces: dlib holds the GIL, decoders run strangers' content.

A worker that dies is replaced and its job tried once more; a job that is late ends its worker.
"""

import asyncio
import queue
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import msgspec

from video_bank.errors import UnavailableError
from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.errors import (
    CardBlurredError,
    CardDarkError,
    CardGlareError,
    CardNotFoundError,
    CardTooSmallError,
    CardWrongSideError,
    NoFaceError,
    PictureUnreadableError,
    SeveralFacesError,
    WorkerDiedError,
)
from video_bank.verification.worker_jobs import Answer, Job, JobRefused
from video_bank.verification.worker_post import WorkerPost

_JOB_LIMIT_S: Final = 10.0  # waiting for a worker included
_WARM_UP_LIMIT_S: Final = 60.0
_MOST_JOBS: Final = 16  # per worker, waiting ones included; each may hold a picture of 10 MB
_REFUSALS: Final = {
    error.code: error
    for error in (
        CardBlurredError,
        CardDarkError,
        CardGlareError,
        CardNotFoundError,
        CardTooSmallError,
        CardWrongSideError,
        NoFaceError,
        PictureUnreadableError,
        SeveralFacesError,
    )
}

T = TypeVar("T")
AnswerT = TypeVar("AnswerT", bound=Answer)


class WorkerPool:
    """`engine=None`: light workers that only decode pictures.

    Workers start with the first job or `warm_up()`. To be closed.
    """

    def __init__(self, workers: int = 1, *, engine: EngineChoice | None) -> None:
        kind = "face_worker" if engine else "picture_worker"
        arguments = [msgspec.json.encode(engine).decode()] if engine else []
        module = f"video_bank.verification.{kind}"
        self._posts = [WorkerPost(module, *arguments) for _ in range(workers)]
        self._free: queue.SimpleQueue[WorkerPost] = queue.SimpleQueue()
        for post in self._posts:
            self._free.put(post)
        # As many threads as posts: a thread that runs always finds a free one.
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix=kind)
        self._jobs = 0
        self._is_closed = False

    @property
    def pids(self) -> list[int]:
        """The processes that stand by or work now."""
        return [pid for post in self._posts if (pid := post.pid) is not None]

    async def warm_up(self) -> None:
        """Return when every worker is ready; raise UnavailableError when one cannot start."""
        deadline = time.monotonic() + _WARM_UP_LIMIT_S
        for _ in self._posts:  # the free ones stand in a row, so each has its turn
            await self._in_thread(lambda post: post.warm_up(deadline))

    async def run(self, job: Job, answer: type[AnswerT]) -> AnswerT:
        """Return the worker's `answer`, or raise what it refused the job with.

        Raise UnavailableError when no worker answers within 10 s or too many jobs wait, and
        WorkerDiedError when the job ended two workers.
        """
        deadline = time.monotonic() + _JOB_LIMIT_S
        if self._jobs >= _MOST_JOBS * len(self._posts):
            raise UnavailableError
        self._jobs += 1
        try:
            given = await self._in_thread(lambda post: post.ask(job, deadline))
        finally:
            self._jobs -= 1
        if isinstance(given, JobRefused) and given.code in _REFUSALS:
            raise _REFUSALS[given.code]
        if not isinstance(given, answer):
            raise WorkerDiedError  # in all but name: it does not answer what it is asked
        return given

    async def close(self) -> None:
        """End the workers; jobs at hand fail with UnavailableError. Idempotent."""
        self._is_closed = True
        for post in self._posts:
            post.close()
        await asyncio.to_thread(self._clear)

    async def _in_thread(self, action: Callable[[WorkerPost], T]) -> T:
        if self._is_closed:
            raise UnavailableError
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self._at_free_post, action
        )

    def _at_free_post(self, action: Callable[[WorkerPost], T]) -> T:
        post = self._free.get()
        try:
            return action(post)
        finally:
            self._free.put(post)

    def _clear(self) -> None:
        self._threads.shutdown()  # jobs that wait fail one by one at a closed post
        for post in self._posts:
            post.clear()
