"""What a customer is asked to do: drawn by the server, once, for one attempt of one check.

Order, pauses, digits and colours come from the operating system's random source. Nobody
knows the next action before its turn: the leader gives them out one at a time.

A recording may hold every movement, and by chance in the order that is asked for: three or four
movements have some dozens of orders. So every draw has four digits to be read aloud, which none
holds. For somebody who cannot speak there are more movements instead, and people look.
"""

import itertools
import math
import random
import secrets
from collections.abc import Sequence
from typing import Final

import msgspec

from video_bank.verification.evidence import Action
from video_bank.verification.liveness.jobs import Landmarks

_SURE: Final = random.SystemRandom()
_MOVES: Final = (Action.TURN_LEFT, Action.TURN_RIGHT, Action.NOD)
# With five points of a face an open mouth looks like a shut one.
_NEEDS_68: Final = frozenset({Action.OPEN_MOUTH})
_BESIDE_DIGITS: Final = 2  # reading takes long
_WITHOUT_DIGITS: Final = 4
_PAUSE_S: Final = (0.4, 0.8)  # before each action
_COLOURS: Final = ("#ffffff", "#3aa0ff", "#38d06a", "#ffd84a", "#c58bff")
COLOUR_S: Final = 0.7  # less than two changes a second; saturated red is not among them


class Pace(msgspec.Struct, frozen=True):
    """Seconds. `digits_s`: for reading four digits, until the agent has said that they are right.

    `patience`: so many times as long for all that is not asked.
    """

    whole_s: float
    most_s: float
    digits_s: float
    patience: float


USUAL: Final = Pace(whole_s=12.0, most_s=4.5, digits_s=5.5, patience=1.0)
SLOW: Final = Pace(whole_s=24.0, most_s=8.0, digits_s=10.0, patience=2.0)


class Task(msgspec.Struct, frozen=True):
    """One action, `pause_s` after the one before; `digits` only where they are to be read."""

    action: Action
    pause_s: float
    within_s: float
    digits: str = ""


class Drawn(msgspec.Struct, frozen=True):
    challenge_id: str
    tasks: tuple[Task, ...]
    colours: tuple[str, ...]  # shown for `COLOUR_S` each; empty: no flash


def draw(
    landmarks: Landmarks,
    pace: Pace = USUAL,
    without: frozenset[Action] = frozenset(),
    *,
    with_flash: bool = True,
    chance: random.Random = _SURE,
) -> Drawn:
    """Draw digits and two movements, one of the head at least; without digits four movements.

    `without`: what this person cannot do. Where only one action is left, there is only one.
    """
    actions = _draw_actions(_pool(landmarks, without), chance)
    pauses = [round(chance.uniform(*_PAUSE_S), 2) for _ in actions]
    reads = Action.READ_DIGITS in actions
    others = len(actions) - reads
    left_s = pace.whole_s - sum(pauses) - reads * pace.digits_s
    each_s = math.floor(100 * min(pace.most_s, left_s / max(1, others)) - 1e-6) / 100
    return Drawn(
        challenge_id=f"challenge_{secrets.token_hex(12)}",
        tasks=tuple(
            _task(action, pause, each_s, pace, chance)
            for action, pause in zip(actions, pauses, strict=True)
        ),
        colours=_draw_colours(pace, chance) if with_flash else (),
    )


def _pool(landmarks: Landmarks, without: frozenset[Action]) -> list[Action]:
    left_out = without if landmarks == "68" else without | _NEEDS_68
    return [action for action in Action if action not in left_out] or [Action.READ_DIGITS]


def _draw_actions(pool: Sequence[Action], chance: random.Random) -> list[Action]:
    others = [action for action in pool if action is not Action.READ_DIGITS]
    if len(others) == len(pool):
        return list(chance.choice(_rows(others, _WITHOUT_DIGITS, in_face=True)))
    drawn = list(chance.choice(_rows(others, _BESIDE_DIGITS, in_face=False)))
    drawn.insert(chance.randint(0, len(drawn)), Action.READ_DIGITS)
    return drawn


def _rows(pool: Sequence[Action], number: int, *, in_face: bool) -> list[tuple[Action, ...]]:
    """Return all rows of so many actions, none twice in a row, with what they need in them.

    That is a movement of the head and, if `in_face`, one that is none, where there are any left.
    """
    if len(pool) < 2:
        return [tuple(pool)]
    moves = set(pool) & set(_MOVES)
    kinds = [kind for kind in (moves, set(pool) - moves if in_face else set()) if kind]
    rows = itertools.product(pool, repeat=number)
    return [
        row
        for row in rows
        if all(one is not other for one, other in itertools.pairwise(row))
        and all(kind & set(row) for kind in kinds)
    ]


def _task(action: Action, pause_s: float, each_s: float, pace: Pace, chance: random.Random) -> Task:
    if action is Action.READ_DIGITS:
        digits = "".join(str(chance.randrange(10)) for _ in range(4))
        return Task(action, pause_s, pace.digits_s, digits)
    return Task(action, pause_s, each_s)


def _draw_colours(pace: Pace, chance: random.Random) -> tuple[str, ...]:
    """Return colours of which no two neighbours are alike, enough for the whole time."""
    drawn: list[str] = []
    while len(drawn) * COLOUR_S < pace.whole_s:
        drawn.append(chance.choice([each for each in _COLOURS if each not in drawn[-1:]]))
    return tuple(drawn)
