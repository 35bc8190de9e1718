"""What may follow what in a script, whatever is asked in whatever order."""

from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.errors import BankError, NotFoundError, NotNowError
from video_bank.scripts import progress
from video_bank.scripts.errors import (
    AnswerMissingError,
    DocumentMissingError,
    FacesMissingError,
    StepTooShortError,
)
from video_bank.scripts.progress import Runs, Seen, StepState
from video_bank.scripts.script import Answer, AnswerKind, Script, ScriptStep, Wording

TEXT: Final = Wording("字", "word")
SCRIPT: Final = Script(
    product="loan",
    version="1",
    title=TEXT,
    steps=(
        ScriptStep(step="first", title=TEXT, sentences=(TEXT,), minimum_s=5),
        ScriptStep(step="tapped", title=TEXT, sentences=(TEXT,), answer=AnswerKind.TAP),
        ScriptStep(step="said", title=TEXT, sentences=(TEXT,), answer=AnswerKind.SPOKEN),
        ScriptStep(step="seen", title=TEXT, sentences=(TEXT,), both_faces=True, shown=TEXT),
    ),
)
ALL: Final = Seen(both_faces=True, document=True)


def _through(*steps: str, now: float = 100.0) -> Runs:
    runs: Runs = ()
    for step in steps:
        runs = progress.begin(SCRIPT, runs, step, now)
        kind = progress.find_step(SCRIPT, step).answer
        if kind is not AnswerKind.NONE:
            runs = progress.note_answer(SCRIPT, runs, step, kind, Answer.YES)
        runs = progress.finish(SCRIPT, runs, step, ALL, since=0, now=now + 5)
    return runs


def test_steps_are_gone_through_in_their_order() -> None:
    with pytest.raises(NotNowError):
        progress.begin(SCRIPT, (), "tapped", 0)
    runs = _through("first", "tapped", "said", "seen")
    assert progress.missed_steps(SCRIPT, runs) == ()
    assert {progress.state_of(SCRIPT, runs, step.step) for step in SCRIPT.steps} == {StepState.DONE}


def test_an_unknown_step_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        progress.begin(SCRIPT, (), "nothing", 0)


def test_the_minimum_time_counts_from_the_later_of_beginning_and_reunion() -> None:
    runs = progress.begin(SCRIPT, (), "first", 10)
    for since, now in ((0, 14.9), (12, 16.9)):
        with pytest.raises(StepTooShortError):
            progress.finish(SCRIPT, runs, "first", Seen(), since=since, now=now)
    assert progress.finish(SCRIPT, runs, "first", Seen(), since=12, now=17)[0].finished_at == 17


@pytest.mark.parametrize("answer", [None, Answer.NO])
def test_without_a_yes_a_step_that_asks_for_one_does_not_end(answer: Answer | None) -> None:
    runs = progress.begin(SCRIPT, _through("first"), "tapped", 200)
    if answer is not None:
        runs = progress.note_answer(SCRIPT, runs, "tapped", AnswerKind.TAP, answer)
    with pytest.raises(AnswerMissingError):
        progress.finish(SCRIPT, runs, "tapped", ALL, since=0, now=300)


def test_an_answer_comes_the_way_that_the_step_asks_for_it() -> None:
    runs = progress.begin(SCRIPT, _through("first"), "tapped", 200)
    with pytest.raises(NotNowError):
        progress.note_answer(SCRIPT, runs, "tapped", AnswerKind.SPOKEN, Answer.YES)


def test_what_is_to_be_seen_has_to_be_confirmed() -> None:
    runs = progress.begin(SCRIPT, _through("first", "tapped", "said"), "seen", 200)
    with pytest.raises(FacesMissingError):
        progress.finish(SCRIPT, runs, "seen", Seen(document=True), since=0, now=300)
    with pytest.raises(DocumentMissingError):
        progress.finish(SCRIPT, runs, "seen", Seen(both_faces=True), since=0, now=300)


def test_a_step_that_is_done_can_be_repeated_and_those_after_it_wait() -> None:
    runs = progress.begin(SCRIPT, _through("first", "tapped"), "first", 200)
    run = progress.open_run(runs)
    assert run is not None
    assert (run.attempt, run.answer) == (2, None)
    assert progress.state_of(SCRIPT, runs, "tapped") is StepState.DONE
    assert progress.state_of(SCRIPT, runs, "said") is StepState.AHEAD
    assert progress.missed_steps(SCRIPT, runs) == ("first", "said", "seen")
    with pytest.raises(NotNowError):
        progress.begin(SCRIPT, runs, "said", 201)


_names = st.sampled_from([step.step for step in SCRIPT.steps])
_deeds = st.one_of(
    st.tuples(st.just("begin"), _names),
    st.tuples(st.just("answer"), _names, st.sampled_from(AnswerKind), st.sampled_from(Answer)),
    st.tuples(st.just("finish"), _names, st.builds(Seen, st.booleans(), st.booleans())),
)


@given(deeds=st.lists(st.tuples(_deeds, st.sampled_from([0.0, 1.0, 6.0])), max_size=40))
def test_whatever_is_asked_no_step_is_done_before_its_time_and_turn(
    deeds: list[tuple[tuple[object, ...], float]],
) -> None:
    runs: Runs = ()
    now = 100.0
    for deed, after_s in deeds:
        now += after_s
        before = runs
        with suppress(BankError):
            runs = _do(runs, deed, now)
        _check(before, runs)


def _do(runs: Runs, deed: tuple[object, ...], now: float) -> Runs:
    match deed:
        case ("begin", str(step)):
            return progress.begin(SCRIPT, runs, step, now)
        case ("answer", str(step), AnswerKind() as kind, Answer() as answer):
            return progress.note_answer(SCRIPT, runs, step, kind, answer)
        case ("finish", str(step), Seen() as seen):
            return progress.finish(SCRIPT, runs, step, seen, since=0, now=now)
        case _:
            raise AssertionError(deed)


def _check(before: Runs, after: Runs) -> None:
    assert len({run.step for run in after}) == len(after)
    assert sum(run.finished_at is None for run in after) <= 1
    for run in after:
        step = progress.find_step(SCRIPT, run.step)
        if run.finished_at is not None:
            assert run.finished_at >= run.started_at + step.minimum_s
            assert step.answer is AnswerKind.NONE or run.answer is Answer.YES
    newly_done = {run.step for run in after if run.finished_at} - {
        run.step for run in before if run.finished_at
    }
    assert len(newly_done) <= 1
    begun = [step.step for step in SCRIPT.steps if progress.find_run(after, step.step)]
    assert begun == [step.step for step in SCRIPT.steps][: len(begun)], "a step was skipped"
