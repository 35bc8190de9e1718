"""What a check's frames say of their origin, each as a reason with its value and limit (pure)."""

import itertools
import math
from collections.abc import Sequence
from typing import Final

from video_bank.media.commands import StartCheck
from video_bank.verification.evidence import Finding, Reason
from video_bank.verification.liveness import flash, repeats
from video_bank.verification.liveness.fingerprints import ENOUGH, Replay
from video_bank.verification.liveness.leader import Led
from video_bank.verification.liveness.memory import Memory

FACE_CHANGED: Final = 0.40  # one person's frames of one meeting: median .19, p95 .21
_FEWEST_FRAMES_PER_S: Final = 8.0  # below, a blink falls between two frames
_CROWDED: Final = 3  # frames: one alone may be a poster's
_LEAST_IRREGULAR: Final = 0.005
_LEAST_MOUTH: Final = 0.15
_MOVES_BY_ITSELF: Final = 2  # attempts: once anybody looks away


def of_challenge(led: Led) -> list[Finding]:
    """Beside whether it was answered, which the policy sees by itself."""
    found = []
    if led.wrong_moves:
        found.append(Finding(Reason.WRONG_MOVEMENT, led.wrong_moves))
    if led.unasked_moves >= _MOVES_BY_ITSELF:
        found.append(Finding(Reason.UNASKED_MOVEMENT, led.unasked_moves, _MOVES_BY_ITSELF))
    if led.mouth_moved is not None and led.mouth_moved < _LEAST_MOUTH:
        found.append(Finding(Reason.MOUTH_STILL, round(led.mouth_moved, 3), _LEAST_MOUTH))
    return found


def of_frames(memory: Memory) -> list[Finding]:
    """Takes some tens of milliseconds."""
    found = []
    if loop := repeats.find_loop(memory.thumbnails, memory.times):
        value = round(loop.difference, 3)
        found.append(Finding(Reason.PICTURE_LOOPS, value, repeats.LOOPED))
    still = repeats.still_share(memory.thumbnails)
    if still >= repeats.STILL_SHARE:
        found.append(Finding(Reason.PICTURE_STANDS, round(still, 3), repeats.STILL_SHARE))
    spread = repeats.irregularity(memory.rtp_times)
    if spread is not None and spread < _LEAST_IRREGULAR:
        found.append(Finding(Reason.TIMING_REGULAR, round(spread, 5), _LEAST_IRREGULAR))
    if len(memory.times) > 1 and memory.frames_per_s < _FEWEST_FRAMES_PER_S:
        rate = round(memory.frames_per_s, 1)
        found.append(Finding(Reason.FRAMES_SLOW, rate, _FEWEST_FRAMES_PER_S))
    if memory.crowded >= _CROWDED:
        found.append(Finding(Reason.SECOND_FACE, memory.crowded, _CROWDED))
    return found


def of_flash(agreement: float | None) -> list[Finding]:
    if agreement is None:
        return []
    is_followed = agreement >= flash.FOLLOWED
    reason = Reason.FLASH_FOLLOWED if is_followed else Reason.FLASH_NOT_FOLLOWED
    return [Finding(reason, round(agreement, 3), flash.FOLLOWED)]


def of_camera(command: StartCheck) -> list[Finding]:
    """By what the page told, which may be untrue."""
    found = []
    if command.camera_looks_virtual:
        found.append(Finding(Reason.CAMERA_LOOKS_VIRTUAL))
    if command.camera_lacks_abilities:
        found.append(Finding(Reason.CAMERA_LACKS_ABILITIES))
    return found


def of_replay(replay: Replay | None) -> list[Finding]:
    return [Finding(Reason.SEEN_BEFORE, replay.pictures, ENOUGH)] if replay else []


def of_identity(encodings: Sequence[Sequence[float]]) -> list[Finding]:
    """Whether the frames that are compared are of one person among themselves."""
    apart = max((math.dist(*pair) for pair in itertools.combinations(encodings, 2)), default=0.0)
    return (
        [Finding(Reason.FACE_CHANGED, round(apart, 3), FACE_CHANGED)]
        if apart > FACE_CHANGED
        else []
    )
