"""What each page shows of the script: the agent all of it, the customer the step that is open."""

import msgspec

from video_bank.scripts import progress
from video_bank.scripts.progress import StepState
from video_bank.scripts.script import Answer, AnswerKind, Script, ScriptStep, Wording
from video_bank.sessions.session import Session, Stage


class StepSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The open step as the customer sees it; `number` counts from 1 of `count`."""

    step: str
    number: int
    count: int
    attempt: int
    title: Wording
    sentences: tuple[Wording, ...]
    text_to_speech: bool
    answer_kind: AnswerKind
    answer: Answer | None
    shown: Wording | None


class GuideStep(msgspec.Struct, frozen=True, kw_only=True):
    """`may_finish_at` (seconds, UTC) is when the open step's minimum time is over."""

    text: ScriptStep
    state: StepState
    attempt: int
    answer: Answer | None
    may_finish_at: float | None


class ScriptGuide(msgspec.Struct, frozen=True, kw_only=True):
    product: str
    title: Wording
    version: str
    steps: tuple[GuideStep, ...]
    missed: int  # steps that are not done


def step_sheet(session: Session) -> StepSheet | None:
    run = progress.open_run(session.script_runs)
    if session.script is None or run is None or session.stage is not Stage.TALKING:
        return None
    steps = session.script.script.steps
    text = progress.find_step(session.script.script, run.step)
    return StepSheet(
        step=run.step,
        number=steps.index(text) + 1,
        count=len(steps),
        attempt=run.attempt,
        title=text.title,
        sentences=text.sentences,
        text_to_speech=text.text_to_speech,
        answer_kind=text.answer,
        answer=run.answer,
        shown=text.shown,
    )


def script_guide(session: Session) -> ScriptGuide | None:
    if session.script is None:
        return None
    script = session.script.script
    return ScriptGuide(
        product=script.product,
        title=script.title,
        version=script.version,
        steps=tuple(_guide_step(session, script, text) for text in script.steps),
        missed=len(progress.missed_steps(script, session.script_runs)),
    )


def _guide_step(session: Session, script: Script, text: ScriptStep) -> GuideStep:
    state = progress.state_of(script, session.script_runs, text.step)
    run = progress.find_run(session.script_runs, text.step)
    may_finish_at = None
    if run is not None and state is StepState.OPEN:
        may_finish_at = max(run.started_at, session.stage_since) + text.minimum_s
    return GuideStep(
        text=text,
        state=state,
        attempt=run.attempt if run else 0,
        answer=run.answer if run else None,
        may_finish_at=may_finish_at,
    )
