"""The machine readable zone of ICAO 9303: passports (TD3, two lines) and cards (TD1, three).

Pure. Every check digit has to be right: a zone that was read wrongly is no zone.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from video_bank.verification.document.values import Sex

_WEIGHTS: Final = (7, 3, 1)
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What a reader of text takes for a digit, where only digits stand.
_DIGITS: Final = str.maketrans("OQDILZSBG", "000112586")
_LETTERS_FOR: Final = str.maketrans("0125", "OIZS")
_SEXES: Final = {"M": Sex.MALE, "F": Sex.FEMALE}
_EXPIRES_BEFORE: Final = 70  # two digits of a year: 69 is 2069; no passport lasts longer
_FILLERS: Final = re.compile("<+")
_COUNTED: Final = 4  # fillers in a row and fewer are read one by one
_SHAPE: Final = re.compile(r"[A-Z0-9<]+")


class Mrz(msgspec.Struct, frozen=True):
    """`name` is SURNAME GIVEN NAMES in Latin letters; `sex` is None where it is not said."""

    number: str
    name: str
    nationality: str
    birth_date: date
    sex: Sex | None
    valid_until: date


def parse_mrz(text: str, today: date) -> Mrz | None:
    """Return what the zone says; None where none is whole. `today` tells the century of birth."""
    lines = [line for raw in text.upper().splitlines() if (line := "".join(raw.split()))]
    for first in range(len(lines)):
        found = _read_td3(_filled(lines[first : first + 2], 44), today) or _read_td1(
            _filled(lines[first : first + 3], 30), today
        )
        if found is not None:
            return found
    return None


def check_digit(text: str) -> int:
    """ICAO 9303-3, 4.9: weights 7, 3, 1; A is 10, < is 0."""
    return sum(_worth(letter) * _WEIGHTS[place % 3] for place, letter in enumerate(text)) % 10


def _read_td3(lines: Sequence[str], today: date) -> Mrz | None:
    if not _have_shape(lines, 2, 44) or lines[0][0] != "P":
        return None
    names, second = lines[0][5:], lines[1]
    number, birth, expiry = second[:10], _digits(second[13:20]), _digits(second[21:28])
    personal, composite = second[28:43], second[43].translate(_DIGITS)
    whole = number + birth + expiry + personal + composite
    if not all(map(_is_right, (number, birth, expiry, whole))) or not _is_filled(personal):
        return None
    return _make(number, names, _letters(second[10:13]), birth, second[20], expiry, today)


def _read_td1(lines: Sequence[str], today: date) -> Mrz | None:
    if not _have_shape(lines, 3, 30) or lines[0][0] not in {"A", "C", "I"}:
        return None
    first, second, names = lines
    number, birth, expiry = first[5:15], _digits(second[:7]), _digits(second[8:15])
    whole = first[5:30] + birth + expiry + second[18:29] + second[29].translate(_DIGITS)
    if not all(map(_is_right, (number, birth, expiry, whole))):
        return None
    return _make(number, names, _letters(second[15:18]), birth, second[7], expiry, today)


def _make(  # noqa: PLR0913, PLR0917 the six fields of a zone, and the day
    number: str, names: str, nationality: str, birth: str, sex: str, expiry: str, today: date
) -> Mrz | None:
    born, ends = _birth(birth, today), _expiry(expiry)
    if born is None or ends is None:
        return None
    surname, _, given = names.partition("<<")
    name = " ".join(f"{surname}<{given}".replace("<", " ").split())
    return Mrz(number[:9].rstrip("<"), name, nationality.strip("<"), born, _SEXES.get(sex), ends)


def _filled(lines: Sequence[str], length: int) -> list[str]:
    """Set right how long the longest row of fillers is: nobody can count them in a picture."""
    return [_fill(line, length) for line in lines]


def _fill(line: str, length: int) -> str:
    longest = max(_FILLERS.findall(line), key=len, default="")
    missing = length - len(line)
    if len(longest) < _COUNTED or len(longest) + missing < _COUNTED:
        return line
    before, _, after = line.partition(longest)
    return f"{before}{'<' * (len(longest) + missing)}{after}"


def _have_shape(lines: Sequence[str], count: int, length: int) -> bool:
    return len(lines) == count and all(
        len(line) == length and _SHAPE.fullmatch(line) for line in lines
    )


def _letters(text: str) -> str:
    return text.translate(_LETTERS_FOR)


def _digits(text: str) -> str:
    return text.translate(_DIGITS)


def _is_right(text: str) -> bool:
    return text[-1].isdigit() and check_digit(text[:-1]) == int(text[-1])


def _is_filled(personal: str) -> bool:
    """Say whether the optional field's own check digit is right, or may be left out with it."""
    return _is_right(personal) or not personal.strip("<")


def _birth(digits: str, today: date) -> date | None:
    year = int(digits[:2]) + today.year // 100 * 100 if digits[:2].isdigit() else 0
    born = _day(year, digits)
    return _day(year - 100, digits) if born is not None and born > today else born


def _expiry(digits: str) -> date | None:
    if not digits[:2].isdigit():
        return None
    year = int(digits[:2])
    return _day(year + (2000 if year < _EXPIRES_BEFORE else 1900), digits)


def _day(year: int, digits: str) -> date | None:
    try:
        return date(year, int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def _worth(letter: str) -> int:
    if letter.isdigit():
        return int(letter)
    return 0 if letter == "<" else _LETTERS.index(letter) + 10
