"""What a worker does with one frame of a challenge."""

from typing import Final

from video_bank.verification import pillow_picture
from video_bank.verification.engine import FaceEngine, Rgb
from video_bank.verification.face import Box, Pose, pick_faces
from video_bank.verification.liveness import face_recognition_landmarks, opencv_look
from video_bank.verification.liveness.jobs import CutPicture, FaceSeen, LookAtFace, PictureCut
from video_bank.verification.opencv_quality import measure_quality

_SEARCH_SIDE: Final = 320  # pixels; finds faces from 110 upwards at 640 in 7 ms
_NEAR_SIDE: Final = 200
_MARGIN: Final = 0.35
_NEAR: Final = 0.6  # of the box more on each side


class LookWork:
    """Keeps nothing between jobs."""

    def __init__(self, engine: FaceEngine) -> None:
        self._engine = engine

    def look_at_face(self, job: LookAtFace) -> FaceSeen:
        rgb = job.frame.to_rgb()
        thumbnail = opencv_look.shrink(rgb)
        faces = self._find(rgb, job.near)
        if not faces:
            return FaceSeen(0, thumbnail)
        box = faces[0]
        points = face_recognition_landmarks.find_points(rgb, box, job.landmarks)
        geometry = face_recognition_landmarks.measure_geometry(points)
        pose = Pose(yaw_ratio=geometry.yaw, roll_deg=geometry.roll_deg)
        return FaceSeen(
            faces=len(faces),
            thumbnail=thumbnail,
            box=box,
            quality=measure_quality(rgb, box, pose),
            geometry=geometry,
            look=opencv_look.look(rgb, box, points.right_eye, points.left_eye),
        )

    def cut_picture(self, job: CutPicture) -> PictureCut:
        frame = job.box.grown(_MARGIN, job.frame.width, job.frame.height)
        return PictureCut(pillow_picture.cut_portrait(job.frame.to_rgb(), frame))

    def _find(self, rgb: Rgb, near: Box | None) -> list[Box]:
        if near is None:
            return pick_faces(self._engine.find_faces(rgb, _SEARCH_SIDE))
        height, width = rgb.shape[:2]
        part = near.grown(_NEAR, width, height)
        found = self._engine.find_faces(
            rgb[part.top : part.bottom, part.left : part.right], _NEAR_SIDE
        )
        return pick_faces([_moved(box, part.left, part.top) for box in found])


def _moved(box: Box, right: int, down: int) -> Box:
    return Box(box.left + right, box.top + down, box.right + right, box.bottom + down)
