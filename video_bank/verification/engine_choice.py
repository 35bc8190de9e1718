"""Which engine compares faces, and from which distance on it says what (pure but for `read`).

Distances of one engine mean nothing to another, nor those of one encoding mode to the next:
thresholds are tied to the engine's name, which names all of that and stands in the evidence.
"""

import hashlib
from pathlib import Path
from typing import Final, Self

import msgspec

from video_bank.errors import SetupError
from video_bank.verification.evidence import Thresholds
from video_bank.verification.liveness.jobs import Landmarks

# Measured by `bench verification`; the README has the figures.
_MEASURED: Final = {
    "dlib-resnet-v1/5pt/flip": Thresholds(0.45, 0.55),
    "dlib-resnet-v1/68pt/flip": Thresholds(0.44, 0.55),
}


class ModelFile(msgspec.Struct, frozen=True):
    """An ONNX file that the bank supplies, and what it must be."""

    path: str
    sha256: str

    @classmethod
    def parse(cls, setting: str) -> Self:
        """Read `PATH#sha256=HEX`; raise SetupError."""
        path, mark, digest = setting.rpartition("#sha256=")
        if not mark or len(digest) != 64 or not set(digest.lower()) <= set("0123456789abcdef"):
            raise SetupError(
                f"A model is set as PATH#sha256=HEX, so that nobody puts another in its place; "
                f"{setting} is not."
            )
        return cls(str(Path(path).absolute()), digest.lower())

    def read(self) -> bytes:
        """Return the file's bytes; raise SetupError for a file that is missing or another one."""
        try:
            content = Path(self.path).read_bytes()
        except OSError as error:
            raise SetupError(f"The model {self.path} cannot be read: {error.strerror}.") from error
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise SetupError(f"The model {self.path} is another file: its SHA-256 is {found}.")
        return content


class OnnxModels(msgspec.Struct, frozen=True):
    """A detector shaped like FaceDetectorYN's and a recogniser like FaceRecognizerSF's."""

    detector: ModelFile
    recogniser: ModelFile


class EngineChoice(msgspec.Struct, frozen=True):
    """Without `models`: face_recognition on dlib, aligned by so many landmarks."""

    landmarks: Landmarks = "5"
    models: OnnxModels | None = None

    @property
    def name(self) -> str:
        """Engine, version and encoding mode; of the bank's own models, what identifies them."""
        if self.models is None:
            return f"dlib-resnet-v1/{self.landmarks}pt/flip"
        parts = (self.models.detector, self.models.recogniser)
        return f"opencv-onnx/{'+'.join(part.sha256[:12] for part in parts)}/flip"


def choose_engine(
    landmarks: Landmarks, detector: str | None, recogniser: str | None
) -> EngineChoice:
    """Read the settings; raise SetupError when only one of both models is set."""
    if detector is None and recogniser is None:
        return EngineChoice(landmarks)
    if detector is None or recogniser is None:
        raise SetupError(
            "An engine of the bank's own needs both VIDEO_BANK_FACE_DETECTOR and "
            "VIDEO_BANK_FACE_RECOGNISER."
        )
    models = OnnxModels(ModelFile.parse(detector), ModelFile.parse(recogniser))
    return EngineChoice(landmarks, models)


def choose_thresholds(engine: str, setting: str | None) -> Thresholds:
    """Return the engine's thresholds, or the bank's: `ENGINE MATCH_AT_MOST MISMATCH_ABOVE`.

    Raise SetupError for thresholds of another engine, and when nobody has measured this one.
    """
    if setting is None:
        if engine not in _MEASURED:
            raise SetupError(
                f"Nobody has measured {engine}: set VIDEO_BANK_FACE_THRESHOLDS to what "
                "`video-bank bench verification` recommends."
            )
        return _MEASURED[engine]
    name, *limits = setting.split()
    if name != engine:
        raise SetupError(f"VIDEO_BANK_FACE_THRESHOLDS holds for {name}; the engine is {engine}.")
    try:
        match_at_most, mismatch_above = map(float, limits)
    except ValueError:
        match_at_most = mismatch_above = -1.0
    if not 0 < match_at_most <= mismatch_above < 2:
        raise SetupError(
            "VIDEO_BANK_FACE_THRESHOLDS is the engine's name and two distances, the smaller "
            f"first: {engine} 0.45 0.55"
        )
    return Thresholds(match_at_most, mismatch_above)
