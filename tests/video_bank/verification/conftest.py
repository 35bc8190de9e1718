"""Worker processes shared by this folder's tests: loading the models takes two seconds."""

import asyncio
from collections.abc import Iterator

import pytest

from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.worker_pool import WorkerPool


@pytest.fixture(scope="session")
def face_pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(engine=EngineChoice())
    yield pool
    asyncio.run(pool.close())


@pytest.fixture(scope="session")
def picture_pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(engine=None)
    yield pool
    asyncio.run(pool.close())
