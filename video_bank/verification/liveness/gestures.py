"""Was the action done that was asked for (pure)? From the readings since its prompt went out.

Five points measure turns, nods and blinks; an open mouth takes 68 and is not asked for without
them. A photograph that is tilted before the camera nods as well as a head, and turned far enough
it may turn: it can't blink, and neither can it speak, so one of these is in every draw. What is
read aloud no machine here understands: the agent says whether it was right.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from video_bank.verification.evidence import Action
from video_bank.verification.liveness.jobs import Landmarks
from video_bank.verification.liveness.readings import Reading

# A still head's nose wanders by .02; of 13 photographs turned by 30 degrees none got beyond .09,
# by 40 degrees one in eight beyond .15.
TURNED: Final = 0.15
_TURNED_WRONG: Final = 0.12
STRAIGHT: Final = 0.06
# 68 points: what of a real turn a flat picture cannot show; of those photographs one got to .07.
_BENT: Final = 0.05
_NODDED: Final = 0.07
_NODDED_WRONG: Final = 0.1
_LEVEL: Final = 0.045
_SIDEWAYS: Final = 0.09  # beyond, the head is turning, not nodding or blinking
# Eyes are shut below. Five points: likeness to the own open eyes; 68: lids against the own.
_SHUT: Final[Mapping[Landmarks, float]] = {"5": 0.82, "68": 0.72}
_OPEN_AGAIN: Final[Mapping[Landmarks, float]] = {"5": 0.88, "68": 0.82}
_SHUT_FOR_S: Final = 1.2
BLINKS: Final = 2  # one in four seconds comes by itself
_GAPING: Final = 0.25
# Nobody reads a prompt and moves in less: what comes sooner was under way before.
_SOONEST_S: Final = 0.3


class Progress(StrEnum):
    PENDING = "pending"
    DONE = "done"
    WRONG = "wrong"  # another movement of the head than was asked for


def judge_action(
    action: Action, readings: Sequence[Reading], shown_at: float, landmarks: Landmarks
) -> Progress:
    """Return what came first. `readings` in order, from `shown_at` on."""
    so_far = (readings[: count + 1] for count in range(len(readings)))
    judged = (judge_newest(action, each, shown_at, landmarks) for each in so_far)
    return next((each for each in judged if each is not Progress.PENDING), Progress.PENDING)


def judge_newest(
    action: Action, readings: Sequence[Reading], shown_at: float, landmarks: Landmarks
) -> Progress:
    """Return what the last of `readings` makes of those before it, which were all pending.

    Only what begins from a head at rest counts: whatever was under way when the prompt went out
    is no answer to it.
    """
    is_done, is_wrong = _RULES[action]
    newest, from_rest = readings[-1], _from_rest(readings)
    if is_wrong(from_rest or [newest]):
        return Progress.WRONG
    if newest.at - shown_at < _SOONEST_S:
        return Progress.WRONG if is_done(readings, landmarks) else Progress.PENDING
    return Progress.DONE if from_rest and is_done(from_rest, landmarks) else Progress.PENDING


def moved_unasked(readings: Sequence[Reading]) -> bool:
    """Say whether the head came to rest and then moved, while it was asked for nothing."""
    return any(_any_movement([each]) for each in _from_rest(readings))


def is_neutral(reading: Reading, landmarks: Landmarks) -> bool:
    """Say whether the next prompt can go out: nothing is under way."""
    is_straight = abs(reading.turn) < STRAIGHT and abs(reading.tilt) < _LEVEL
    return is_straight and reading.eyes > _SHUT[landmarks]


def how_telling(action: Action, reading: Reading) -> float:
    """Return more for the moment that shows the action best."""
    match action:
        case Action.TURN_LEFT | Action.TURN_RIGHT:
            return abs(reading.turn)
        case Action.NOD:
            return abs(reading.tilt)
        case Action.BLINK:
            return 1 - reading.eyes
        case Action.OPEN_MOUTH | Action.READ_DIGITS:
            return 1 - reading.mouth


def mouth_moves(readings: Sequence[Reading]) -> float:
    """Return how much the mouth changes its look while somebody should be speaking, 0 to 1."""
    seen = [each.mouth for each in readings if abs(each.turn) < STRAIGHT]
    return max(0.0, min(1.0, max(seen) - min(seen))) if seen else 0.0


def _from_rest(readings: Sequence[Reading]) -> Sequence[Reading]:
    """Leave out what comes before the head is first at rest."""
    rest = (place for place, each in enumerate(readings) if _is_at_rest(each))
    return readings[next(rest, len(readings)) :]


def _is_at_rest(reading: Reading) -> bool:
    return abs(reading.turn) < _SIDEWAYS and abs(reading.tilt) < _NODDED


def _turned(sign: int) -> Callable[[Sequence[Reading], Landmarks], bool]:
    def is_done(readings: Sequence[Reading], _landmarks: Landmarks) -> bool:
        newest = readings[-1]
        is_flat = newest.bend is not None and newest.bend < _BENT
        return sign * newest.turn >= TURNED and not is_flat

    return is_done


def _nodded(readings: Sequence[Reading], _landmarks: Landmarks) -> bool:
    straight = [each for each in readings if abs(each.turn) < _SIDEWAYS]
    was_down = any(abs(each.tilt) >= _NODDED for each in straight[:-1])
    return was_down and abs(straight[-1].tilt) < _LEVEL


def _blinked(readings: Sequence[Reading], landmarks: Landmarks) -> bool:
    return sum(1 for _ in _closures(readings, landmarks)) >= BLINKS


def _closures(readings: Sequence[Reading], landmarks: Landmarks) -> Iterator[float]:
    """Yield when the eyes opened again, of each time that they were shut for a moment."""
    shut_at: float | None = None
    for each in readings:
        if abs(each.turn) >= _SIDEWAYS:
            shut_at = None
        elif each.eyes < _SHUT[landmarks]:
            shut_at = each.at if shut_at is None else shut_at
        elif shut_at is not None and each.eyes >= _OPEN_AGAIN[landmarks]:
            if each.at - shut_at <= _SHUT_FOR_S:
                yield each.at
            shut_at = None


def _gaped(readings: Sequence[Reading], _landmarks: Landmarks) -> bool:
    newest = readings[-1]
    return newest.mouth_open is not None and newest.mouth_open >= _GAPING


def _never(_readings: Sequence[Reading], _landmarks: Landmarks) -> bool:
    return False


def _other_turn(sign: int) -> Callable[[Sequence[Reading]], bool]:
    def is_wrong(readings: Sequence[Reading]) -> bool:
        return sign * readings[-1].turn <= -_TURNED_WRONG or _whole_nod(readings)

    return is_wrong


def _whole_nod(readings: Sequence[Reading]) -> bool:
    """Say whether a nod was just finished that is deeper than a glance at the prompt."""
    was_deep = any(
        abs(each.tilt) >= _NODDED_WRONG and abs(each.turn) < _SIDEWAYS for each in readings
    )
    return was_deep and _nodded(readings, "5")


def _any_turn(readings: Sequence[Reading]) -> bool:
    return abs(readings[-1].turn) >= _TURNED_WRONG


def _any_movement(readings: Sequence[Reading]) -> bool:
    return _any_turn(readings) or abs(readings[-1].tilt) >= _NODDED_WRONG


_Rule = tuple[Callable[[Sequence[Reading], Landmarks], bool], Callable[[Sequence[Reading]], bool]]
_RULES: Final[Mapping[Action, _Rule]] = {
    Action.TURN_LEFT: (_turned(+1), _other_turn(+1)),
    Action.TURN_RIGHT: (_turned(-1), _other_turn(-1)),
    Action.NOD: (_nodded, _any_turn),
    Action.BLINK: (_blinked, _any_movement),
    Action.OPEN_MOUTH: (_gaped, _any_turn),
    Action.READ_DIGITS: (_never, _any_movement),
}
