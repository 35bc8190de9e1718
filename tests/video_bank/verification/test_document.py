"""The portrait on pictures of documents, found by the real engine in a real worker."""

import math

import pytest
from PIL import Image

from tests.video_bank.verification.pictures import (
    admiral,
    astronaut,
    darker,
    jpeg,
    nobody,
    on_card,
    opened,
    three_people,
)
from video_bank.errors import BankError
from video_bank.verification.errors import (
    NoFaceError,
    PictureUnreadableError,
    SeveralFacesError,
)
from video_bank.verification.evidence import Thresholds
from video_bank.verification.worker_jobs import DocumentRead, ReadDocument
from video_bank.verification.worker_pool import WorkerPool

FACE = astronaut().crop((130, 20, 350, 300))


async def test_portrait_is_cut_out_with_a_margin(face_pool: WorkerPool) -> None:
    read = await _read(face_pool, on_card(FACE, 300))
    portrait = opened(read.portrait)
    assert portrait.format == "JPEG"
    assert read.quality.width < portrait.width < 2 * read.quality.width
    assert len(read.encoding) == 128
    assert read.engine == "dlib-resnet-v1/5pt/flip"


@pytest.mark.parametrize(
    "picture",
    [
        astronaut().resize((1024, 1024)),
        astronaut().transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        darker(astronaut().crop((60, 0, 420, 360)).resize((800, 800))),
        on_card(FACE, 300),
        on_card(FACE, 200),
    ],
    ids=["larger", "mirrored", "darker crop", "on a card", "small on a card"],
)
async def test_pictures_of_one_person_lie_close_together(
    face_pool: WorkerPool, picture: Image.Image
) -> None:
    assert await _distance(face_pool, astronaut(), picture) < 0.3 < Thresholds().match_at_most


async def test_pictures_of_two_people_lie_apart(face_pool: WorkerPool) -> None:
    distance = await _distance(face_pool, astronaut(), admiral())
    assert distance > Thresholds().mismatch_above


async def test_ghost_image_beside_the_portrait_does_not_count(face_pool: WorkerPool) -> None:
    card = on_card(FACE, 300)
    card.paste(FACE.resize((115, 146)), (120, 560))
    read = await _read(face_pool, card)
    assert read.quality.width > 120


@pytest.mark.parametrize(
    ("picture", "error"), [(nobody(), NoFaceError), (three_people(), SeveralFacesError)]
)
async def test_document_without_one_face_is_refused(
    face_pool: WorkerPool, picture: Image.Image, error: type[BankError]
) -> None:
    with pytest.raises(error):
        await _read(face_pool, picture)


async def test_fold_of_a_suit_that_the_detector_half_takes_for_a_face_does_not_count(
    face_pool: WorkerPool,
) -> None:
    read = await _read(face_pool, astronaut().resize((1024, 1024)))
    assert read.quality.width < 180


async def test_what_is_no_picture_is_refused_by_the_face_worker_too(face_pool: WorkerPool) -> None:
    with pytest.raises(PictureUnreadableError):
        await face_pool.run(ReadDocument(jpeg(astronaut())[:-4000]), DocumentRead)


async def _read(pool: WorkerPool, picture: Image.Image) -> DocumentRead:
    return await pool.run(ReadDocument(jpeg(picture)), DocumentRead)


async def _distance(pool: WorkerPool, one: Image.Image, other: Image.Image) -> float:
    first, second = await _read(pool, one), await _read(pool, other)
    return math.dist(first.encoding, second.encoding)
