"""Actions from readings: what counts, what does not, what is another movement."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.verification.evidence import Action
from video_bank.verification.liveness.gestures import (
    Progress,
    is_neutral,
    judge_action,
    mouth_moves,
    moved_unasked,
)
from video_bank.verification.liveness.jobs import Landmarks
from video_bank.verification.liveness.readings import Reading, bend

SHOWN_AT = 100.0
STILL = Reading(at=0, turn=0, tilt=0, eyes=0.97, mouth=0.97)


def film(shape: Callable[[float], dict[str, float]], lasts_s: float = 3.0) -> list[Reading]:
    """Twelve readings a second of what `shape` says for each moment after the prompt."""
    times = [number / 12 for number in range(round(lasts_s * 12))]
    readings = []
    for time in times:
        fields = {"turn": 0.0, "tilt": 0.0, "eyes": 0.97, "mouth": 0.97, **shape(time)}
        readings.append(Reading(at=SHOWN_AT + time, **fields))
    return readings


def hump(time: float, begins: float, lasts: float = 0.8) -> float:
    inside = begins <= time <= begins + lasts
    return math.sin(math.pi * (time - begins) / lasts) if inside else 0.0


def judged(action: Action, readings: list[Reading], landmarks: Landmarks = "5") -> Progress:
    return judge_action(action, readings, SHOWN_AT, landmarks)


TURN_LEFT = film(lambda time: {"turn": 0.25 * hump(time, 0.8)})
TURN_RIGHT = film(lambda time: {"turn": -0.25 * hump(time, 0.8)})
NOD = film(lambda time: {"tilt": -0.12 * hump(time, 0.8)})
BLINKS = film(lambda time: {"eyes": 0.7 if hump(time, 0.8, 0.2) or hump(time, 1.4, 0.2) else 0.97})
MOUTH = film(lambda time: {"mouth_open": 0.5 * hump(time, 0.8)})
NOTHING = film(lambda _: {})


@pytest.mark.parametrize(
    ("action", "readings"),
    [
        (Action.TURN_LEFT, TURN_LEFT),
        (Action.TURN_RIGHT, TURN_RIGHT),
        (Action.NOD, NOD),
        (Action.BLINK, BLINKS),
        (Action.OPEN_MOUTH, MOUTH),
    ],
)
def test_the_action_that_was_asked_for_counts(action: Action, readings: list[Reading]) -> None:
    assert judged(action, readings) is Progress.DONE


@pytest.mark.parametrize("action", Action)
def test_doing_nothing_is_no_action(action: Action) -> None:
    assert judged(action, NOTHING) is Progress.PENDING


@pytest.mark.parametrize(
    ("action", "readings"),
    [
        (Action.TURN_LEFT, TURN_RIGHT),
        (Action.TURN_RIGHT, TURN_LEFT),
        (Action.NOD, TURN_LEFT),
        (Action.BLINK, TURN_RIGHT),
        (Action.BLINK, NOD),
        (Action.READ_DIGITS, TURN_RIGHT),
    ],
)
def test_another_movement_of_the_head_is_the_wrong_one(
    action: Action, readings: list[Reading]
) -> None:
    assert judged(action, readings) is Progress.WRONG


@pytest.mark.parametrize("action", [Action.TURN_LEFT, Action.TURN_RIGHT])
def test_a_whole_nod_is_another_movement_than_a_turn(action: Action) -> None:
    assert judged(action, NOD) is Progress.WRONG


@pytest.mark.parametrize("action", [Action.TURN_LEFT, Action.TURN_RIGHT])
def test_a_glance_down_at_the_prompt_ends_nothing(action: Action) -> None:
    glance = film(lambda time: {"tilt": -0.09 * hump(time, 0.5, 0.6)})
    assert judged(action, glance) is Progress.PENDING


@pytest.mark.parametrize(
    ("action", "under_way"),
    [
        (Action.TURN_LEFT, {"turn": 0.25}),
        (Action.TURN_RIGHT, {"turn": -0.25}),
        (Action.NOD, {"tilt": -0.12}),
    ],
)
def test_what_was_under_way_at_the_prompt_does_not_count_later_either(
    action: Action, under_way: dict[str, float]
) -> None:
    held = film(lambda time: under_way if time < 1.0 else {})
    assert judged(action, held[4:]) is Progress.PENDING


def test_a_movement_that_nothing_asked_for_is_seen_once_the_head_was_at_rest() -> None:
    assert not moved_unasked(NOTHING)
    assert not moved_unasked(film(lambda time: {"turn": 0.25 if time < 1.0 else 0.0}))
    for moved in (TURN_LEFT, TURN_RIGHT, NOD):
        assert moved_unasked(moved)
    assert not moved_unasked(BLINKS)


def test_one_blink_comes_by_itself_and_is_not_enough() -> None:
    once = film(lambda time: {"eyes": 0.7 if hump(time, 0.8, 0.2) else 0.97})
    assert judged(Action.BLINK, once) is Progress.PENDING


def test_eyes_that_stay_shut_do_not_blink() -> None:
    shut = film(lambda time: {"eyes": 0.7 if time > 0.5 else 0.97})
    assert judged(Action.BLINK, shut) is Progress.PENDING


def test_eyes_look_otherwise_on_a_turning_head_without_a_blink() -> None:
    turning = film(
        lambda time: {
            "turn": 0.11 * hump(time, 0.5, 2.0),
            "eyes": 0.97 - 0.25 * abs(math.sin(9 * time)) * hump(time, 0.8, 1.2),
        }
    )
    assert judged(Action.BLINK, turning[8:26]) is Progress.PENDING


def test_a_movement_that_was_under_way_before_the_prompt_answers_nothing() -> None:
    early = film(lambda time: {"turn": 0.25 * hump(time, -0.4)})
    assert judged(Action.TURN_LEFT, early) is Progress.WRONG


def test_a_photograph_that_is_turned_is_flat_and_turns_too_little() -> None:
    photograph = film(lambda time: {"turn": 0.08 * hump(time, 0.8)})
    assert judged(Action.TURN_LEFT, photograph) is Progress.PENDING
    flat = film(lambda time: {"turn": 0.2 * hump(time, 0.8), "bend": 0.03})
    assert judged(Action.TURN_LEFT, flat, "68") is Progress.PENDING
    deep = film(lambda time: {"turn": 0.2 * hump(time, 0.8), "bend": 0.1})
    assert judged(Action.TURN_LEFT, deep, "68") is Progress.DONE


_noise = st.builds(
    Reading,
    at=st.just(0.0),
    turn=st.floats(-0.05, 0.05),
    tilt=st.floats(-0.06, 0.06),
    eyes=st.floats(0.89, 1.0),
    mouth=st.floats(0, 1.0),
)


@given(st.sampled_from(list(Action)), st.lists(_noise, max_size=40))
def test_noise_of_a_still_head_is_never_an_action(action: Action, noise: list[Reading]) -> None:
    assert judged(action, _in_order(noise)) is Progress.PENDING


_anything = st.builds(
    Reading,
    at=st.just(0.0),
    turn=st.floats(-0.5, 0.5),
    tilt=st.floats(-0.3, 0.3),
    eyes=st.floats(-1, 1),
    mouth=st.floats(-1, 1),
)


@given(
    st.sampled_from(list(Action)),
    st.lists(_anything, min_size=1, max_size=30),
    st.lists(_anything, max_size=10),
)
def test_what_was_judged_stays_so_whatever_comes_later(
    action: Action, before: list[Reading], after: list[Reading]
) -> None:
    first = judged(action, _in_order(before))
    if first is not Progress.PENDING:
        assert judged(action, _in_order([*before, *after])) is first


@given(st.lists(_anything, min_size=1, max_size=30))
def test_left_and_right_are_mirrors(readings: list[Reading]) -> None:
    mirrored = [
        Reading(at=each.at, turn=-each.turn, tilt=each.tilt, eyes=each.eyes, mouth=each.mouth)
        for each in readings
    ]
    left = judged(Action.TURN_LEFT, _in_order(readings))
    assert judged(Action.TURN_RIGHT, _in_order(mirrored)) is left


def test_the_next_prompt_waits_for_a_head_at_rest() -> None:
    assert is_neutral(STILL, "5")
    for moved in (TURN_LEFT[14], NOD[14], BLINKS[11]):
        assert not is_neutral(moved, "5")


def test_a_mouth_that_speaks_changes_its_look() -> None:
    assert mouth_moves(NOTHING) == 0
    speaking = film(lambda time: {"mouth": 0.9 - 0.4 * abs(math.sin(8 * time))})
    assert mouth_moves(speaking) > 0.3


@given(
    st.lists(st.floats(-1, 1), min_size=8, max_size=8),
    st.floats(0.7, 1.3),
    st.floats(-0.3, 0.3),
    st.floats(-0.2, 0.2),
)
def test_a_flat_picture_leaves_nothing_whichever_way_it_is_held(
    heights: list[float], scale: float, lean: float, tilt: float
) -> None:
    before = [
        (x, y + height / 10)
        for (x, y), height in zip(
            [(0, 0), (1, 0), (0.5, 0.5), (0.2, 1), (0.8, 1), (0.5, 1.2), (0, 0.5), (1, 0.6)],
            heights,
            strict=True,
        )
    ]
    after = []
    for x, y in before:
        far = 1 + tilt * x
        after.append(((scale * x + lean * y) / far, (scale * y - lean * x) / far))
    assert bend(_flat(before), _flat(after)) < 1e-6


def test_a_nose_that_moves_before_a_face_does_not_lie_in_its_plane() -> None:
    before = [(0, 0), (1, 0), (0.5, 0.5), (0.2, 1), (0.8, 1), (0.5, 1.2), (0, 0.5), (1, 0.6)]
    after = [(x + 0.3 * (x == 0.5 and y == 0.5), y) for x, y in before]
    assert bend(_flat(before), _flat(after)) > 0.03


def _flat(points: list[tuple[float, float]]) -> list[float]:
    return [each for point in points for each in point]


def _in_order(readings: list[Reading]) -> list[Reading]:
    return [
        Reading(
            at=SHOWN_AT + number / 12,
            turn=each.turn,
            tilt=each.tilt,
            eyes=each.eyes,
            mouth=each.mouth,
        )
        for number, each in enumerate(readings)
    ]
