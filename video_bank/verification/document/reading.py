"""From print as it was read to the values of a document, and which of them are doubtful (pure)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from video_bank.verification.document.id_number import decode_id_number
from video_bank.verification.document.layout import Print
from video_bank.verification.document.mrz import parse_mrz
from video_bank.verification.document.values import (
    CardSide,
    DocumentKind,
    DocumentValues,
    Field,
    Sex,
)

_HAN_NAME: Final = re.compile(r"[\u3400-\u9fff·]{2,20}")
_NOT_IN_NAMES: Final = re.compile(r"[^\u3400-\u9fff·]")
_BIRTH: Final = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")
_DAY: Final = re.compile(r"(\d{4})[.,·:\s-]{0,2}(\d{2})[.,·:\s-]{0,2}(\d{2})")
_PERMANENT: Final = "长期"
_SURE: Final = 85.0  # of a name, by tesseract's measure; below it somebody has to look


class SideRead(msgspec.Struct, frozen=True):
    """What one side said. `unsure`: read, but not to be trusted without a look."""

    values: DocumentValues
    unsure: tuple[Field, ...] = ()


def interpret(
    side: CardSide, texts: Mapping[Print, str], sureness: Mapping[Print, float], today: date
) -> SideRead:
    """Return the values of one side; whatever cannot be what it should be counts as unread."""
    match side:
        case CardSide.FRONT:
            return _front(texts, sureness)
        case CardSide.BACK:
            return SideRead(_validity(texts.get(Print.VALIDITY, "")))
        case CardSide.PASSPORT_PAGE:
            lines = (texts.get(Print.ZONE_UPPER, ""), texts.get(Print.ZONE_LOWER, ""))
            return SideRead(_zone("\n".join(lines), today))


def merge(before: DocumentValues, side: CardSide, read: DocumentValues) -> DocumentValues:
    """Put what this side says in the place of what it said before."""
    fields = FIELDS_OF[side]
    taken = {field.value: getattr(read, field) for field in fields}
    if Field.VALID_UNTIL in fields:
        taken["is_permanent"] = read.is_permanent
    return msgspec.structs.replace(before, **taken)


def find_doubtful(kind: DocumentKind, values: DocumentValues) -> tuple[Field, ...]:
    """Return the fields that are missing or contradict each other."""
    doubtful = {field for field in _needed(kind, values) if not getattr(values, field)}
    if kind is DocumentKind.ID_CARD and values.number:
        decoded = decode_id_number(values.number)
        if decoded is None:
            doubtful.add(Field.NUMBER)
        else:
            if values.birth_date != decoded.birth_date:
                doubtful.add(Field.BIRTH_DATE)
            if values.sex != decoded.sex:
                doubtful.add(Field.SEX)
    return tuple(field for field in Field if field in doubtful)


def _needed(kind: DocumentKind, values: DocumentValues) -> list[Field]:
    needed = [Field.NUMBER, Field.NAME, Field.BIRTH_DATE, Field.SEX]
    if kind is DocumentKind.ID_CARD:
        needed.append(Field.VALID_FROM)
    return needed if values.is_permanent else [*needed, Field.VALID_UNTIL]


def _front(texts: Mapping[Print, str], sureness: Mapping[Print, float]) -> SideRead:
    number = re.sub(r"[^0-9X]", "", texts.get(Print.NUMBER, ""))
    name = _NOT_IN_NAMES.sub("", texts.get(Print.NAME, ""))
    born, sex = _birth(texts.get(Print.BIRTH, "")), _sex(texts.get(Print.SEX, ""))
    unsure = []
    if decoded := decode_id_number(number):
        if born is None:
            unsure.append(Field.BIRTH_DATE)
        if sex is None:
            unsure.append(Field.SEX)
        born, sex = born or decoded.birth_date, sex or decoded.sex
    else:
        unsure.append(Field.NUMBER)
    is_name = _HAN_NAME.fullmatch(name) is not None
    if not is_name or sureness.get(Print.NAME, 0.0) < _SURE:
        unsure.append(Field.NAME)
    values = DocumentValues(
        number=number[:18], name=name if is_name else "", birth_date=born, sex=sex
    )
    return SideRead(values, tuple(unsure))


def _birth(text: str) -> date | None:
    found = _BIRTH.search(re.sub(r"\s", "", text))
    return _day(*found.groups()) if found else None


def _sex(text: str) -> Sex | None:
    if "女" in text:
        return Sex.FEMALE
    return Sex.MALE if "男" in text else None


def _validity(text: str) -> DocumentValues:
    days = [_day(*found.groups()) for found in _DAY.finditer(re.sub(r"\s", "", text))]
    start = days[0] if days else None
    is_permanent = _PERMANENT in text.replace(" ", "")
    end = days[1] if len(days) > 1 and not is_permanent else None
    if start is not None and end is not None and end <= start:
        end = None
    return DocumentValues(valid_from=start, valid_until=end, is_permanent=is_permanent)


def _zone(text: str, today: date) -> DocumentValues:
    found = parse_mrz(text, today)
    if found is None:
        return DocumentValues()
    return DocumentValues(
        number=found.number,
        name=found.name,
        birth_date=found.birth_date,
        sex=found.sex,
        valid_until=found.valid_until,
    )


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


_OF_A_PERSON: Final = (Field.NUMBER, Field.NAME, Field.BIRTH_DATE, Field.SEX)
FIELDS_OF: Final[Mapping[CardSide, tuple[Field, ...]]] = {
    CardSide.FRONT: _OF_A_PERSON,
    CardSide.BACK: (Field.VALID_FROM, Field.VALID_UNTIL),
    CardSide.PASSPORT_PAGE: (*_OF_A_PERSON, Field.VALID_UNTIL),
}
