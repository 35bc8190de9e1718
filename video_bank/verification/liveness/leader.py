"""Leads one check's challenge: get ready, then one prompt after the other, each against the clock.

The node draws and leads; the page learns of a prompt when its time begins. Prompts that went out
and answers that came are news for the session; hints and colours go straight to the page.
"""

import time
from collections import Counter
from collections.abc import Callable
from enum import Enum, auto
from typing import Final

import msgspec

from video_bank.media.commands import EaseChallenge, JudgeDigits
from video_bank.media.errors import NoLiveFrameError
from video_bank.verification.errors import NoLiveFaceError
from video_bank.verification.evidence import Action
from video_bank.verification.liveness.asked import Answered, Asked
from video_bank.verification.liveness.draw import COLOUR_S, Drawn, Pace, Task, draw
from video_bank.verification.liveness.flash import Shown
from video_bank.verification.liveness.gestures import Progress, is_neutral, moved_unasked
from video_bank.verification.liveness.guidance import Guide
from video_bank.verification.liveness.hints import Hint, find_hint
from video_bank.verification.liveness.memory import Memory
from video_bank.verification.liveness.progress import ChallengeProgress, Phase, Prompt
from video_bank.verification.liveness.readings import Neutral, Reading, are_alike
from video_bank.verification.liveness.sights import Sight, Sights

ATTEMPTS: Final = 3
_READY_FRAMES: Final = 9  # good ones in a row make the person's own neutral face
_READY_WITHIN_S: Final = 10.0  # as often again at a slow pace
_FIRST_FRAME_S: Final = 3.0  # a decoder may have to wait for a key frame
_FRAME_S: Final = 0.5
_GONE_S: Final = 8.0  # without a picture the camera is gone
_NEUTRAL_WITHIN_S: Final = 1.5  # after an action the head comes back
_BLINK_FRAMES: Final = 4  # nobody is told to open eyes that blink
_AGAIN_S: Final = 2.5  # long enough to read a sentence


class Led(msgspec.Struct, frozen=True):
    """What came of a challenge: its last attempt. `mouth_moved` only where digits were read.

    `wrong_moves` and `unasked_moves` count attempts that ended with another movement than was asked
    for, and with one that was asked for nothing.
    """

    challenge_id: str
    attempt: int
    answers: tuple[Answered, ...]
    colours: tuple[str, ...]
    is_alternative: bool
    wrong_moves: int
    unasked_moves: int
    mouth_moved: float | None

    @property
    def is_answered(self) -> bool:
        """An attempt ends with the first action that was not done."""
        return bool(self.answers) and self.answers[-1].done_after_s is not None


class _End(Enum):
    ANSWERED = auto()
    UNANSWERED = auto()
    EASED = auto()  # the one time that costs no attempt


