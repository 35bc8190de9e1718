"""After a check: is the face that was checked still there, alone?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np
import pytest
from PIL import Image

from tests.drawn_head import STILL, Pose, Rgb, draw_head
from tests.video_bank.verification.pictures import admiral, astronaut
from tests.video_bank.verification.taps import PlayedTap
from video_bank.ids import new_session_id
from video_bank.verification.frame import FaceOnFrame, Frame
from video_bank.verification.liveness.jobs import FaceSeen, LookAtFace
from video_bank.verification.liveness.presence import PresenceWatch
from video_bank.verification.liveness.progress import PresenceChanged, Sitter
from video_bank.verification.worker_jobs import EncodeFaces, FacesEncoded
from video_bank.verification.worker_pool import WorkerPool

SESSION: Final = new_session_id()
HERSELF: Final = draw_head(STILL)
NOBODY: Final = np.full((480, 640, 3), 90, np.uint8)


def somebody_else() -> Rgb:
    face = admiral().crop((100, 0, 420, 320)).resize((480, 480))
    return _side_by_side([(face, 80)])


def two_people() -> Rgb:
    face = astronaut().crop((110, 0, 370, 300)).resize((312, 360))
    return _side_by_side([(face, 5), (face, 325)])


def _side_by_side(faces: list[tuple[Image.Image, int]]) -> Rgb:
    picture = Image.new("RGB", (640, 480), (90, 90, 90))
    for face, at in faces:
        picture.paste(face, (at, (480 - face.height) // 2))
    return np.asarray(picture)


class Watched:
    """One session's watch, and what it published."""

    def __init__(self, pool: WorkerPool) -> None:
        self.news: list[PresenceChanged] = []
        self._pool = pool
        self._watch = PresenceWatch(pool, "5", SESSION, self.news.append)

    async def look(self, *pictures: Rgb) -> list[Sitter]:
        """Look at each picture, and return what was published so far."""
        face = await self._encode(HERSELF)
        for picture in pictures:
            await self._watch.look(lambda picture=picture: _tap(picture), face)  # type: ignore[misc]
        return [each.presence for each in self.news]

    async def _encode(self, picture: Rgb) -> tuple[float, ...]:
        frame = Frame.of(picture)
        seen = await self._pool.run(LookAtFace(frame, "5"), FaceSeen)
        assert seen.box
        job = EncodeFaces((FaceOnFrame(frame, seen.box),))
        return (await self._pool.run(job, FacesEncoded)).encodings[0]


@contextmanager
def _tap(picture: Rgb | None) -> Iterator[PlayedTap]:
    yield PlayedTap([] if picture is None else [picture])


@pytest.fixture
def watched(face_pool: WorkerPool) -> Watched:
    return Watched(face_pool)


async def test_the_same_face_is_no_news(watched: Watched) -> None:
    moved = draw_head(Pose(turn=0.3, shift=(9, 4)))
    assert await watched.look(HERSELF, moved, HERSELF) == []


async def test_another_face_is_told_with_its_distance_once(watched: Watched) -> None:
    other = somebody_else()
    assert await watched.look(HERSELF, other, other, other) == [Sitter.SWAPPED]
    distance = watched.news[0].distance
    assert distance is not None
    assert distance > 0.4


@pytest.mark.parametrize(
    ("picture", "sitter"), [(NOBODY, Sitter.LEFT), (two_people(), Sitter.SECOND)]
)
async def test_who_left_and_who_came_is_told_and_when_all_is_well_again(
    watched: Watched, picture: Rgb, sitter: Sitter
) -> None:
    assert await watched.look(picture, picture) == [sitter]
    assert await watched.look(HERSELF, HERSELF) == [sitter, Sitter.SAME]


async def test_one_look_alone_is_not_believed(watched: Watched) -> None:
    assert await watched.look(HERSELF, NOBODY, HERSELF, somebody_else(), HERSELF) == []


async def test_a_turned_head_and_a_leg_without_pictures_say_nothing(watched: Watched) -> None:
    turned = draw_head(Pose(turn=-1.35))
    assert await watched.look(turned, turned) == []
    assert await watched.look(None, None) == []  # type: ignore[arg-type]
