"""Whole challenges at once on one node's worker: the loop's stall, time to the verdict, errors.

`python -m tests.benchmarks.verification.challenges`. Heads are drawn beforehand; each follows its
own prompts.
"""

import asyncio
import time
from collections.abc import Callable
from functools import cache
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from tests.benchmarks.verification.checks import NoEarlier, NoPage
from tests.drawn_head import STILL, Pose, draw_head
from tests.video_bank.verification.pictures import astronaut, jpeg
from tests.video_bank.verification.taps import FilmedTap
from tests.video_bank.verification.vaults import MemoryVault, OpenKey
from video_bank.clock import SystemClock
from video_bank.ids import new_check_id, new_session_id
from video_bank.media.commands import JudgeDigits, LegName, StartCheck
from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.evidence import CheckFinished, Thresholds
from video_bank.verification.liveness.challenge import Challenges
from video_bank.verification.liveness.progress import ChallengeMoved, Phase, Prompt
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.verifier import Verifier
from video_bank.verification.worker_pool import WorkerPool

_TICK_S: Final = 0.002
_POSES: Final = {
    "": STILL,
    "turn_left": Pose(turn=1.35),
    "turn_right": Pose(turn=-1.35),
    "nod": Pose(nod=0.9),
    "blink": Pose(closed=1.0),
    "read_digits": Pose(mouth=0.6),
}


class Head:
    """Sways, and does what the newest prompt says."""

    def __init__(self, on_digits: Callable[[Prompt], None]) -> None:
        self.over_at = 0.0  # when nothing more was to be done
        self._on_digits = on_digits
        self._prompt: Prompt | None = None
        self._since = 0.0

    def hear(self, news: msgspec.Struct) -> None:
        assert isinstance(news, ChallengeMoved)
        self._prompt, self._since = news.progress.prompt, time.monotonic()
        if news.progress.phase is Phase.COMPARING:
            self.over_at = time.monotonic()
        if self._prompt and self._prompt.digits:
            self._on_digits(self._prompt)

    def film(self, now: float) -> npt.NDArray[np.uint8]:
        since = time.monotonic() - self._since - 0.4
        action = self._prompt.action if self._prompt else ""
        is_there = since % 0.7 < 0.3 if action in {"blink", "read_digits"} else since < 1.2
        x, y = round(6 * np.sin(1.7 * now)), round(4 * np.sin(2.9 * now))
        return np.roll(_drawn(action if since > 0 and is_there else ""), (y, x), (0, 1))


async def main() -> None:
    pool = WorkerPool(engine=EngineChoice())
    for name in _POSES:
        _drawn(name)
    try:
        await pool.warm_up()
        for count in (1, 4, 8):
            stall = asyncio.create_task(_watch_loop())
            found = await asyncio.gather(*(_check(pool) for _ in range(count)))
            stall.cancel()
            worst = max(verdict_ms for _, verdict_ms in found)
            stall_ms = await stall
            print(f"{count}: {[name for name, _ in found]} {worst=:.0f} ms {stall_ms=:.1f}")
    finally:
        await pool.close()


async def _check(pool: WorkerPool) -> tuple[str, float]:
    """Return the verdict or why there is none, and ms from the challenge's end to the outcome."""
    pictures, session = PictureStore(MemoryVault(), OpenKey()), new_session_id()
    key = await OpenKey().make_data_key(session)
    picture = await pictures.put(session, key, jpeg(astronaut(), quality=95))
    challenges = Challenges(pool, NoPage(), "5")
    verifier = Verifier(pool, pictures, Thresholds(), challenges, NoEarlier(), SystemClock())
    command = StartCheck(session, new_check_id(), picture, LegName.CUSTOMER, has_flash=True)

    def judge(prompt: Prompt) -> None:
        word = JudgeDigits(session, command.check_id, prompt.number, is_right=True)
        asyncio.get_running_loop().call_later(1.5, verifier.tell, word)

    head = Head(judge)
    outcome = await verifier.run(command, key, FilmedTap(head.film), head.hear)
    name = outcome.evidence.verdict if isinstance(outcome, CheckFinished) else outcome.code
    return str(name), (time.monotonic() - head.over_at) * 1000


async def _watch_loop() -> float:
    """Return the longest time that the loop did not come round, in ms, when it is cancelled."""
    worst, before = 0.0, time.monotonic()
    try:
        while True:
            await asyncio.sleep(_TICK_S)
            now = time.monotonic()
            worst, before = max(worst, now - before - _TICK_S), now
    except asyncio.CancelledError:
        return worst * 1000


@cache
def _drawn(name: str) -> npt.NDArray[np.uint8]:
    return draw_head(_POSES[name], noise=len(name))


if __name__ == "__main__":
    asyncio.run(main())
