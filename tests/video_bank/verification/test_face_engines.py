"""What every face engine keeps to: dlib with either landmarks, and a bank's own networks."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image, ImageOps

from tests.video_bank.verification.pictures import (
    Rgb,
    admiral,
    astronaut,
    darker,
    nobody,
    three_people,
)
from tests.video_bank.verification.tiny_networks import drawn_face, drawn_picture, write_models
from video_bank.verification.engine import Encoding, FaceEngine
from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.face import Box
from video_bank.verification.face_recognition_engine import FaceRecognitionEngine
from video_bank.verification.liveness.jobs import Landmarks
from video_bank.verification.opencv_face_engine import OpencvFaceEngine

SIDE = 640


class Case(NamedTuple):
    """An engine and pictures that it can read; `person` shows one person twice."""

    engine: FaceEngine
    person: tuple[Rgb, Rgb]
    somebody_else: Rgb
    nobody: Rgb
    three: Rgb


def _dlib(landmarks: Landmarks) -> Case:
    choice = EngineChoice(landmarks)
    return Case(
        FaceRecognitionEngine(choice.name, choice.landmarks),
        (np.asarray(astronaut()), np.asarray(darker(astronaut().crop((60, 0, 420, 360))))),
        np.asarray(admiral()),
        np.asarray(nobody()),
        np.asarray(three_people()),
    )


def _of_the_bank(features: int, folder: Path) -> Case:
    choice = EngineChoice(models=write_models(folder, features))
    assert choice.models
    one, other = drawn_face((1, 1), (3, 2)), drawn_face((5, 5), (6, 2), (2, 6))
    three = drawn_picture((640, 480), (one, (32, 32)), (other, (320, 64)), (one, (160, 256)))
    return Case(
        OpencvFaceEngine(choice.name, choice.models),
        (
            np.asarray(drawn_picture((640, 480), (one, (192, 160)))),
            np.asarray(drawn_picture((640, 320), (one, (320, 96)))),
        ),
        np.asarray(drawn_picture((640, 480), (other, (192, 160)))),
        np.asarray(drawn_picture((640, 480))),
        np.asarray(three),
    )


CASES: dict[str, Callable[[Path], Case]] = {
    "dlib, 5 landmarks": lambda _: _dlib("5"),
    "dlib, 68 landmarks": lambda _: _dlib("68"),
    "ONNX, 128 features": lambda folder: _of_the_bank(128, folder),
    "ONNX, 512 features": lambda folder: _of_the_bank(512, folder),
}


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    return CASES[request.param](tmp_path_factory.mktemp("models"))


def test_finds_as_many_faces_as_there_are(case: Case) -> None:
    pictures = (case.nobody, *case.person, case.three)
    assert [len(case.engine.find_faces(rgb, SIDE)) for rgb in pictures] == [0, 1, 1, 3]


def test_box_lies_on_the_picture_whatever_its_scale(case: Case) -> None:
    rgb = case.person[0]
    box = _box(case.engine, rgb)
    assert 0 <= box.left < box.right <= rgb.shape[1]
    assert 0 <= box.top < box.bottom <= rgb.shape[0]
    twice = np.asarray(Image.fromarray(rgb).resize((rgb.shape[1] * 2, rgb.shape[0] * 2)))
    assert _box(case.engine, twice).width == pytest.approx(2 * box.width, rel=0.2)


def test_pose_turns_with_the_picture(case: Case) -> None:
    rgb = case.person[0]
    pose = case.engine.measure_pose(rgb, _box(case.engine, rgb))
    assert 0.35 < pose.yaw_ratio < 0.65
    assert abs(pose.roll_deg) < 10
    mirrored = np.ascontiguousarray(rgb[:, ::-1])
    other = case.engine.measure_pose(mirrored, _box(case.engine, mirrored))
    assert other.yaw_ratio == pytest.approx(1 - pose.yaw_ratio, abs=0.06)
    assert other.roll_deg == pytest.approx(-pose.roll_deg, abs=4)


def test_encoding_is_the_same_each_time_and_nearly_so_for_the_mirror_image(case: Case) -> None:
    rgb = case.person[0]
    encoding = _encode(case.engine, rgb)
    assert np.array_equal(encoding, _encode(case.engine, rgb))
    mirrored = Image.fromarray(rgb)
    assert _distance(encoding, _encode(case.engine, np.asarray(ImageOps.mirror(mirrored)))) < 0.2


def test_one_person_is_nearer_than_two(case: Case) -> None:
    one, again = (_encode(case.engine, rgb) for rgb in case.person)
    other = _encode(case.engine, case.somebody_else)
    assert _distance(one, again) < 0.3
    assert _distance(one, other) > 0.6
    assert one.shape == other.shape
    assert np.isfinite([one, other]).all()


def _box(engine: FaceEngine, rgb: Rgb) -> Box:
    [box] = engine.find_faces(rgb, SIDE)
    return box


def _encode(engine: FaceEngine, rgb: Rgb) -> Encoding:
    return engine.encode(rgb, _box(engine, rgb))


def _distance(one: Encoding, other: Encoding) -> float:
    return float(np.linalg.norm(one - other))
