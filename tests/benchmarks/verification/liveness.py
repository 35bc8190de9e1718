"""How often a clip passes the challenge by chance.

`python -m tests.benchmarks.verification.liveness DIR`, with a folder of webcam clips (MJPEG).

Each clip is measured frame by frame with the engine, then played in a loop into thousands of drawn
challenges by the leader's own rules; `gated` are the frames that the gates alone turn away, which
is not made use of: whatever is still enough is taken for a neutral face. Beside the clips
themselves: each one's first picture as a photograph that is turned and tilted before the camera.

`passed`: by the machine, which nobody told that digits were read. `deceived`: had an agent taken
whatever is heard for the digits. `unheard`: with other actions instead of digits, which people
then look at in any case.
"""

import math
import random
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.evidence import Action
from video_bank.verification.face_recognition_engine import FaceRecognitionEngine
from video_bank.verification.frame import Frame
from video_bank.verification.liveness.asked import Asked
from video_bank.verification.liveness.draw import draw
from video_bank.verification.liveness.fingerprints import (
    Fingerprint,
    Seen,
    find_replay,
    thin_out,
)
from video_bank.verification.liveness.gestures import (
    Progress,
    is_neutral,
    judge_action,
    moved_unasked,
)
from video_bank.verification.liveness.hints import find_hint
from video_bank.verification.liveness.jobs import FaceSeen, Landmarks, LookAtFace
from video_bank.verification.liveness.look_work import LookWork
from video_bank.verification.liveness.readings import Neutral, Reading, are_alike
from video_bank.verification.liveness.repeats import find_loop

Rgb = npt.NDArray[np.uint8]

_RATE: Final = 12.0  # frames a second, as a check takes them
_CLIP_RATE: Final = 24.0
_DRAWS: Final = 2_000
_NO_DIGITS: Final = frozenset({Action.READ_DIGITS})
_WIDTH: Final = 640


def main(folder: Path) -> None:
    work = LookWork(FaceRecognitionEngine(EngineChoice().name, "5"))
    for path in sorted(folder.glob("*.mjpeg")):
        frames = list(_read(path))
        clips = {path.stem: frames[::2], f"{path.stem} photo": list(_photograph(frames[0]))}
        for name, pictures in clips.items():
            for landmarks in ("5", "68"):
                _measure(work, name, pictures, landmarks)


