"""A worker with face models: pictures as the light one, and every job on faces."""

import sys
from contextlib import suppress
from typing import Final

import msgspec
import numpy as np

from video_bank.verification import pillow_picture, worker_main
from video_bank.verification.engine import FaceEngine
from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.errors import NoFaceError
from video_bank.verification.face import Box, Pose
from video_bank.verification.face_work import FaceWork
from video_bank.verification.liveness.jobs import CutPicture, LookAtFace
from video_bank.verification.liveness.look_work import LookWork
from video_bank.verification.opencv_quality import measure_quality
from video_bank.verification.picture_worker import reencode_picture
from video_bank.verification.worker_jobs import (
    EncodeFaces,
    ReadDocument,
    ReadFrame,
    ReencodePicture,
)

_MEMORY: Final = 2 * 1024**3


def _open(choice: EngineChoice) -> FaceEngine:
    """Load the one engine that was chosen, and nothing of the other."""
    if choice.models is not None:
        from video_bank.verification.opencv_face_engine import OpencvFaceEngine  # noqa: PLC0415

        return OpencvFaceEngine(choice.name, choice.models)
    from video_bank.verification.face_recognition_engine import (  # noqa: PLC0415
        FaceRecognitionEngine,
    )

    return FaceRecognitionEngine(choice.name, choice.landmarks)


def _warm(engine: FaceEngine) -> None:
    """Do each thing once on an empty picture: what is loaded late is loaded now."""
    empty = np.zeros((240, 320, 3), np.uint8)
    box = Box(100, 60, 220, 180)
    engine.find_faces(empty, 320)
    with suppress(NoFaceError):  # an engine that looks for the face once more
        engine.measure_pose(empty, box)
        engine.encode(empty, box)
    measure_quality(empty, box, Pose(0.5, 0.0))
    pillow_picture.cut_portrait(empty, box)


if __name__ == "__main__":
    worker_main.begin()
    pillow_picture.load_codecs()
    engine = _open(msgspec.json.decode(sys.argv[2], type=EngineChoice))
    _warm(engine)
    work, look_work = FaceWork(engine), LookWork(engine)
    worker_main.serve(
        int(sys.argv[1]),
        {
            ReencodePicture: reencode_picture,
            ReadDocument: work.read_document,
            ReadFrame: work.read_frame,
            EncodeFaces: work.encode_faces,
            LookAtFace: look_work.look_at_face,
            CutPicture: look_work.cut_picture,
        },
        _MEMORY,
    )
