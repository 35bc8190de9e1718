"""What a check costs: time to compare, time to the verdict, the event loop's stall, memory."""

import asyncio
import math
import statistics
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from tests.drawn_head import STILL, Pose, draw_head
from tests.video_bank.verification.liveness.test_challenge import POSES, Customer
from tests.video_bank.verification.pictures import (
    Rgb,
    admiral,
    astronaut,
    jpeg,
    png_bomb,
    webcam_frames,
)
from tests.video_bank.verification.taps import FilmedTap
from tests.video_bank.verification.vaults import MemoryVault, OpenKey
from video_bank.clock import SystemClock
from video_bank.ids import SessionId, new_check_id, new_session_id
from video_bank.media.commands import JudgeDigits, LegName, StartCheck
from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.errors import PictureTooLargeError
from video_bank.verification.evidence import (
    CheckFailed,
    CheckFinished,
    Thresholds,
    Verdict,
)
from video_bank.verification.frame import FaceOnFrame, Frame
from video_bank.verification.liveness.challenge import Challenges
from video_bank.verification.liveness.fingerprints import Fingerprint, Seen
from video_bank.verification.liveness.guidance import Guidance
from video_bank.verification.liveness.progress import Prompt
from video_bank.verification.picture_gate import PictureGate
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.verifier import Verifier
from video_bank.verification.worker_jobs import (
    EncodeFaces,
    FacesEncoded,
    FrameRead,
    ReadFrame,
)
from video_bank.verification.worker_pool import WorkerPool

_TIMES: Final = 7
_DRAWN: Final = 8  # pictures of each pose
_TICK_S: Final = 0.002
_MB: Final = 1_000_000
_BOMB: Final = png_bomb(8_500, 8_500)


class Answering(Customer):
    """Does what is asked; each picture was drawn before the clock runs."""

    def __init__(self) -> None:
        super().__init__()
        self.last_shown_at = 0.0

    def film(self, now: float) -> Rgb:
        self.last_shown_at = time.monotonic()
        return _draw(self._pose(), int(now * 15) % _DRAWN)


class NoWay:
    """A page that nobody looks at."""

    async def show(self, session_id: SessionId, guidance: Guidance) -> None: ...


class NoVideos:
    """No earlier meetings."""

    async def find(self, session_id: SessionId, now: Sequence[Fingerprint]) -> list[Seen]:
        return []

    async def keep(self, session_id: SessionId, kept: Sequence[Fingerprint]) -> None: ...


async def measure_checks(engine: EngineChoice) -> dict[str, float]:
    pool = WorkerPool(2, engine=engine)
    try:
        await pool.warm_up()
        compare_ms = [await _compare_ms(pool) for _ in range(_TIMES)]
        for pose in (STILL, *POSES.values()):
            for number in range(_DRAWN):
                _draw(pose, number)
        _, verdict_ms = await _check(pool)
        stall = asyncio.create_task(_watch_loop())
        await asyncio.gather(*(_check(pool) for _ in range(4)))
        stall.cancel()
        began = time.monotonic()
        eight = await asyncio.gather(*(_check(pool) for _ in range(8)))
        took_s = time.monotonic() - began
        return {
            "compare_ms": statistics.median(compare_ms),
            "verdict_ms": verdict_ms,
            "stall_ms": await _result(stall),
            "eight_checks_s": took_s,
            "eight_checks_failed": sum(failed for failed, _ in eight),
            "other_person_passed": await _is_other_passed(pool),
            "worker_mb": max(_peak_mb(pid) for pid in pool.pids),
        }
    finally:
        await pool.close()


