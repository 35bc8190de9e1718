"""What answers one prompt: a movement that is seen, or digits that an agent heard."""

from video_bank.verification.evidence import Action
from video_bank.verification.liveness.asked import Asked
from video_bank.verification.liveness.draw import Task
from video_bank.verification.liveness.gestures import Progress

SHOWN_AT = 100.0
LONG_ENOUGH = SHOWN_AT + 2.0


def _ask(action: Action, digits: str = "") -> Asked:
    return Asked(Task(action, 0.5, 4.5, digits), SHOWN_AT, SHOWN_AT + 12.0, "5")


def test_the_agent_s_word_answers_digits() -> None:
    right, wrong = _ask(Action.READ_DIGITS, "0417"), _ask(Action.READ_DIGITS, "0417")
    right.hear(True, LONG_ENOUGH)
    wrong.hear(False, LONG_ENOUGH)
    assert (right.progress, wrong.progress) == (Progress.DONE, Progress.WRONG)


def test_nobody_reads_them_at_once() -> None:
    asked = _ask(Action.READ_DIGITS, "0417")
    asked.hear(True, SHOWN_AT + 1.0)
    assert asked.progress is Progress.PENDING


def test_no_word_answers_a_movement() -> None:
    asked = _ask(Action.TURN_LEFT)
    for is_right in (True, False):
        asked.hear(is_right, LONG_ENOUGH)
    assert asked.progress is Progress.PENDING
