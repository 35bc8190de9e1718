"""Workers that are killed, hang or cannot start, and what is left when the pool is closed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from tests.eventually import eventually
from tests.video_bank.verification.pictures import astronaut, jpeg, opened
from video_bank.errors import UnavailableError
from video_bank.verification import worker_pool
from video_bank.verification.errors import PictureUnreadableError, WorkerDiedError
from video_bank.verification.worker_jobs import DocumentRead, PictureReencoded, ReencodePicture
from video_bank.verification.worker_pool import WorkerPool

SMALL: Final = ReencodePicture(jpeg(astronaut()))
LONG: Final = ReencodePicture(jpeg(astronaut().resize((5000, 5000)), quality=30))  # 0.5 s


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(engine=None)
    yield pool
    await pool.close()


async def test_no_process_starts_before_the_first_job(pool: WorkerPool) -> None:
    assert pool.pids == []
    await pool.run(SMALL, PictureReencoded)
    assert len(pool.pids) == 1


async def test_warm_up_starts_every_worker() -> None:
    pool = WorkerPool(2, engine=None)
    await pool.warm_up()
    assert len(set(pool.pids)) == 2
    await pool.close()


async def test_worker_killed_in_mid_job_is_replaced_and_the_job_done(pool: WorkerPool) -> None:
    await pool.warm_up()
    [killed] = pool.pids
    job = asyncio.create_task(pool.run(LONG, PictureReencoded))
    await _until_busy(killed)
    os.kill(killed, signal.SIGKILL)
    assert opened((await job).content).size == (5000, 5000)
    assert killed not in pool.pids


async def test_job_that_ends_two_workers_is_given_up(pool: WorkerPool) -> None:
    job = asyncio.create_task(pool.run(LONG, PictureReencoded))
    for _ in range(2):
        pid = await eventually(lambda: next(iter(pool.pids), None), why="no worker")
        await _until_busy(pid)
        os.kill(pid, signal.SIGKILL)
        await eventually(partial(_is_gone, pid), why="still there")
    with pytest.raises(WorkerDiedError):
        await job
    assert await _code(pool) is None


async def test_worker_killed_while_idle_is_replaced(pool: WorkerPool) -> None:
    await pool.warm_up()
    [killed] = pool.pids
    os.kill(killed, signal.SIGKILL)
    assert await _code(pool) is None
    assert pool.pids != [killed]


async def test_worker_that_hangs_is_replaced_when_its_job_is_late(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pool.warm_up()
    [hanging] = pool.pids
    monkeypatch.setattr(worker_pool, "_JOB_LIMIT_S", 0.3)
    os.kill(hanging, signal.SIGSTOP)
    with pytest.raises(UnavailableError):
        await pool.run(LONG, PictureReencoded)
    monkeypatch.undo()
    assert await _code(pool) is None
    assert hanging not in pool.pids


async def test_job_that_is_late_because_models_load_leaves_the_worker_alone(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool, "_JOB_LIMIT_S", 0.02)
    with pytest.raises(UnavailableError):
        await pool.run(SMALL, PictureReencoded)
    [loading] = pool.pids
    monkeypatch.undo()
    assert await _code(pool) is None
    assert pool.pids == [loading]


async def test_more_jobs_than_can_wait_are_refused_at_once(pool: WorkerPool) -> None:
    async with asyncio.TaskGroup() as tasks:
        jobs = [tasks.create_task(_code(pool)) for _ in range(18)]
    assert [job.result() for job in jobs].count(None) == 16


async def test_jobs_on_both_workers_run_side_by_side() -> None:
    pool = WorkerPool(2, engine=None)
    results = await asyncio.gather(*(pool.run(SMALL, PictureReencoded) for _ in range(6)))
    assert len({result.content for result in results}) == 1
    assert len(pool.pids) == 2
    await pool.close()


async def test_abandoned_job_leaves_the_worker_usable(pool: WorkerPool) -> None:
    await pool.warm_up()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await pool.run(LONG, PictureReencoded)
    assert await _code(pool) is None


async def test_closing_ends_every_job_and_leaves_no_process() -> None:
    pool = WorkerPool(engine=None)
    await pool.warm_up()
    [pid] = pool.pids
    jobs = [asyncio.create_task(_code(pool, LONG)) for _ in range(3)]
    await _until_busy(pid)
    await pool.close()
    assert [await job for job in jobs] == ["unavailable"] * 3
    assert await _code(pool) == "unavailable"
    assert _is_gone(pid)
    assert pool.pids == []
    await pool.close()


async def test_refusal_comes_back_as_the_error_it_is(pool: WorkerPool) -> None:
    with pytest.raises(PictureUnreadableError):
        await pool.run(ReencodePicture(b"no picture"), PictureReencoded)


async def test_worker_that_answers_something_else_is_not_believed(pool: WorkerPool) -> None:
    with pytest.raises(UnavailableError):
        await pool.run(SMALL, DocumentRead)


async def test_worker_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    pool = WorkerPool(engine=None)
    with pytest.raises(WorkerDiedError):
        await pool.warm_up()
    with pytest.raises(WorkerDiedError):
        await pool.run(SMALL, PictureReencoded)
    await pool.close()


async def test_worker_is_nice_small_and_without_our_secrets(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    await pool.warm_up()
    [pid] = pool.pids
    proc = Path(f"/proc/{pid}")
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, os.nice(0) + 10)
    assert b"secret" not in proc.joinpath("environ").read_bytes()
    limits = proc.joinpath("limits").read_text().splitlines()
    [files] = [line for line in limits if line.startswith("Max open files")]
    assert files.split()[3:5] == ["0", "0"]
    mapped = proc.joinpath("maps").read_text()
    assert "dlib" not in mapped


def test_workers_die_with_a_parent_that_is_killed() -> None:
    code = """
import asyncio, sys
from video_bank.verification.worker_pool import WorkerPool

async def main():
    pool = WorkerPool(engine=None)
    await pool.warm_up()
    print(*pool.pids, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert Path(f"/proc/{pid}").exists()
        parent.kill()
    asyncio.run(eventually(lambda: _is_gone(pid), why="the worker outlived its parent"))


def test_engine_without_pkg_resources_fails_loudly() -> None:
    code = """
import importlib.util as util
find = util.find_spec
util.find_spec = lambda name, *rest: None if name == "pkg_resources" else find(name, *rest)
import video_bank.verification.face_recognition_engine
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "setuptools<81" in ended.stderr


async def _code(pool: WorkerPool, job: ReencodePicture = SMALL) -> str | None:
    try:
        await pool.run(job, PictureReencoded)
    except UnavailableError as error:
        return error.code.value
    return None


async def _until_busy(pid: int) -> None:
    """Return when the process computes: its processor time has grown by 50 ms."""
    begin = _ticks(pid)
    await eventually(lambda: _ticks(pid) >= begin + 5, why="the worker does nothing")


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"  # nobody reaps orphans in a container