def _measure(work: LookWork, name: str, pictures: list[Rgb], landmarks: Landmarks) -> None:
    seen = [work.look_at_face(LookAtFace(Frame.of(each), landmarks)) for each in pictures]
    chance = random.Random(1)
    ends = [_try(seen, landmarks, chance) for _ in range(_DRAWS)]
    deceived = [_try(seen, landmarks, chance, is_deceived=True) for _ in range(_DRAWS)]
    unheard = [_try(seen, landmarks, chance, without=_NO_DIGITS) for _ in range(_DRAWS)]
    alone = {
        action: sum(_does(seen, action, landmarks, chance) for _ in range(_DRAWS // 8))
        / (_DRAWS // 8)
        for action in Action
        if action is not Action.READ_DIGITS
    }
    gated = sum(find_hint(each, _WIDTH) is not None for each in seen) / len(seen)
    rates = " ".join(f"{action}={rate:.2f}" for action, rate in alone.items())
    print(
        f"{name} [{landmarks}] frames={len(seen)} gated={gated:.2f} "
        f"passed={ends.count('passed')}/{_DRAWS} deceived={deceived.count('passed')} "
        f"unheard={unheard.count('passed')} wrong={ends.count('wrong')} "
        f"unasked={ends.count('unasked')} not_ready={ends.count('not ready')} {rates}"
    )
    if landmarks == "5":
        print("   ", _origin(seen))


def _try(
    seen: list[FaceSeen],
    landmarks: Landmarks,
    chance: random.Random,
    *,
    without: frozenset[Action] = frozenset(),
    is_deceived: bool = False,
) -> str:
    """One attempt."""
    place, neutral = _get_ready(seen, chance)
    if neutral is None:
        return "not ready"
    for task in draw(landmarks, without=without, chance=chance).tasks:
        begin, place = place, _pause(seen, place, task.pause_s, neutral, landmarks)
        if moved_unasked(_readings(seen, begin, (place - begin) / _RATE, neutral)):
            return "unasked"
        asked = Asked(task, place / _RATE, math.inf, landmarks)
        while asked.is_open(place / _RATE):
            if reading := _read_one(seen, place, neutral):
                asked.see(reading, None)
            asked.hear(is_deceived or None, place / _RATE)
            place += 1
        if asked.progress is not Progress.DONE:
            return asked.progress
    return "passed"


def _does(
    seen: list[FaceSeen], action: Action, landmarks: Landmarks, chance: random.Random
) -> bool:
    place, neutral = _get_ready(seen, chance)
    if neutral is None:
        return False
    place = _pause(seen, place, 0.5, neutral, landmarks)
    readings = _readings(seen, place, 3.5, neutral)
    return judge_action(action, readings, place / _RATE, landmarks) is Progress.DONE


def _get_ready(seen: list[FaceSeen], chance: random.Random) -> tuple[int, Neutral | None]:
    begin = chance.randrange(len(seen))
    for place in range(begin, begin + round(10 * _RATE)):
        good = [seen[number % len(seen)] for number in range(place, place + 9)]
        if all(each.faces == 1 for each in good) and are_alike(good):
            return place + 9, Neutral.learn(good)
    return begin, None


def _pause(
    seen: list[FaceSeen], place: int, pause_s: float, neutral: Neutral, landmarks: Landmarks
) -> int:
    place += round(pause_s * _RATE)
    for number in range(place, place + round(1.5 * _RATE)):
        reading = _read_one(seen, number, neutral)
        if reading is not None and is_neutral(reading, landmarks):
            return number
    return place + round(1.5 * _RATE)


def _readings(seen: list[FaceSeen], place: int, within_s: float, neutral: Neutral) -> list[Reading]:
    numbers = range(place, place + round(within_s * _RATE))
    found = (_read_one(seen, number, neutral) for number in numbers)
    return [reading for reading in found if reading is not None]


def _read_one(seen: list[FaceSeen], number: int, neutral: Neutral) -> Reading | None:
    each = seen[number % len(seen)]
    if each.faces != 1 or not (each.geometry and each.look):
        return None
    return neutral.read(each.geometry, each.look, number / _RATE)


def _origin(seen: list[FaceSeen]) -> str:
    """What loop and fingerprints say of the clip played twice, and of its halves."""
    thumbnails = [each.thumbnail for each in seen]
    times = [number / _RATE for number in range(len(seen) * 3)]
    once = find_loop(thumbnails, times[: len(seen)])
    looped = find_loop(thumbnails * 3, times)
    prints = [
        Fingerprint(number / _RATE, each.look.fingerprint)
        for number, each in enumerate(seen)
        if each.look
    ]
    half = len(prints) // 2
    steps = [
        (one.bits ^ other.bits).bit_count() for one, other in zip(prints, prints[6:], strict=False)
    ]
    return (
        f"loop once={once} thrice={looped} replay={_replay(prints, prints)} "
        f"halves={_replay(prints[:half], prints[half:])} bits_in_half_a_second="
        f"{statistics.median(steps) if steps else None}"
    )


def _replay(earlier: list[Fingerprint], now: list[Fingerprint]) -> object:
    stored = [Seen("ses_0", each.at, each.bits) for each in thin_out(earlier)]  # type: ignore[arg-type]
    return find_replay(now, stored)


def _read(path: Path) -> Iterator[Rgb]:
    film = cv2.VideoCapture(str(path))
    while True:
        is_there, picture = film.read()
        if not is_there:
            return
        yield np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)


def _photograph(picture: Rgb) -> Iterator[Rgb]:
    """Turn and tilt it by 35 degrees, slowly, for twelve seconds, with a hand's tremor."""
    for number in range(round(12 * _RATE)):
        at = number / _RATE
        turn = np.deg2rad(35 * np.sin(1.3 * at))
        tilt = np.deg2rad(20 * np.sin(0.9 * at + 1))
        yield _held(picture, float(turn), float(tilt), 3 * np.sin(7 * at))


def _held(picture: Rgb, turn: float, tilt: float, tremor: float) -> Rgb:
    height, width = picture.shape[:2]
    far = 700.0
    around_y = np.array(
        [[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]]
    )
    around_x = np.array(
        [[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]]
    )
    turned = around_y @ around_x
    lens = np.array([[far, 0, width / 2 + tremor], [0, far, height / 2], [0, 0, 1]])
    middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    plane = np.column_stack([turned[:, 0], turned[:, 1], np.array([0, 0, far])])
    held = cv2.warpPerspective(
        picture, lens @ plane @ middle, (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(held, np.uint8)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
