"""The live analysis of a check without a challenge: gates on frames, and the best ones."""

from video_bank.clock import Clock
from video_bank.media.needs import FrameTap
from video_bank.verification.evidence import Finding, Reason
from video_bank.verification.live_face import collect_best
from video_bank.verification.measuring.clips import Analysed
from video_bank.verification.policy import ENOUGH_LIVE_FRAMES
from video_bank.verification.quality import find_live_flaws
from video_bank.verification.worker_pool import WorkerPool


class GatesAnalysis:
    """A LiveAnalysis."""

    def __init__(self, pool: WorkerPool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def analyse(self, tap: FrameTap) -> Analysed:
        """Raise NoLiveFaceError or SeveralFacesError when no frame can be compared."""
        live = await collect_best(self._pool, tap, self._clock)
        findings = [Finding(Reason.NO_CHALLENGE), *find_live_flaws([face.quality for face in live])]
        if len(live) < ENOUGH_LIVE_FRAMES:
            findings.append(Finding(Reason.FEW_LIVE_FRAMES, len(live), ENOUGH_LIVE_FRAMES))
        return Analysed(is_answered=False, findings=tuple(findings))
