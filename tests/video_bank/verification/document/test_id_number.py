"""The citizen identification number: the standard's own example, and what a slip does to it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.verification.document.id_number import (
    check_character,
    decode_id_number,
    mask_number,
)
from video_bank.verification.document.values import Sex

_DAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))
_ORDERS = st.integers(0, 999)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(["110105", "310104", "440305", "654321", "820000"]))
    digits = f"{region}{draw(_DAYS):%Y%m%d}{draw(_ORDERS):03}"
    return digits + check_character(digits)


def test_example_of_the_standard_is_read() -> None:
    found = decode_id_number("11010519491231002X")
    assert found is not None
    assert (found.region, found.birth_date, found.sex) == (
        "110105",
        date(1949, 12, 31),
        Sex.FEMALE,
    )
    assert decode_id_number("440524188001010014") is None  # right, but born before 1900


@given(id_numbers())
def test_number_says_birth_and_sex(number: str) -> None:
    found = decode_id_number(number)
    assert found is not None
    assert f"{found.birth_date:%Y%m%d}" == number[6:14]
    assert (found.sex is Sex.MALE) == (int(number[16]) % 2 == 1)


@given(id_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(number: str, place: int, more: int) -> None:
    wrong = str((int(number[place]) + more) % 10)
    assert decode_id_number(number[:place] + wrong + number[place + 1 :]) is None


@given(id_numbers(), st.integers(0, 15))
def test_two_neighbours_swapped_are_caught(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or decode_id_number(swapped) is None


@given(st.text(max_size=30))
def test_any_other_text_is_no_number(text: str) -> None:
    found = decode_id_number(text)
    assert found is None or len(text) == 18


@pytest.mark.parametrize(
    "digits", ["11010519490230002", "11010519491331002", "99010519491231002", "01010519491231002"]
)
def test_impossible_days_and_regions_are_no_number(digits: str) -> None:
    assert decode_id_number(digits + check_character(digits)) is None


def test_masked_number_keeps_its_ends() -> None:
    assert mask_number("11010519491231002X") == "110***********002X"
    assert mask_number("E1234567") == "********"
    assert mask_number("E12345678") == "E12**5678"
