"""`video-bank bench document`: forty drawn cards, photographed badly and read by the real chain.

Drawn print is kinder than real cards: an upper bound. What may never happen is a number that was
misread and still has a right check digit.
"""

import asyncio
import statistics
import time
from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from PIL import Image

from tests.video_bank.verification.document.cards import (
    draw_back,
    draw_front,
    make_number,
    photograph,
)
from tests.video_bank.verification.pictures import jpeg
from video_bank.errors import BankError
from video_bank.verification.document.id_number import decode_id_number
from video_bank.verification.document.reader import DocumentReader
from video_bank.verification.document.reading import SideRead
from video_bank.verification.document.values import CardSide, DocumentValues, Field, Sex
from video_bank.verification.worker_pool import WorkerPool

CARDS: Final = 40
TODAY: Final = date(2026, 3, 1)
_SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
_GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰国建文志红海云飞宇晨欣怡雪梅子轩浩然思雨"
)
_REGIONS: Final = ("110105", "310104", "440305", "510107")


def measure() -> dict[str, float]:
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    pool = WorkerPool(engine=None)
    await pool.warm_up()
    reader, chance = DocumentReader(pool), Random(7)
    counts: Counter[str] = Counter()
    times_s: dict[CardSide, list[float]] = {CardSide.FRONT: [], CardSide.BACK: []}
    for number in range(CARDS):
        values, how = _draw_person(chance), _draw_capture(chance, number)
        for side, card in (
            (CardSide.FRONT, draw_front(values)),
            (CardSide.BACK, draw_back(values)),
        ):
            content, began = _photo(card, how), time.perf_counter()
            try:
                read = (await reader.read(content, side, TODAY)).read
            except BankError:
                counts["refused"] += 1
                continue
            times_s[side].append(time.perf_counter() - began)
            counts.update(_judge(side, values, read))
    await pool.close()
    return {
        **{name: float(counts[name]) for name in _FIGURES},
        "front_ms": statistics.median(times_s[CardSide.FRONT]) * 1000,
        "back_ms": statistics.median(times_s[CardSide.BACK]) * 1000,
    }


_FIGURES: Final = (
    "number_exact",
    "number_caught",
    "number_wrong_but_valid",
    "name_exact",
    "name_wrong_and_sure",
    "birth_date_exact",
    "sex_exact",
    "validity_exact",
    "refused",
)


def _judge(side: CardSide, true: DocumentValues, read: SideRead) -> list[str]:
    values = read.values
    if side is CardSide.BACK:
        is_exact = (values.valid_from, values.valid_until) == (true.valid_from, true.valid_until)
        return ["validity_exact"] if is_exact else []
    found = [f"{field}_exact" for field in ("number", "name", "birth_date", "sex")
             if getattr(values, field) == getattr(true, field)]  # fmt: skip
    if "number_exact" not in found:
        is_valid = decode_id_number(values.number) is not None
        found.append("number_wrong_but_valid" if is_valid else "number_caught")
    if "name_exact" not in found and Field.NAME not in read.unsure:
        found.append("name_wrong_and_sure")
    return found


def _draw_person(chance: Random) -> DocumentValues:
    sex = chance.choice(list(Sex))
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    order = chance.randrange(100, 990) // 2 * 2 + (sex is Sex.MALE)
    return DocumentValues(
        number=make_number(born, order, chance.choice(_REGIONS)),
        name=chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2)))),
        birth_date=born,
        sex=sex,
        valid_from=date(2015, 1, 1) + timedelta(days=chance.randrange(3_000)),
        valid_until=date(2031, 1, 1) + timedelta(days=chance.randrange(3_000)),
    )


def _draw_capture(chance: Random, seed: int) -> dict[str, Any]:
    return {
        "share": chance.uniform(0.4, 0.75),
        "tilt": chance.uniform(0, 0.12),
        "turn_deg": chance.uniform(-9, 9),
        "blur": chance.choice((0, 0, 1, 1.5)),
        "light": chance.uniform(0.4, 1.1),
        "seed": seed,
    }


def _photo(card: Image.Image, how: dict[str, Any]) -> bytes:
    return jpeg(photograph(card, **how))
