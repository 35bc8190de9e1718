"""The machine readable zone: the specimens of ICAO 9303, and what a misread letter does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video_bank.verification.document.mrz import Mrz, check_digit, parse_mrz
from video_bank.verification.document.values import Sex

# ICAO 9303-4, appendix B; 9303-5, appendix B.
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
TODAY = date(2026, 3, 1)
ANNA = Mrz(
    number="L898902C3",
    name="ERIKSSON ANNA MARIA",
    nationality="UTO",
    birth_date=date(1974, 8, 12),
    sex=Sex.FEMALE,
    valid_until=date(2012, 4, 15),
)


def test_specimens_are_read() -> None:
    assert parse_mrz(PASSPORT, TODAY) == ANNA
    card = parse_mrz(CARD, TODAY)
    assert card is not None
    assert (card.number, card.name, card.birth_date) == (
        "D23145890",
        "ERIKSSON ANNA MARIA",
        date(1974, 8, 12),
    )


def test_zone_is_found_among_other_lines_and_with_spaces() -> None:
    lines = PASSPORT.replace("UTO7", " UTO7").lower()
    assert parse_mrz(f"PASSPORT\n{lines}\nend", TODAY) == ANNA


def test_letters_are_taken_for_digits_only_where_digits_stand() -> None:
    assert parse_mrz(PASSPORT.replace("7408122F", "74O8I22F"), TODAY) == ANNA


def test_child_born_in_this_century_is_no_old_man() -> None:
    second = "L898902C36UTO{}{}F3604159ZE184226B<<<<<1"
    birth = "200101"
    second = second.format(birth, check_digit(birth)).replace(
        "3604159", "360415" + str(check_digit("360415"))
    )
    whole = second[:10] + second[13:20] + second[21:43]
    found = parse_mrz(f"{PASSPORT.splitlines()[0]}\n{second}{check_digit(whole)}", TODAY)
    assert found is not None
    assert (found.birth_date, found.valid_until) == (date(2020, 1, 1), date(2036, 4, 15))


@given(st.integers(0, 43), st.sampled_from("0123456789"))
def test_one_misread_digit_is_always_caught(place: int, digit: str) -> None:
    """Among letters the standard's digit is weaker: A, K, U and 0 count the same."""
    first, second = PASSPORT.splitlines()
    wrong = second[:place] + digit + second[place + 1 :]
    is_same = wrong == second or not second[place].isdigit()
    assert is_same or parse_mrz(f"{first}\n{wrong}", TODAY) is None


@given(st.text(alphabet="ABCP0123456789<\n ", max_size=140))
def test_rubbish_is_no_zone_and_no_error(text: str) -> None:
    assert parse_mrz(text, TODAY) is None


@pytest.mark.parametrize("digits", ["1", "", "L898902C3"])
def test_check_digit_takes_what_it_is_given(digits: str) -> None:
    assert 0 <= check_digit(digits) <= 9
