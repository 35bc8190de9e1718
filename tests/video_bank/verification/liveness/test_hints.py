"""What somebody is told to do, from one frame."""

import msgspec
import pytest

from video_bank.verification.face import Box, FaceQuality, Pose
from video_bank.verification.liveness.hints import Hint, find_hint
from video_bank.verification.liveness.jobs import FaceSeen, Geometry

GOOD = FaceQuality(
    width=200,
    sharpness=150,
    brightness=120,
    contrast=40,
    clipped_share=0,
    pose=Pose(0.5, 0),
    is_cut=False,
    mouth_relief=1.0,
    eyes_relief=0.7,
    eyes_light=0.9,
)


def eyes(opened: float | None) -> FaceSeen:
    return msgspec.structs.replace(seen(), geometry=Geometry(0.5, 0.5, 0.0, eyes_open=opened))


def seen(faces: int = 1, **changes: object) -> FaceSeen:
    quality = msgspec.structs.replace(GOOD, **changes)
    return FaceSeen(faces, b"", Box(200, 100, 400, 300), quality)


@pytest.mark.parametrize(
    ("face", "hint"),
    [
        (FaceSeen(0, b""), Hint.NO_FACE),
        (seen(2), Hint.SEVERAL_FACES),
        (seen(width=90), Hint.CLOSER),
        (seen(width=420), Hint.FARTHER),
        (seen(is_cut=True), Hint.FARTHER),
        (seen(brightness=20.0), Hint.BRIGHTER),
        (seen(contrast=9.0), Hint.BRIGHTER),
        (seen(clipped_share=0.5), Hint.LESS_LIGHT),
        (seen(mouth_relief=0.05), Hint.UNCOVER),
        (seen(sharpness=12.0), Hint.HOLD_STILL),
        (seen(pose=Pose(0.2, 0)), Hint.LOOK_STRAIGHT),
        (seen(pose=Pose(0.5, 40)), Hint.LOOK_STRAIGHT),
        (eyes(0.12), Hint.OPEN_EYES),
        (eyes(0.2), None),
        (eyes(None), None),  # five points do not see it
        (seen(), None),
    ],
)
def test_the_most_pressing_remedy_is_told(face: FaceSeen, hint: Hint | None) -> None:
    assert find_hint(face, 640) is hint


@pytest.mark.parametrize("face", [seen(pose=Pose(0.2, 0)), seen(sharpness=12.0), eyes(0.1)])
def test_who_is_asked_to_move_is_not_told_to_hold_still(face: FaceSeen) -> None:
    assert find_hint(face, 640, is_moving=True) is None