def measure_bomb() -> dict[str, float]:
    """A valid PNG of 9 kB and 72 Mpx: how long it takes to refuse it, and how much memory."""

    async def refuse() -> None:
        pool = WorkerPool(engine=None)
        try:
            await PictureGate(pool).admit(_BOMB)
        except PictureTooLargeError:
            return
        finally:
            await pool.close()
        raise AssertionError("the bomb was admitted")

    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _status_mb("self", "VmRSS")
    began = time.perf_counter()
    asyncio.run(refuse())
    took_ms = (time.perf_counter() - began) * 1000
    return {
        "bomb_bytes": len(_BOMB),
        "bomb_ms": took_ms,
        "bomb_mb": max(0.0, _status_mb("self", "VmHWM") - before),
    }


async def _compare_ms(pool: WorkerPool) -> float:
    """Encode three frames, as is done once the document's encoding is there; of one core."""
    faces = []
    for rgb in _frames():
        frame = Frame(rgb.shape[1], rgb.shape[0], rgb.tobytes())
        read = await pool.run(ReadFrame(frame), FrameRead)
        assert read.box
        faces.append(FaceOnFrame(frame, read.box))
    before = _cpu_ms(pool)
    await pool.run(EncodeFaces(tuple(faces)), FacesEncoded)
    return _cpu_ms(pool) - before


async def _check(pool: WorkerPool) -> tuple[bool, float]:
    """Run a whole check; return whether it failed, and ms from the last frame to the outcome."""
    outcome, took_ms = await _run_check(pool, _document())
    return isinstance(outcome, CheckFailed), took_ms


async def _is_other_passed(pool: WorkerPool) -> bool:
    """Hold a video of another person that does all that is asked against the document."""
    outcome, _ = await _run_check(pool, jpeg(admiral(), quality=95))
    return isinstance(outcome, CheckFinished) and outcome.evidence.verdict is Verdict.PASSED


async def _run_check(
    pool: WorkerPool, document: bytes
) -> tuple[CheckFinished | CheckFailed, float]:
    pictures = PictureStore(MemoryVault(), OpenKey())
    session = new_session_id()
    key = await OpenKey().make_data_key(session)
    picture = await pictures.put(session, key, document)
    challenges = Challenges(pool, NoWay(), "5")
    verifier = Verifier(pool, pictures, Thresholds(), challenges, NoVideos(), SystemClock())
    command = StartCheck(session, new_check_id(), picture, LegName.CUSTOMER)
    customer = Answering()

    def hear_digits(prompt: Prompt) -> None:
        if prompt.digits:
            word = JudgeDigits(session, command.check_id, prompt.number, is_right=True)
            asyncio.get_running_loop().call_later(1.0, verifier.tell, word)

    customer.on_prompt = hear_digits
    outcome = await verifier.run(command, key, FilmedTap(customer.film), customer.hear)
    return outcome, (time.monotonic() - customer.last_shown_at) * 1000


@cache
def _draw(pose: Pose, number: int) -> Rgb:
    sway = (4 * math.sin(1.7 * number), 3 * math.sin(1.1 * number))
    return draw_head(pose._replace(shift=sway), number)


@cache
def _frames() -> list[Rgb]:
    return webcam_frames(astronaut(), 3)


@cache
def _document() -> bytes:
    return jpeg(astronaut(), quality=95)


def _cpu_ms(pool: WorkerPool) -> float:
    """Return the processor time that the workers took until now."""
    schedules = (Path(f"/proc/{pid}/schedstat").read_text() for pid in pool.pids)
    return sum(int(schedule.split()[0]) for schedule in schedules) / 1e6


async def _watch_loop() -> float:
    """Return, when cancelled, the longest time in ms that the event loop was late."""
    worst = 0.0
    try:
        while True:
            due = time.perf_counter() + _TICK_S
            await asyncio.sleep(_TICK_S)
            worst = max(worst, time.perf_counter() - due)
    except asyncio.CancelledError:
        return worst * 1000


async def _result(task: asyncio.Task[float]) -> float:
    return await task


def _peak_mb(pid: int) -> float:
    return _status_mb(str(pid), "VmHWM")


def _status_mb(pid: str, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    [line] = [line for line in lines if line.startswith(f"{name}:")]
    return int(line.split()[1]) * 1024 / _MB
