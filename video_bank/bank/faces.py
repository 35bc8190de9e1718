"""Which face engine compares, as the settings say, and where its verdicts begin."""

from video_bank.settings import Settings
from video_bank.verification.engine_choice import (
    EngineChoice,
    choose_engine,
    choose_thresholds,
)
from video_bank.verification.evidence import Thresholds


def pick_engine(settings: Settings) -> EngineChoice:
    """Raise SetupError for models that are set by halves, missing, or other files."""
    choice = choose_engine(settings.landmarks, settings.face_detector, settings.face_recogniser)
    if choice.models is not None:
        choice.models.detector.read()
        choice.models.recogniser.read()
    return choice


def pick_thresholds(settings: Settings, engine: EngineChoice) -> Thresholds:
    """Raise SetupError for thresholds that are not this engine's."""
    return choose_thresholds(engine.name, settings.face_thresholds)
