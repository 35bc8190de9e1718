"""Live faces by a challenge: the leader of each check that runs, its guide, and what came of it."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

import msgspec

from video_bank.ids import CheckId, SessionId
from video_bank.media.commands import EaseChallenge, JudgeDigits, StartCheck
from video_bank.media.needs import FrameTap
from video_bank.verification.errors import NoLiveFaceError, SeveralFacesError
from video_bank.verification.live_face import LiveFace
from video_bank.verification.liveness.draw import SLOW, USUAL
from video_bank.verification.liveness.guidance import Guidance, Guide
from video_bank.verification.liveness.jobs import Landmarks
from video_bank.verification.liveness.leader import Leader, Led
from video_bank.verification.liveness.memory import Memory
from video_bank.verification.liveness.progress import ChallengeMoved, ChallengeProgress, Phase
from video_bank.verification.liveness.sights import Sights
from video_bank.verification.worker_pool import WorkerPool


class GuidanceWay(Protocol):
    """The way to a customer's page."""

    async def show(self, session_id: SessionId, guidance: Guidance) -> None:
        """Raise UnavailableError when it is barred."""
        ...


class Challenged(msgspec.Struct, frozen=True):
    """What a challenge came out with, and what its frames left in memory."""

    led: Led
    memory: Memory


class Challenges:
    """All that run on this node, each led by one task."""

    def __init__(self, pool: WorkerPool, way: GuidanceWay, landmarks: Landmarks) -> None:
        self._pool = pool
        self._way = way
        self.landmarks: Landmarks = landmarks
        self._leaders: dict[CheckId, Leader] = {}

    async def run(
        self,
        command: StartCheck,
        tap: FrameTap,
        publish: Callable[[msgspec.Struct], None],
        offer: Callable[[Sequence[LiveFace]], None],
    ) -> Challenged:
        """Raise NoLiveFaceError or SeveralFacesError when no frame can be compared.

        `offer` gets the best frames so far whenever nothing is asked for a moment.
        """

        def say(progress: ChallengeProgress) -> None:
            if progress.phase is Phase.WELL_DONE:
                offer(leader.memory.best)
            publish(ChallengeMoved(command.session_id, command.check_id, progress))

        guide = Guide(command.check_id, partial(self._way.show, command.session_id))
        leader = self._leaders[command.check_id] = Leader(
            Sights(self._pool, tap, self.landmarks),
            guide,
            say,
            SLOW if command.is_slow else USUAL,
            has_flash=command.has_flash,
        )
        guiding = asyncio.create_task(guide.run(), name="guide")
        try:
            led = await leader.lead()
        finally:
            del self._leaders[command.check_id]
            guiding.cancel()
            with suppress(asyncio.CancelledError):
                await guiding
            await guide.finish()
        if not leader.memory.best:
            raise SeveralFacesError if leader.memory.crowded else NoLiveFaceError
        return Challenged(led, leader.memory)

    def tell(self, command: EaseChallenge | JudgeDigits) -> None:
        leader = self._leaders.get(command.check_id)
        match command:
            case EaseChallenge() if leader:
                leader.ease(command)
            case JudgeDigits() if leader:
                leader.judge_digits(command)