class Leader:
    """Run `lead` once; `ease` and `judge_digits` meanwhile, from the same loop."""

    def __init__(
        self,
        sights: Sights,
        guide: Guide,
        publish: Callable[[ChallengeProgress], None],
        pace: Pace,
        *,
        has_flash: bool,
    ) -> None:
        self.memory = Memory()
        self._sights = sights
        self._guide = guide
        self._publish = publish
        self._pace = pace
        self._has_flash = has_flash
        self._seen_at = time.monotonic()
        self._progress = ChallengeProgress(0, Phase.GETTING_READY, 1)
        self._prompt = 0  # the newest one's number
        self._cannot = frozenset[Action]()
        self._is_eased = False
        self._was_eased = False
        self._judged: dict[int, bool] = {}  # what the agent said of digits, by the prompt
        self._neutral: Neutral | None = None
        self._drawn: Drawn | None = None
        self._began_at = 0.0
        self._answers: list[Answered] = []
        self._hints: Counter[Hint] = Counter()
        self._shut = 0  # frames in a row
        self._wrong_moves = 0
        self._unasked_moves = 0
        self._mouth_moved: float | None = None

    def ease(self, command: EaseChallenge) -> None:
        prompt = self._progress.prompt
        if prompt is not None and prompt.number == command.prompt:
            self._cannot |= {prompt.action}
            self._is_eased = True

    def judge_digits(self, command: JudgeDigits) -> None:
        prompt = self._progress.prompt
        if prompt is not None and prompt.number == command.prompt and prompt.digits:
            self._judged[prompt.number] = command.is_right

    async def lead(self) -> Led:
        """Return the last attempt; raise NoLiveFaceError when no picture comes any more."""
        await self._see_first()
        attempt = 1
        while True:
            end = await self._try(attempt)
            self._guide.colour(None)
            if end is _End.EASED:
                continue
            if end is _End.ANSWERED or attempt == ATTEMPTS:
                break
            await self._before_next(attempt)
            attempt += 1
        self._guide.hint(None)
        self._say(Phase.COMPARING, prompt=None)
        return Led(
            challenge_id=self._drawn.challenge_id if self._drawn else "",
            attempt=attempt,
            answers=tuple(self._answers),
            colours=self._drawn.colours if self._drawn else (),
            is_alternative=bool(self._cannot),
            wrong_moves=self._wrong_moves,
            unasked_moves=self._unasked_moves,
            mouth_moved=self._mouth_moved,
        )

    async def _try(self, attempt: int) -> _End:
        self._is_eased = False
        self._answers, self._drawn, self._neutral = [], None, None
        self._mouth_moved = None
        self._hints.clear()
        self._say(Phase.GETTING_READY, attempt=attempt, asked=0, done=(), prompt=None, hint=None)
        self._neutral = await self._get_ready()
        if self._neutral is None:
            return _End.UNANSWERED
        self._drawn = drawn = draw(
            self._sights.landmarks,
            self._pace,
            self._cannot,
            with_flash=self._has_flash and not self._cannot,
        )
        self._began_at = time.monotonic()
        for task in drawn.tasks:
            if not await self._pause(task):
                return _End.UNANSWERED
            end = await self._ask(task, self._began_at + self._pace.whole_s)
            if end is not _End.ANSWERED:
                return end
        return _End.ANSWERED

    async def _get_ready(self) -> Neutral | None:
        """Return the neutral face as soon as it can be seen well, None when that takes too long."""
        until = time.monotonic() + _READY_WITHIN_S * self._pace.patience
        good: list[Sight] = []
        while time.monotonic() < until:
            sight, _ = await self._see(is_moving=False)
            if sight is None or not self._is_good(sight):
                good.clear()
                continue
            good.append(sight)
            if len(good) >= _READY_FRAMES:
                newest = [each.seen for each in good[-_READY_FRAMES:]]
                if are_alike(newest):
                    return Neutral.learn(newest)
        return None

    async def _pause(self, task: Task) -> bool:
        """Wait until nothing is under way, then a moment that nobody can foresee.

        Return whether nothing else was done meanwhile; what was is an attempt gone.
        """
        self._say(Phase.WELL_DONE if self._answers else Phase.GETTING_READY, prompt=None)
        readings: list[Reading] = []
        ends_at = time.monotonic() + task.pause_s
        until = ends_at + _NEUTRAL_WITHIN_S
        while (now := time.monotonic()) < until:
            _, reading = await self._see(is_moving=False)
            if reading is None:
                continue
            readings.append(reading)
            if moved_unasked(readings):
                self._unasked_moves += 1
                shown_at = round(now - self._began_at, 2)
                self._answers.append(Answered(task.action, shown_at, task.within_s, None, None))
                return False
            if now >= ends_at and is_neutral(reading, self._sights.landmarks):
                break
        return True

    async def _ask(self, task: Task, whole_until: float) -> _End:
        self._prompt += 1
        number = self._prompt
        prompt = Prompt(number, task.action, task.within_s, task.digits)
        self._say(Phase.PROMPTING, asked=self._asked, prompt=prompt)
        asked = Asked(task, time.monotonic(), whole_until, self._sights.landmarks)
        while asked.is_open(time.monotonic()) and not self._is_eased:
            sight, reading = await self._see(is_moving=True)
            if sight is not None and reading is not None:
                asked.see(reading, sight.face)
            asked.hear(self._judged.get(number), time.monotonic())
        if task.digits:
            self._mouth_moved = asked.mouth_moved()
        self._wrong_moves += asked.progress is Progress.WRONG
        self._answers.append(asked.answer(self._began_at))
        if asked.progress is Progress.DONE:
            done = (*self._progress.done, task.action)
            self._progress = msgspec.structs.replace(self._progress, done=done)
            return _End.ANSWERED
        if self._is_eased and not self._was_eased:
            self._was_eased = True
            return _End.EASED
        return _End.UNANSWERED

    async def _before_next(self, attempt: int) -> None:
        hints = self._hints.most_common(1)
        hint = hints[0][0] if hints else None
        self._say(Phase.AGAIN, attempt=attempt, prompt=None, hint=hint)
        self._guide.hint(None)
        until = time.monotonic() + _AGAIN_S * self._pace.patience
        while time.monotonic() < until:
            await self._see(is_moving=True)

    async def _see_first(self) -> None:
        try:
            await self._sights.next(_FIRST_FRAME_S)
        except NoLiveFrameError:
            raise NoLiveFaceError from None

    async def _see(self, *, is_moving: bool) -> tuple[Sight | None, Reading | None]:
        """Take the next frame, keep what it says, tell the person what to do better."""
        try:
            sight = await self._sights.next(_FRAME_S)
        except NoLiveFrameError:
            if time.monotonic() - self._seen_at > _GONE_S:
                raise NoLiveFaceError from None
            return None, None
        self._seen_at = time.monotonic()
        reading = self._read(sight)
        are_open = reading is None or is_neutral(reading, self._sights.landmarks)
        self.memory.note(sight, are_eyes_open=are_open)
        hint = find_hint(sight.seen, sight.frame.width, is_moving=is_moving)
        self._shut = self._shut + 1 if hint is Hint.OPEN_EYES else 0
        if 0 < self._shut <= _BLINK_FRAMES:
            hint = None
        if hint is not None:
            self._hints[hint] += 1
        self._guide.hint(hint)
        self._change_colour()
        return sight, reading

    @property
    def _asked(self) -> int:
        return len(self._drawn.tasks) if self._drawn else 0

    def _is_good(self, sight: Sight) -> bool:
        return find_hint(sight.seen, sight.frame.width) is None

    def _read(self, sight: Sight) -> Reading | None:
        seen = sight.seen
        if self._neutral is None or seen.faces != 1 or not (seen.geometry and seen.look):
            return None
        return self._neutral.read(seen.geometry, seen.look, sight.at)

    def _change_colour(self) -> None:
        if self._drawn is None or not self._drawn.colours:
            return
        now = time.monotonic()
        place = int((now - self._began_at) / COLOUR_S)
        colour = self._drawn.colours[place % len(self._drawn.colours)]
        if not self.memory.shown or self.memory.shown[-1].colour != colour:
            self.memory.shown.append(Shown(now, colour))
            self._guide.colour(colour)

    def _say(self, phase: Phase, **changes: object) -> None:
        self._progress = msgspec.structs.replace(
            self._progress,
            number=self._progress.number + 1,
            phase=phase,
            is_alternative=bool(self._cannot),
            **changes,
        )
        self._publish(self._progress)
