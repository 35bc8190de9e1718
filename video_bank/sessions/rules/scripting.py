"""The product's script, step by step: begun, answered, finished, repeated, left open."""

from video_bank.errors import NotNowError
from video_bank.media.commands import LegName
from video_bank.scripts import progress
from video_bank.scripts.script import AnswerKind, Script
from video_bank.sessions.draft import Draft
from video_bank.sessions.requests import AnswerStep, BeginStep, FinishStep
from video_bank.sessions.rules.regulated import check_recorded
from video_bank.sessions.session import Session, Stage


def begin_step(draft: Draft, asked: BeginStep) -> None:
    script = _script_in_talk(draft.session)
    check_recorded(draft.session)
    runs = progress.begin(script, draft.session.script_runs, asked.step, draft.now)
    draft.change(script_runs=runs)
    draft.note(
        "script_step_begun",
        draft.actor(draft.session.lead),
        **_place(script, asked.step),
        attempt=runs[-1].attempt,
    )


def answer_step(draft: Draft, asked: AnswerStep) -> None:
    """The customer taps, or has spoken and the agent says so; until the step ends, anew."""
    script = _script_in_talk(draft.session)
    is_customer = asked.leg is LegName.CUSTOMER
    kind = AnswerKind.TAP if is_customer else AnswerKind.SPOKEN
    before = draft.session.script_runs
    runs = progress.note_answer(script, before, asked.step, kind, asked.answer)
    if runs == before:
        return
    draft.change(script_runs=runs)
    actor = draft.actor(LegName.CUSTOMER if is_customer else draft.session.lead)
    draft.note(
        "script_step_answered",
        actor,
        **_place(script, asked.step),
        answer=asked.answer,
        answered_by=kind,
    )


def finish_step(draft: Draft, asked: FinishStep) -> None:
    """What was to be seen is the agent's word: the trail says that it was confirmed by hand."""
    session = draft.session
    script = _script_in_talk(session)
    run = progress.find_run(session.script_runs, asked.step)
    if run is not None and run.finished_at is not None:
        return
    check_recorded(session)
    runs = progress.finish(
        script,
        session.script_runs,
        asked.step,
        asked.seen,
        since=session.stage_since,
        now=draft.now,
    )
    step = progress.find_step(script, asked.step)
    draft.change(script_runs=runs)
    draft.note(
        "script_step_finished",
        draft.actor(session.lead),
        **_place(script, asked.step),
        attempt=run.attempt if run else 1,
        **({"faces_confirmed": True} if step.both_faces else {}),
        **({"document_confirmed": True} if step.shown is not None else {}),
    )


def note_missed_steps(draft: Draft) -> None:
    """Say on the trail what the meeting ends without."""
    loaded = draft.session.script
    if loaded is None or draft.session.talking_since is None:
        return
    if missed := progress.missed_steps(loaded.script, draft.session.script_runs):
        draft.note("script_left_open", steps=len(missed), step=missed[0])


def drop_open_step(draft: Draft) -> None:
    """Whoever serves the customer next begins it anew; what is done stays done."""
    done = tuple(run for run in draft.session.script_runs if run.finished_at is not None)
    draft.change(script_runs=done)


def _script_in_talk(session: Session) -> Script:
    if session.script is None or session.stage is not Stage.TALKING:
        raise NotNowError
    return session.script.script


def _place(script: Script, step: str) -> dict[str, str | int]:
    numbers = {each.step: number for number, each in enumerate(script.steps, start=1)}
    return {"step": step, "number": numbers[step]}
