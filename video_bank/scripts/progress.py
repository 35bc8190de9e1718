"""How far a meeting has come with its script (pure): order, time, answers, repetition.

A step may begin when every step before it is done; at most one is open. A step that is done may
be gone through again, whatever came after it; while it is open again, the ones after it wait.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from video_bank.errors import NotFoundError, NotNowError
from video_bank.scripts.errors import (
    AnswerMissingError,
    DocumentMissingError,
    FacesMissingError,
    StepTooShortError,
)
from video_bank.scripts.script import Answer, AnswerKind, Script, ScriptStep


class StepRun(msgspec.Struct, frozen=True):
    """The newest time that a step was gone through; `attempt` counts from 1. Seconds, UTC."""

    step: str
    attempt: int
    started_at: float
    answer: Answer | None = None
    finished_at: float | None = None


class StepState(StrEnum):
    AHEAD = "ahead"  # one before it is not done
    NEXT = "next"
    OPEN = "open"
    DONE = "done"


class Seen(msgspec.Struct, frozen=True):
    """What the agent confirms to have seen during a step."""

    both_faces: bool = False
    document: bool = False


Runs = tuple[StepRun, ...]


def state_of(script: Script, runs: Runs, step: str) -> StepState:
    run = find_run(runs, step)
    if run is not None:
        return StepState.OPEN if run.finished_at is None else StepState.DONE
    return StepState.NEXT if _is_reached(script, runs, step) else StepState.AHEAD


def begin(script: Script, runs: Runs, step: str, now: float) -> Runs:
    """Begin a step, or begin it anew; another one that is open counts as never begun.

    Raise NotFoundError, or NotNowError out of order.
    """
    find_step(script, step)
    if not _is_reached(script, runs, step):
        raise NotNowError
    former = find_run(runs, step)
    run = StepRun(step, former.attempt + 1 if former else 1, now)
    kept = (each for each in runs if each.finished_at is not None and each.step != step)
    return (*kept, run)


def note_answer(script: Script, runs: Runs, step: str, kind: AnswerKind, answer: Answer) -> Runs:
    """Keep what the customer said or tapped; raise NotNowError where that is not asked."""
    run = _find_open(runs, step)
    if find_step(script, step).answer is not kind:
        raise NotNowError
    return _replace(runs, msgspec.structs.replace(run, answer=answer))


def finish(script: Script, runs: Runs, step: str, seen: Seen, *, since: float, now: float) -> Runs:
    """End the open step; `since` is when both sides were last brought together.

    Time during which the customer was away does not count. Raise StepTooShortError,
    AnswerMissingError, FacesMissingError, DocumentMissingError or NotNowError.
    """
    run, asked = _find_open(runs, step), find_step(script, step)
    if asked.answer is not AnswerKind.NONE and run.answer is not Answer.YES:
        raise AnswerMissingError
    if asked.both_faces and not seen.both_faces:
        raise FacesMissingError
    if asked.shown is not None and not seen.document:
        raise DocumentMissingError
    if now < max(run.started_at, since) + asked.minimum_s:
        raise StepTooShortError
    return _replace(runs, msgspec.structs.replace(run, finished_at=now))


def missed_steps(script: Script, runs: Runs) -> tuple[str, ...]:
    """Return the steps that are not done, in their order."""
    done = _done(runs)
    return tuple(step.step for step in script.steps if step.step not in done)


def open_run(runs: Runs) -> StepRun | None:
    return next((run for run in runs if run.finished_at is None), None)


def find_run(runs: Runs, step: str) -> StepRun | None:
    return next((run for run in runs if run.step == step), None)


def find_step(script: Script, step: str) -> ScriptStep:
    """Raise NotFoundError."""
    found = next((each for each in script.steps if each.step == step), None)
    if found is None:
        raise NotFoundError
    return found


def _is_reached(script: Script, runs: Runs, step: str) -> bool:
    names = [each.step for each in script.steps]
    return _done(runs).issuperset(names[: names.index(step)])


def _done(runs: Iterable[StepRun]) -> set[str]:
    return {run.step for run in runs if run.finished_at is not None}


def _find_open(runs: Runs, step: str) -> StepRun:
    run = find_run(runs, step)
    if run is None or run.finished_at is not None:
        raise NotNowError
    return run


def _replace(runs: Runs, changed: StepRun) -> Runs:
    return tuple(changed if run.step == changed.step else run for run in runs)
