"""Drawn documents of nobody real: as a scanner would see them, and as a phone photographs them.

The portrait is the public-domain astronaut; every card says that it is a specimen.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import matplotlib
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.video_bank.verification.pictures import astronaut
from video_bank.verification.document.id_number import check_character
from video_bank.verification.document.mrz import check_digit
from video_bank.verification.document.values import DocumentValues, Sex

CARD: Final = (1284, 810)  # 15 pixels a millimetre
PAGE: Final = (1250, 880)  # 10 pixels a millimetre
_CHINESE: Final = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
_LATIN: Final = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
_SIMPLIFIED: Final = 2  # the collection's font for zh-CN
_INK: Final = (25, 25, 30)
_LABEL: Final = (70, 100, 170)

CARLA: Final = DocumentValues(
    number="110105199003072928",
    name="张卡拉",
    birth_date=date(1990, 3, 7),
    sex=Sex.FEMALE,
    valid_from=date(2018, 5, 20),
    valid_until=date(2038, 5, 20),
)


def make_number(born: date, order: int, region: str = "110105") -> str:
    digits = f"{region}{born:%Y%m%d}{order:03}"
    return digits + check_character(digits)


def draw_front(values: DocumentValues = CARLA) -> Image.Image:
    card = _paper(CARD, (214, 228, 233))
    pen = ImageDraw.Draw(card)
    born = values.birth_date
    assert born is not None
    _write(pen, (90, 88), "姓名", 38, _LABEL)
    _write(pen, (222, 82), values.name, 46)
    _write(pen, (90, 182), "性别", 38, _LABEL)
    _write(pen, (222, 178), "男" if values.sex is Sex.MALE else "女", 42)
    _write(pen, (360, 182), "民族", 38, _LABEL)
    _write(pen, (490, 178), "汉", 42)
    _write(pen, (90, 272), "出生", 38, _LABEL)
    for left, text, is_label in (
        (222, str(born.year), False), (345, "年", True), (408, str(born.month), False),
        (470, "月", True), (530, str(born.day), False), (592, "日", True),
    ):  # fmt: skip
        _write(pen, (left, 270), text, 40, _LABEL if is_label else _INK)
    _write(pen, (90, 370), "住址", 38, _LABEL)
    for line, text in enumerate(("样本市样本区样本路一号", "样本楼二单元三〇四室")):
        _write(pen, (222, 366 + 62 * line), text, 40)
    _write(pen, (90, 684), "公民身份号码", 38, _LABEL)
    for place, digit in enumerate(values.number):
        pen.text((455 + 38 * place, 710), digit, _INK, _digits(48), anchor="mm")
    face = astronaut().crop((95, 0, 355, 322)).resize((404, 500))
    card.paste(face, (804, 96))
    _write(pen, (560, 560), "样本 SPECIMEN", 30, (190, 130, 130))
    return card


def draw_back(values: DocumentValues = CARLA) -> Image.Image:
    card = _paper(CARD, (226, 222, 228))
    pen = ImageDraw.Draw(card)
    pen.ellipse((70, 70, 310, 320), fill=(196, 40, 45))
    pen.ellipse((130, 120, 250, 250), fill=(226, 170, 60))
    _write(pen, (400, 90), "中华人民共和国", 82)
    _write(pen, (400, 220), "居 民 身 份 证", 100)
    _write(pen, (250, 570), "签发机关", 38)
    _write(pen, (470, 568), "样本市公安局样本分局", 40)
    _write(pen, (250, 680), "有效期限", 38)
    start, end = values.valid_from, values.valid_until
    ends = "长期" if end is None else f"{end:%Y.%m.%d}"
    _write(pen, (470, 678), f"{start:%Y.%m.%d}-{ends}", 40)
    _write(pen, (560, 480), "样本 SPECIMEN", 30, (190, 130, 130))
    return card


def draw_passport(values: DocumentValues, nationality: str = "UTO") -> Image.Image:
    page = _paper(PAGE, (226, 230, 222))
    pen = ImageDraw.Draw(page)
    page.paste(astronaut().crop((95, 0, 355, 322)).resize((323, 400)), (60, 160))
    for line, text in enumerate((values.name, values.number, "SPECIMEN")):
        pen.text((440, 180 + 90 * line), text, _INK, _digits(44))
    for line, text in enumerate(mrz_lines(values, nationality)):
        for place, letter in enumerate(text):
            at = (79 + 25.4 * place, 722 + 63 * line)  # OCR-B's pitch: ten letters an inch
            pen.text(at, letter, _INK, _digits(36), anchor="mm")
    return page


def mrz_lines(values: DocumentValues, nationality: str = "UTO") -> tuple[str, str]:
    surname, *given = values.name.upper().split()
    first = f"P<{nationality}{surname}<<{'<'.join(given)}".ljust(44, "<")
    number = _checked(values.number.ljust(9, "<"))
    born, ends = (_checked(f"{day:%y%m%d}") for day in (values.birth_date, values.valid_until))
    personal = _checked("<" * 14)
    whole = number + born + ends + personal
    sex = {Sex.MALE: "M", Sex.FEMALE: "F", None: "<"}[values.sex]
    second = f"{number}{nationality}{born}{sex}{ends}{personal}{check_digit(whole)}"
    return first, second


def photograph(
    card: Image.Image,
    *,
    frame: tuple[int, int] = (1920, 1080),
    share: float = 0.62,
    tilt: float = 0.06,
    turn_deg: float = 3.0,
    blur: float = 0.0,
    light: float = 1.0,
    glare: float = 0.0,
    seed: int = 1,
) -> Image.Image:
    """Return the card on a table: `share` of the frame's width, leaning, turned, lit."""
    noise = np.random.default_rng(seed)
    table = _table(frame, noise)
    matrix, corners = _placed(card.size, frame, share, tilt, turn_deg)
    warped = cv2.warpPerspective(np.asarray(card), matrix, frame, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(_rounded(card.size), matrix, frame)[:, :, None] / 255.0
    seen = table * (1 - mask) + warped * mask
    if glare:
        centre = corners.mean(axis=0)
        across = np.indices((frame[1], frame[0]), np.float32)[::-1]
        away = np.hypot(across[0] - centre[0] - frame[0] * share * 0.18, across[1] - centre[1])
        seen = seen + 400 * np.exp(-((away / (frame[0] * share * glare)) ** 2))[:, :, None]
    seen = seen * light + noise.normal(0, 2.0, seen.shape)
    picture = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
    return picture.filter(ImageFilter.GaussianBlur(blur)) if blur else picture


def _placed(
    size: tuple[int, int], frame: tuple[int, int], share: float, tilt: float, turn_deg: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float32]]:
    width = frame[0] * share
    height = width * size[1] / size[0]
    flat = np.array(
        [
            [-width * (1 - tilt), -height], [width * (1 - tilt), -height],
            [width, height * (1 - tilt)], [-width, height],
        ],
        np.float32,
    ) / 2  # fmt: skip
    turn = np.deg2rad(turn_deg)
    turned = flat @ np.array(
        [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]], np.float32
    )
    corners = (turned + np.array(frame, np.float32) / 2).astype(np.float32)
    own = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(own, corners), np.float64), corners


def _table(frame: tuple[int, int], noise: np.random.Generator) -> npt.NDArray[np.float64]:
    grain = noise.normal(0, 9, (frame[1] // 8, frame[0] // 2))
    wood = cv2.resize(grain, frame, interpolation=cv2.INTER_CUBIC)[:, :, None]
    return np.array([112.0, 84.0, 62.0]) + wood


def _rounded(size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 45, fill=255)
    return np.asarray(mask)


def _paper(size: tuple[int, int], colour: tuple[int, int, int]) -> Image.Image:
    """Return paper with the waves that documents are printed on."""
    y, x = np.indices((size[1], size[0]), np.float32)
    wave = 7 * np.sin(y / 11 + 3 * np.sin(x / 90)) + 4 * np.sin(x / 17 + y / 60)
    return Image.fromarray(np.clip(np.array(colour) + wave[:, :, None], 0, 255).astype(np.uint8))


def _write(
    pen: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    size: int,
    colour: tuple[int, int, int] = _INK,
) -> None:
    pen.text(at, text, colour, _font(size))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_CHINESE), size, index=_SIMPLIFIED)


@cache
def _digits(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_LATIN), size)


def _checked(text: str) -> str:
    return f"{text}{check_digit(text)}"
