"""Where a check's video comes from: its own frames, earlier meetings, what the page told."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from video_bank.errors import UnavailableError
from video_bank.ids import SessionId
from video_bank.media.commands import StartCheck
from video_bank.verification.evidence import Finding, Reason
from video_bank.verification.liveness import flash, signals
from video_bank.verification.liveness.challenge import Challenged
from video_bank.verification.liveness.fingerprints import (
    Fingerprint,
    Seen,
    find_replay,
    thin_out,
)


class EarlierVideos(Protocol):
    """Fingerprints of the videos of earlier meetings."""

    async def find(self, session_id: SessionId, now: Sequence[Fingerprint]) -> list[Seen]:
        """Return those of other meetings that may be near; raise UnavailableError."""
        ...

    async def keep(self, session_id: SessionId, kept: Sequence[Fingerprint]) -> None:
        """Raise UnavailableError."""
        ...


async def find_signals(
    command: StartCheck, challenged: Challenged, earlier: EarlierVideos
) -> tuple[list[Finding], float | None]:
    """Return the findings, and how well the face followed the flash (None: not measured)."""
    led, memory = challenged.led, challenged.memory
    (of_frames, followed), of_replay = await asyncio.gather(
        asyncio.to_thread(_measure, challenged),
        _look_back(command.session_id, memory.fingerprints, earlier),
    )
    found = [
        *signals.of_challenge(led),
        *of_frames,
        *signals.of_flash(followed),
        *of_replay,
        *signals.of_camera(command),
    ]
    return found, followed


def _measure(challenged: Challenged) -> tuple[list[Finding], float | None]:
    memory = challenged.memory
    return signals.of_frames(memory), flash.agreement(memory.shown, memory.tints)


async def _look_back(
    session_id: SessionId, now: Sequence[Fingerprint], earlier: EarlierVideos
) -> list[Finding]:
    """Look for this video among earlier ones and keep it; closed when nobody can look."""
    try:
        seen = await earlier.find(session_id, now)
        replay = await asyncio.to_thread(find_replay, now, seen)
        await earlier.keep(session_id, thin_out(now))
    except UnavailableError:
        return [Finding(Reason.SEEN_BEFORE_UNKNOWN)]
    return signals.of_replay(replay)
