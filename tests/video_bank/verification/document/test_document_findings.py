"""What speaks against a document: by the day, by itself, by the invitation."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.video_bank.verification.document.cards import CARLA
from video_bank.verification.document.findings import LEAST_AGE, age_on, find_findings
from video_bank.verification.document.layout import Print
from video_bank.verification.document.reading import find_doubtful, interpret, merge
from video_bank.verification.document.values import (
    CardSide,
    DocumentKind,
    DocumentValues,
    Field,
    Sex,
)
from video_bank.verification.evidence import Reason

TODAY = date(2026, 3, 1)


def _reasons(
    values: DocumentValues,
    read: DocumentValues = CARLA,
    name: str = "张卡拉",
    kind: DocumentKind = DocumentKind.ID_CARD,
) -> set[Reason]:
    return {each.reason for each in find_findings(kind, values, read, name, TODAY)}


def test_good_card_says_nothing_against_itself() -> None:
    assert _reasons(CARLA) == set()
    assert find_doubtful(DocumentKind.ID_CARD, CARLA) == ()


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"valid_until": TODAY - timedelta(days=1)}, {Reason.DOCUMENT_EXPIRED}),
        ({"valid_until": TODAY}, set()),
        ({"valid_until": None}, {Reason.VALIDITY_UNKNOWN}),
        ({"valid_until": None, "is_permanent": True}, set()),
        ({"valid_from": TODAY + timedelta(days=1)}, {Reason.DOCUMENT_NOT_YET_VALID}),
        ({"number": "110105199003072929"}, {Reason.NUMBER_INVALID, Reason.NUMBER_CHANGED}),
        ({"number": "11010519491231002X"}, {Reason.BIRTH_DATE_DIFFERS, Reason.NUMBER_CHANGED}),
        ({"sex": Sex.MALE}, {Reason.SEX_DIFFERS}),
        ({"birth_date": date(1990, 3, 8)}, {Reason.BIRTH_DATE_DIFFERS}),
        ({"name": "张卡"}, {Reason.NAME_DIFFERS}),
        ({"birth_date": date(2010, 3, 7)}, {Reason.UNDER_AGE, Reason.BIRTH_DATE_DIFFERS}),
    ],
)
def test_each_flaw_has_its_reason(changes: dict[str, object], reasons: set[Reason]) -> None:
    assert _reasons(msgspec.structs.replace(CARLA, **changes)) == reasons


def test_what_was_misread_may_be_corrected_without_a_word() -> None:
    misread = msgspec.structs.replace(CARLA, number="110105199003072923")
    assert _reasons(CARLA, read=misread) == set()


def test_a_passports_name_is_compared_in_its_own_script() -> None:
    passport = msgspec.structs.replace(CARLA, name="ZHANG CARLA", number="E12345678")
    kind = DocumentKind.PASSPORT
    assert _reasons(passport, passport, "张卡拉", kind) == set()
    assert _reasons(passport, passport, "Carla Zhang", kind) == set()
    assert _reasons(passport, passport, "Carla Li", kind) == {Reason.NAME_DIFFERS}


@given(st.dates(date(1930, 1, 1), TODAY))
def test_age_grows_on_the_birthday(born: date) -> None:
    age = age_on(born, TODAY)
    assert born.year + age <= TODAY.year
    assert (age >= LEAST_AGE) == (born <= date(TODAY.year - LEAST_AGE, TODAY.month, TODAY.day))


def test_print_that_contradicts_itself_is_unsure() -> None:
    texts = {
        Print.NUMBER: "1101 0519900307292 8",
        Print.NAME: "张 卡 拉",
        Print.SEX: "性 别 ” 女 民族 汉",
        Print.BIRTH: "1990 年 3 月 7 日",
    }
    read = interpret(CardSide.FRONT, texts, {Print.NAME: 92.0}, TODAY)
    assert read.unsure == ()
    whole = merge(CARLA, CardSide.FRONT, read.values)
    assert whole == CARLA
    unread = interpret(CardSide.FRONT, {Print.NUMBER: texts[Print.NUMBER]}, {}, TODAY)
    assert unread.values.birth_date == date(1990, 3, 7)  # the number says so
    assert set(unread.unsure) == {Field.NAME, Field.BIRTH_DATE, Field.SEX}


@given(st.text(max_size=60), st.sampled_from(list(CardSide)))
def test_rubbish_is_no_error(text: str, side: CardSide) -> None:
    read = interpret(side, dict.fromkeys(Print, text), {}, TODAY)
    assert len(read.values.number) <= 18
