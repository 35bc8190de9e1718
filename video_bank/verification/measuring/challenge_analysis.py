"""The live analysis of a check: a fresh challenge, and what the frames say of their origin."""

from contextlib import suppress

from video_bank.errors import BankError, ErrorCode
from video_bank.ids import new_check_id
from video_bank.media.needs import TakenFrame
from video_bank.verification.errors import NoLiveFaceError, SeveralFacesError
from video_bank.verification.evidence import Finding, Reason
from video_bank.verification.liveness import signals
from video_bank.verification.liveness.draw import USUAL
from video_bank.verification.liveness.guidance import Guidance, Guide
from video_bank.verification.liveness.jobs import Landmarks
from video_bank.verification.liveness.leader import Leader, Led
from video_bank.verification.liveness.memory import Memory
from video_bank.verification.liveness.progress import ChallengeProgress
from video_bank.verification.liveness.sights import Sights
from video_bank.verification.measuring.clips import Analysed, ClipTap
from video_bank.verification.policy import ENOUGH_LIVE_FRAMES
from video_bank.verification.quality import find_live_flaws
from video_bank.verification.worker_pool import WorkerPool


class ChallengeAnalysis:
    """A LiveAnalysis. Nobody hears digits, and no screen shows colours to a clip."""

    def __init__(self, pool: WorkerPool, landmarks: Landmarks) -> None:
        self._pool = pool
        self._landmarks: Landmarks = landmarks

    async def analyse(self, tap: ClipTap) -> Analysed:
        """Raise NoLiveFaceError or SeveralFacesError when no frame can be compared."""
        leader = Leader(
            Sights(self._pool, _EndingTap(tap), self._landmarks),
            Guide(new_check_id(), _to_nobody),
            _forget,
            USUAL,
            has_flash=False,
        )
        led: Led | None = None
        with suppress(_ClipOverError):
            led = await leader.lead()
        memory = leader.memory
        if not memory.best:
            raise SeveralFacesError if memory.crowded else NoLiveFaceError
        is_answered = led is not None and all(
            answer.done_after_s is not None for answer in led.answers
        )
        return Analysed(is_answered, tuple(_find(led, memory, is_answered=is_answered)))


def _find(led: Led | None, memory: Memory, *, is_answered: bool) -> list[Finding]:
    best = memory.best
    found = [] if is_answered else [Finding(Reason.CHALLENGE_UNANSWERED)]
    if led is not None:
        found += signals.of_challenge(led)
    found += [*signals.of_frames(memory), *find_live_flaws([face.quality for face in best])]
    if len(best) < ENOUGH_LIVE_FRAMES:
        found.append(Finding(Reason.FEW_LIVE_FRAMES, len(best), ENOUGH_LIVE_FRAMES))
    return found


class _ClipOverError(BankError):
    """Ends the challenge: no more frames will come."""

    code = ErrorCode.NO_LIVE_FACE


class _EndingTap:
    def __init__(self, tap: ClipTap) -> None:
        self._tap = tap

    async def next_frame(self, timeout: float) -> TakenFrame:
        if self._tap.is_over:
            raise _ClipOverError
        return await self._tap.next_frame(timeout)


async def _to_nobody(_: Guidance) -> None: ...


def _forget(_: ChallengeProgress) -> None: ...
