"""What is drawn keeps to its time and cannot be foreseen."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.verification.evidence import Action
from video_bank.verification.liveness.draw import COLOUR_S, SLOW, USUAL, Pace, draw
from video_bank.verification.liveness.jobs import Landmarks

MOVES = {Action.TURN_LEFT, Action.TURN_RIGHT, Action.NOD}


@given(
    st.randoms(use_true_random=False), st.sampled_from([USUAL, SLOW]), st.sampled_from(["5", "68"])
)
def test_a_draw_keeps_to_its_time_and_asks_for_the_head_and_the_face(
    chance: random.Random, pace: Pace, landmarks: Landmarks
) -> None:
    drawn = draw(landmarks, pace, chance=chance)
    actions = [task.action for task in drawn.tasks]
    assert len(actions) == 3
    assert actions.count(Action.READ_DIGITS) == 1
    assert MOVES & set(actions)
    assert sum(task.pause_s + task.within_s for task in drawn.tasks) <= pace.whole_s
    assert all(task.within_s >= 2 for task in drawn.tasks)
    assert all(bool(task.digits) == (task.action is Action.READ_DIGITS) for task in drawn.tasks)
    assert all(len(task.digits) in (0, 4) for task in drawn.tasks)


@given(
    st.randoms(use_true_random=False), st.sampled_from([USUAL, SLOW]), st.sampled_from(["5", "68"])
)
def test_whoever_does_not_speak_has_four_movements_of_head_and_face(
    chance: random.Random, pace: Pace, landmarks: Landmarks
) -> None:
    drawn = draw(landmarks, pace, frozenset({Action.READ_DIGITS}), chance=chance)
    actions = [task.action for task in drawn.tasks]
    assert len(actions) == 4
    assert all(one is not other for one, other in itertools.pairwise(actions))
    assert MOVES & set(actions)
    assert set(actions) - MOVES
    assert sum(task.pause_s + task.within_s for task in drawn.tasks) <= pace.whole_s
    assert all(task.within_s >= 2 for task in drawn.tasks)


def test_what_five_points_do_not_see_is_not_asked_for() -> None:
    asked = {task.action for _ in range(300) for task in draw("5").tasks}
    assert asked == set(Action) - {Action.OPEN_MOUTH}
    asked = {task.action for _ in range(300) for task in draw("68").tasks}
    assert asked == set(Action)


@given(st.sets(st.sampled_from(Action)), st.sampled_from(["5", "68"]))
def test_what_somebody_cannot_do_is_never_asked_for(
    without: set[Action], landmarks: Landmarks
) -> None:
    drawn = draw(landmarks, without=frozenset(without))
    actions = {task.action for task in drawn.tasks}
    assert actions
    if without != set(Action):
        left = set(Action) - without - ({Action.OPEN_MOUTH} if landmarks == "5" else set())
        assert actions <= (left or {Action.READ_DIGITS})


def test_no_two_draws_are_the_same() -> None:
    drawn = [draw("5") for _ in range(200)]
    assert len({each.challenge_id for each in drawn}) == 200
    assert len({(each.tasks, each.colours) for each in drawn}) == 200
    assert len({tuple(task.action for task in each.tasks) for each in drawn}) > 20


def test_colours_change_less_than_twice_a_second_and_are_never_the_same_twice() -> None:
    assert COLOUR_S > 0.5
    colours = draw("5").colours
    assert len(colours) * COLOUR_S >= USUAL.whole_s
    assert all(one != other for one, other in itertools.pairwise(colours))
    assert draw("5", with_flash=False).colours == ()


@pytest.mark.parametrize("colour", sorted({each for _ in range(20) for each in draw("5").colours}))
def test_no_colour_is_a_saturated_red(colour: str) -> None:
    """WCAG 2.3.1: R / (R + G + B) of 0.8 and more."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    assert red / (red + green + blue) < 0.5
