"""The live analysis of a call: one attempt at a challenge that a clip cannot hear, and signals."""

import asyncio

from video_bank.ids import new_check_id
from video_bank.media.needs import FrameTap
from video_bank.verification.engine_choice import Landmarks
from video_bank.verification.errors import NoLiveFaceError, SeveralFacesError
from video_bank.verification.evidence import Finding, Reason
from video_bank.verification.liveness import signals
from video_bank.verification.liveness.draw import USUAL
from video_bank.verification.liveness.guidance import Guidance, Guide
from video_bank.verification.liveness.leader import Leader, Led
from video_bank.verification.liveness.progress import ChallengeProgress
from video_bank.verification.liveness.sights import Sights
from video_bank.verification.measuring.clips import Analysed
from video_bank.verification.policy import ENOUGH_LIVE_FRAMES
from video_bank.verification.quality import find_live_flaws
from video_bank.verification.worker_pool import WorkerPool


class ChallengeAnalysis:
    """A LiveAnalysis. What takes other calls (videos of earlier meetings) or a screen (colours)
    is not measured.
    """

    def __init__(self, pool: WorkerPool, landmarks: Landmarks) -> None:
        self._pool = pool
        self._landmarks: Landmarks = landmarks

    async def analyse(self, tap: FrameTap) -> Analysed:
        """Raise NoLiveFaceError or SeveralFacesError when no frame can be compared."""
        sights = Sights(self._pool, tap, self._landmarks)
        guide = Guide(new_check_id(), _tell_nobody)
        leader = Leader(sights, guide, _say_nothing, USUAL, has_flash=False, attempts=1)
        led = await _lead(leader)
        best = leader.memory.best
        if not best:
            raise SeveralFacesError if leader.memory.crowded else NoLiveFaceError
        is_answered = led is not None and led.is_answered
        findings = [
            *find_live_flaws([face.quality for face in best]),
            *await asyncio.to_thread(signals.of_frames, leader.memory),
        ]
        if not is_answered:
            findings.append(Finding(Reason.CHALLENGE_UNANSWERED))
        if len(best) < ENOUGH_LIVE_FRAMES:
            findings.append(Finding(Reason.FEW_LIVE_FRAMES, len(best), ENOUGH_LIVE_FRAMES))
        return Analysed(is_answered, tuple(findings))


async def _lead(leader: Leader) -> Led | None:
    """Return None when the clip ended before its attempt did."""
    try:
        return await leader.lead()
    except NoLiveFaceError:
        return None


async def _tell_nobody(_guidance: Guidance) -> None:
    pass


def _say_nothing(_progress: ChallengeProgress) -> None:
    pass
