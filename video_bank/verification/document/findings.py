"""What speaks against a document, by what stands on it (pure)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from video_bank.verification.document.id_number import decode_id_number
from video_bank.verification.document.values import DocumentKind, DocumentValues
from video_bank.verification.evidence import Finding, Reason

LEAST_AGE: Final = 18  # of whoever opens an account alone: Civil Code of the PRC, article 17
_DAYS_A_YEAR: Final = 365.2425


def find_findings(
    kind: DocumentKind,
    values: DocumentValues,
    read: DocumentValues,
    invited_name: str,
    today: date,
) -> tuple[Finding, ...]:
    """Hold what people confirmed against itself, the day, the invitation and what was `read`."""
    return (
        *_find_by_day(values, today),
        *_find_contradictions(kind, values),
        *_find_changes(kind, values, read),
        *_find_another_name(values.name, invited_name),
    )


def age_on(birth_date: date, today: date) -> int:
    """Return full years; who was born on 29 February is older from 1 March on."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday)


def _find_by_day(values: DocumentValues, today: date) -> Iterator[Finding]:
    if values.birth_date is not None and age_on(values.birth_date, today) < LEAST_AGE:
        yield Finding(Reason.UNDER_AGE, age_on(values.birth_date, today), LEAST_AGE)
    if values.valid_until is not None and values.valid_until < today:
        years = (today - values.valid_until).days / _DAYS_A_YEAR
        yield Finding(Reason.DOCUMENT_EXPIRED, round(years, 2))
    if values.valid_from is not None and values.valid_from > today:
        yield Finding(Reason.DOCUMENT_NOT_YET_VALID)
    if values.valid_until is None and not values.is_permanent:
        yield Finding(Reason.VALIDITY_UNKNOWN)


def _find_contradictions(kind: DocumentKind, values: DocumentValues) -> Iterator[Finding]:
    if kind is not DocumentKind.ID_CARD:
        return
    decoded = decode_id_number(values.number)
    if decoded is None:
        yield Finding(Reason.NUMBER_INVALID)
        return
    if values.birth_date != decoded.birth_date:
        yield Finding(Reason.BIRTH_DATE_DIFFERS)
    if values.sex != decoded.sex:
        yield Finding(Reason.SEX_DIFFERS)


def _find_changes(
    kind: DocumentKind, values: DocumentValues, read: DocumentValues
) -> Iterator[Finding]:
    """A number that was read with a right check digit was hardly ever misread."""
    was_right = kind is DocumentKind.PASSPORT or decode_id_number(read.number) is not None
    if read.number and was_right and read.number != values.number:
        yield Finding(Reason.NUMBER_CHANGED)


def _find_another_name(name: str, invited_name: str) -> Iterator[Finding]:
    """Names are compared within one script: a passport's Latin letters say nothing of Chinese."""
    own, invited = _plain(name), _plain(invited_name)
    if own.isascii() == invited.isascii() and own != invited:
        yield Finding(Reason.NAME_DIFFERS)


def _plain(name: str) -> str:
    words = sorted(name.upper().replace(",", " ").replace("·", " ").split())
    return "".join(words)
