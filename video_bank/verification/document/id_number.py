"""The citizen identification number of GB 11643-1999: 17 digits and a check character (pure).

Six digits of region (GB/T 2260), eight of birth, three of order, whose last is odd for men; the
check character is ISO 7064 MOD 11-2.
"""

import re
from datetime import date
from typing import Final

import msgspec

from video_bank.verification.document.values import Sex

_SHAPE: Final = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CHECKS: Final = "10X98765432"
# GB/T 2260's provinces; 81 to 83 stand on residence permits of Hong Kong, Macao and Taiwan.
_PROVINCES: Final = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]")
_EARLIEST: Final = date(1900, 1, 1)


class IdNumber(msgspec.Struct, frozen=True):
    region: str
    birth_date: date
    sex: Sex


def decode_id_number(text: str) -> IdNumber | None:
    """Return what the number says; None where it cannot be one."""
    if not _SHAPE.fullmatch(text) or text[17] != check_character(text[:17]):
        return None
    born = _day(text[6:14])
    if not _PROVINCES.match(text) or born is None or born < _EARLIEST:
        return None
    return IdNumber(text[:6], born, Sex.MALE if int(text[16]) % 2 else Sex.FEMALE)


def check_character(digits: str) -> str:
    """Return the 18th character to these 17 digits."""
    rest = sum(int(digit) << (17 - place) for place, digit in enumerate(digits)) % 11
    return _CHECKS[rest]


def mask_number(number: str) -> str:
    """Return 110***********002X: enough to tell two documents apart, not enough to use one."""
    if len(number) <= 8:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
