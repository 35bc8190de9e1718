"""What a worker with models does: one method for each job on faces."""

from typing import Final

from video_bank.verification import pillow_picture
from video_bank.verification.document import portrait
from video_bank.verification.engine import FaceEngine
from video_bank.verification.face import pick_faces
from video_bank.verification.frame import FaceOnFrame
from video_bank.verification.opencv_quality import measure_quality
from video_bank.verification.worker_jobs import (
    DocumentRead,
    EncodeFaces,
    FacesEncoded,
    FrameRead,
    ReadDocument,
    ReadFrame,
)

_FRAME_SEARCH_SIDE: Final = 480  # pixels; finds faces from 80 upwards in 10-20 ms
_PORTRAIT_MARGIN: Final = 0.35


class FaceWork:
    """Keeps nothing between jobs."""

    def __init__(self, engine: FaceEngine) -> None:
        self._engine = engine

    def read_document(self, job: ReadDocument) -> DocumentRead:
        """Raise PictureUnreadableError, NoFaceError or SeveralFacesError."""
        rgb = pillow_picture.decode(job.content, portrait.SIDE)
        found = portrait.read_portrait(self._engine, rgb)
        return DocumentRead(
            engine=self._engine.name,
            encoding=tuple(found.encoding.tolist()),
            quality=found.quality,
            portrait=pillow_picture.cut_portrait(rgb, found.frame),
        )

    def read_frame(self, job: ReadFrame) -> FrameRead:
        rgb = job.frame.to_rgb()
        faces = pick_faces(self._engine.find_faces(rgb, _FRAME_SEARCH_SIDE))
        if len(faces) != 1:
            return FrameRead(len(faces))
        [box] = faces
        quality = measure_quality(rgb, box, self._engine.measure_pose(rgb, box))
        return FrameRead(1, box, quality)

    def encode_faces(self, job: EncodeFaces) -> FacesEncoded:
        best = job.faces[0]
        rgb = best.frame.to_rgb()
        frame = best.box.grown(_PORTRAIT_MARGIN, rgb.shape[1], rgb.shape[0])
        return FacesEncoded(
            encodings=tuple(self._encode(face) for face in job.faces),
            portrait=pillow_picture.cut_portrait(rgb, frame),
        )

    def _encode(self, face: FaceOnFrame) -> tuple[float, ...]:
        return tuple(self._engine.encode(face.frame.to_rgb(), face.box).tolist())
