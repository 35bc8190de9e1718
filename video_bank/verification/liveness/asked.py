"""One prompt of an attempt: what is seen from when it went out, and whether that answers it."""

from typing import Final

import msgspec

from video_bank.verification.evidence import Action
from video_bank.verification.frame import FaceOnFrame
from video_bank.verification.liveness.draw import Task
from video_bank.verification.liveness.gestures import (
    Progress,
    how_telling,
    judge_newest,
    mouth_moves,
)
from video_bank.verification.liveness.jobs import Landmarks
from video_bank.verification.liveness.readings import Reading

# Nobody reads four digits in less, whatever an agent heard.
_READ_WITHIN_S: Final = 1.5


class Answered(msgspec.Struct, frozen=True):
    """One action of an attempt; times as in `ActionSeen`. `face` shows it being done."""

    action: Action
    shown_at: float
    within_s: float
    done_after_s: float | None
    face: FaceOnFrame | None


class Asked:
    """Times are seconds of one clock; the prompt went out at `shown_at`."""

    def __init__(self, task: Task, shown_at: float, until: float, landmarks: Landmarks) -> None:
        self.progress = Progress.PENDING
        self._task = task
        self._shown_at = shown_at
        self._until = min(shown_at + task.within_s, until)
        self._landmarks: Landmarks = landmarks
        self._readings: list[Reading] = []
        self._telling = 0.0
        self._face: FaceOnFrame | None = None
        self._heard_at: float | None = None

    def is_open(self, now: float) -> bool:
        return self.progress is Progress.PENDING and now < self._until

    def see(self, reading: Reading, face: FaceOnFrame | None) -> None:
        """Judge the next frame; what is seen too late counts for nothing."""
        if reading.at > self._until:
            return
        self._readings.append(reading)
        telling = how_telling(self._task.action, reading)
        if telling > self._telling:
            self._telling, self._face = telling, face
        self.progress = judge_newest(
            self._task.action, self._readings, self._shown_at, self._landmarks
        )

    def hear(self, is_right: bool | None, now: float) -> None:  # noqa: FBT001 what was heard, so far
        """Take the agent's word on the digits; None: there is none yet. Movements are only seen."""
        if is_right is None or not self._task.digits or self.progress is not Progress.PENDING:
            return
        if not is_right:
            self.progress = Progress.WRONG
        elif now - self._shown_at >= _READ_WITHIN_S:
            self.progress, self._heard_at = Progress.DONE, now

    def answer(self, began_at: float) -> Answered:
        """`began_at`: of the whole attempt."""
        is_done = self.progress is Progress.DONE
        done_at = self._heard_at or (self._readings[-1].at if self._readings else self._shown_at)
        return Answered(
            self._task.action,
            round(self._shown_at - began_at, 2),
            self._task.within_s,
            round(done_at - self._shown_at, 2) if is_done else None,
            self._face if is_done else None,
        )

    def mouth_moved(self) -> float:
        """Return how much the mouth moved, 0 to 1; it should where digits are read."""
        return mouth_moves(self._readings)
