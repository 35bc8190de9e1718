"""Settings of the face engine: what is refused at the start, and what a worker then runs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.video_bank.verification.pictures import png
from tests.video_bank.verification.tiny_networks import drawn_face, drawn_picture, write_models
from video_bank.bank.faces import pick_engine, pick_thresholds
from video_bank.errors import SetupError
from video_bank.settings import Settings
from video_bank.verification.engine_choice import EngineChoice, ModelFile
from video_bank.verification.errors import NoFaceError, WorkerDiedError
from video_bank.verification.evidence import Thresholds
from video_bank.verification.face import Box
from video_bank.verification.frame import FaceOnFrame, Frame
from video_bank.verification.worker_jobs import (
    DocumentRead,
    EncodeFaces,
    FacesEncoded,
    FrameRead,
    ReadDocument,
    ReadFrame,
)
from video_bank.verification.worker_pool import WorkerPool

DLIB = "dlib-resnet-v1/5pt/flip"


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """Return settings with models of the bank's own."""
    models = write_models(tmp_path)
    return {
        "VIDEO_BANK_FACE_DETECTOR": _setting(models.detector),
        "VIDEO_BANK_FACE_RECOGNISER": _setting(models.recogniser),
    }


def test_without_settings_dlib_compares_with_the_landmarks_that_anybody_may_use() -> None:
    settings = Settings.from_environment({})
    choice = pick_engine(settings)
    assert choice.name == DLIB
    assert pick_thresholds(settings, choice) == Thresholds(0.45, 0.55)


def test_68_landmarks_are_another_engine_to_the_thresholds() -> None:
    settings = Settings.from_environment({"VIDEO_BANK_LANDMARKS": "68"})
    assert pick_engine(settings).name == "dlib-resnet-v1/68pt/flip"
    with pytest.raises(ValueError, match="landmarks"):
        Settings.from_environment({"VIDEO_BANK_LANDMARKS": "29"})


def test_models_of_the_bank_name_the_engine(own: dict[str, str]) -> None:
    choice = pick_engine(Settings.from_environment(own))
    assert choice.models
    assert choice.name.startswith(f"opencv-onnx/{choice.models.detector.sha256[:12]}+")


@pytest.mark.parametrize("part", ["VIDEO_BANK_FACE_DETECTOR", "VIDEO_BANK_FACE_RECOGNISER"])
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda _: "", "needs both"),
        (lambda setting: setting.partition("#")[0], "PATH#sha256=HEX"),
        (lambda setting: setting[:-1], "PATH#sha256=HEX"),
        (lambda setting: setting[:-64] + "0" * 64, "is another file"),
        (lambda setting: "/nowhere" + setting, "cannot be read"),
    ],
    ids=["one missing", "no hash", "half a hash", "another hash", "no file"],
)
def test_model_that_is_not_what_was_set_is_refused(
    own: dict[str, str], part: str, change: Callable[[str], str], sentence: str
) -> None:
    with pytest.raises(SetupError, match=sentence):
        pick_engine(Settings.from_environment({**own, part: change(own[part])}))


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("dlib-resnet-v1/68pt/flip 0.45 0.55", "holds for dlib-resnet-v1/68pt/flip"),
        ("0.45 0.55", "holds for 0.45"),
        (f"{DLIB} 0.55 0.45", "smaller first"),
        (f"{DLIB} 0.45", "smaller first"),
        (f"{DLIB} 0 0.45", "smaller first"),
        (f"{DLIB} nan nan", "smaller first"),
        (f"{DLIB} 0.4 two", "smaller first"),
    ],
)
def test_thresholds_that_are_not_this_engines_are_refused(setting: str, sentence: str) -> None:
    settings = Settings.from_environment({"VIDEO_BANK_FACE_THRESHOLDS": setting})
    with pytest.raises(SetupError, match=sentence):
        pick_thresholds(settings, pick_engine(settings))


def test_engine_that_nobody_measured_needs_thresholds(own: dict[str, str]) -> None:
    settings = Settings.from_environment(own)
    choice = pick_engine(settings)
    with pytest.raises(SetupError, match="Nobody has measured"):
        pick_thresholds(settings, choice)
    measured = {**own, "VIDEO_BANK_FACE_THRESHOLDS": f"{choice.name} 0.9 1.1"}
    settings = Settings.from_environment(measured)
    assert pick_thresholds(settings, pick_engine(settings)) == Thresholds(0.9, 1.1)


async def test_worker_runs_the_engine_of_the_bank(tmp_path: Path) -> None:
    choice = EngineChoice(models=write_models(tmp_path, 512))
    face = drawn_face((1, 1), (3, 2))
    picture = drawn_picture((480, 480), (face, (192, 160)))
    frame = Frame(480, 480, picture.tobytes())
    pool = WorkerPool(engine=choice)
    try:
        card = png(drawn_picture((1280, 800), (face, (640, 320))))
        document = await pool.run(ReadDocument(card), DocumentRead)
        read = await pool.run(ReadFrame(frame), FrameRead)
        assert read.box
        live = await pool.run(EncodeFaces((FaceOnFrame(frame, read.box),)), FacesEncoded)
        lost = EncodeFaces((FaceOnFrame(frame, Box(0, 400, 60, 460)),))
        with pytest.raises(NoFaceError):
            await pool.run(lost, FacesEncoded)
    finally:
        await pool.close()
    assert document.engine == choice.name
    assert len(document.encoding) == 512
    assert document.encoding == pytest.approx(live.encodings[0], abs=0.05)


async def test_worker_does_not_start_with_a_model_that_was_exchanged(tmp_path: Path) -> None:
    models = write_models(tmp_path)
    _append(models.recogniser, b"one byte more")
    pool = WorkerPool(engine=EngineChoice(models=models))
    with pytest.raises(WorkerDiedError):
        await pool.warm_up()
    await pool.close()


def _append(model: ModelFile, content: bytes) -> None:
    with Path(model.path).open("ab") as file:
        file.write(content)


def _setting(model: ModelFile) -> str:
    return f"{model.path}#sha256={model.sha256}"
