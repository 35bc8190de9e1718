"""Drawn cards before a drawn camera: read, or refused with what to do better."""

from collections.abc import Callable
from datetime import date
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest
from PIL import Image

from tests.video_bank.verification.document.cards import (
    CARLA,
    draw_back,
    draw_front,
    draw_passport,
    photograph,
)
from tests.video_bank.verification.pictures import Rgb, jpeg, opened
from video_bank.errors import BankError
from video_bank.verification.document.card_quality import LEAST_FACE
from video_bank.verification.document.opencv_card import lay_flat
from video_bank.verification.document.reader import DocumentReader
from video_bank.verification.document.values import CardSide, DocumentValues, Field
from video_bank.verification.errors import (
    CardBlurredError,
    CardDarkError,
    CardGlareError,
    CardNotFoundError,
    CardTooSmallError,
    CardWrongSideError,
)
from video_bank.verification.worker_pool import WorkerPool

TODAY = date(2026, 3, 1)
PASSPORT = msgspec.structs.replace(CARLA, name="ZHANG CARLA", number="E12345678", valid_from=None)


@pytest.fixture
def reader(picture_pool: WorkerPool) -> DocumentReader:
    return DocumentReader(picture_pool)


def _lay(card: Image.Image, width: int = 900, left: float = 1.0, right: float = 1.0) -> Rgb:
    """Return it on a table, its left and right ends so high of what they would be."""
    beyond, high = (1280 - width) / 2, width * card.height / card.width / 2
    corners = [
        (beyond, 480 - left * high),
        (beyond + width, 480 - right * high),
        (beyond + width, 480 + right * high),
        (beyond, 480 + left * high),
    ]
    own = [(0, 0), (card.width, 0), (card.width, card.height), (0, card.height)]
    matrix = cv2.getPerspectiveTransform(np.array(own, np.float32), np.array(corners, np.float32))
    table = np.full((960, 1280, 3), (112, 84, 62), np.uint8)
    cv2.warpPerspective(
        np.asarray(card.convert("RGB")),
        matrix,
        (1280, 960),
        table,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    return table


async def _read(reader: DocumentReader, card: Image.Image, side: CardSide, **how: Any) -> Any:
    return await reader.read(jpeg(photograph(card, **how)), side, TODAY)


@pytest.mark.parametrize(
    "how",
    [{}, {"turn_deg": 178.0}, {"turn_deg": 90.0, "share": 0.45}, {"blur": 1.5, "light": 0.5}],
    ids=["leaning", "upside down", "upright", "soft and dim"],
)
async def test_front_is_read_and_lies_flat(reader: DocumentReader, how: dict[str, Any]) -> None:
    found = await _read(reader, draw_front(), CardSide.FRONT, **how)
    values = found.read.values
    assert (values.number, values.birth_date, values.sex) == (
        CARLA.number,
        CARLA.birth_date,
        CARLA.sex,
    )
    assert values.name == CARLA.name or Field.NAME in found.read.unsure
    card = opened(found.card)
    assert card.width / card.height == pytest.approx(85.6 / 54, abs=0.01)
    face = card.crop((round(card.width * 0.7), round(card.height * 0.2), card.width, card.height))
    paper = card.crop((0, 0, card.width // 20, card.height))
    assert sum(face.resize((1, 1)).getpixel((0, 0))) < sum(paper.resize((1, 1)).getpixel((0, 0)))  # type: ignore[arg-type]


async def test_back_tells_how_long_it_is_valid(reader: DocumentReader) -> None:
    found = await _read(reader, draw_back(), CardSide.BACK)
    assert found.read.values == DocumentValues(
        valid_from=CARLA.valid_from, valid_until=CARLA.valid_until
    )


async def test_permanent_card_has_no_last_day(reader: DocumentReader) -> None:
    permanent = msgspec.structs.replace(CARLA, valid_until=None, is_permanent=True)
    found = await _read(reader, draw_back(permanent), CardSide.BACK)
    assert found.read.values.is_permanent
    assert found.read.values.valid_from == CARLA.valid_from


async def test_passport_is_read_by_its_zone(reader: DocumentReader) -> None:
    found = await _read(reader, draw_passport(PASSPORT), CardSide.PASSPORT_PAGE)
    assert found.read.values == PASSPORT


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"share": 0.21}, CardTooSmallError),
        ({"light": 0.2}, CardDarkError),
        ({"blur": 4.0}, CardBlurredError),
        ({"glare": 0.06}, CardGlareError),
    ],
    ids=["far away", "dark", "blurred", "glare"],
)
async def test_card_that_cannot_be_read_is_refused_with_the_reason(
    reader: DocumentReader, how: dict[str, Any], error: type[BankError]
) -> None:
    with pytest.raises(error):
        await _read(reader, draw_front(), CardSide.FRONT, **how)


@pytest.mark.parametrize(
    ("side", "draw", "least"),
    [
        (CardSide.FRONT, draw_front, 442),
        (CardSide.PASSPORT_PAGE, lambda: draw_passport(PASSPORT), 498),
    ],
)
def test_size_is_judged_by_the_portrait_and_not_by_the_card(
    side: CardSide, draw: Callable[[], Image.Image], least: int
) -> None:
    """A passport's page is larger than a card, and so must be its picture."""
    for width, is_enough in ((least - 10, False), (least + 10, True)):
        quality = lay_flat(_lay(draw(), width), side).quality
        assert quality.face_width is not None
        assert (quality.face_width >= LEAST_FACE) is is_enough, quality


def test_portrait_at_the_far_end_of_a_leaning_card_is_the_smaller_one() -> None:
    near, far = _lay(draw_front(), right=0.8), _lay(draw_front(), left=0.8)
    one, other = (lay_flat(rgb, CardSide.FRONT).quality for rgb in (near, far))
    assert one.face_width
    assert other.face_width
    assert one.face_width < 0.9 * other.face_width


@pytest.mark.parametrize("turn_deg", [2.0, 181.0])
async def test_front_and_back_are_told_apart(reader: DocumentReader, turn_deg: float) -> None:
    with pytest.raises(CardWrongSideError):
        await _read(reader, draw_front(), CardSide.BACK, turn_deg=turn_deg)
    with pytest.raises(CardWrongSideError):
        await _read(reader, draw_back(), CardSide.FRONT, turn_deg=turn_deg)


async def test_picture_without_a_card_is_refused(reader: DocumentReader) -> None:
    table = Image.new("RGB", (1280, 960), (120, 90, 70))
    with pytest.raises(CardNotFoundError):
        await reader.read(jpeg(table), CardSide.FRONT, TODAY)
