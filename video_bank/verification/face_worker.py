"""A worker with face models: pictures as the light one, and every job on faces."""

import sys
from typing import Final

import numpy as np

from video_bank.verification import pillow_picture, worker_main
from video_bank.verification.face import Box
from video_bank.verification.face_recognition_engine import FaceRecognitionEngine
from video_bank.verification.face_work import FaceWork
from video_bank.verification.liveness.jobs import CutPicture, LookAtFace
from video_bank.verification.liveness.look_work import LookWork
from video_bank.verification.picture_worker import reencode_picture
from video_bank.verification.worker_jobs import (
    EncodeFaces,
    ReadDocument,
    ReadFrame,
    ReencodePicture,
)

_MEMORY: Final = 2 * 1024**3


def _warm(engine: FaceRecognitionEngine) -> None:
    """Do each thing once on an empty picture: what is loaded late is loaded now."""
    empty = np.zeros((240, 320, 3), np.uint8)
    box = Box(100, 60, 220, 180)
    engine.find_faces(empty, 320)
    engine.measure_pose(empty, box)
    engine.encode(empty, box)
    pillow_picture.cut_portrait(empty, box)


if __name__ == "__main__":
    worker_main.begin()
    pillow_picture.load_codecs()
    engine = FaceRecognitionEngine()
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
