"""What each side sees of the customer's document (pure)."""

from typing import Final

import msgspec

from video_bank.ids import PictureId
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.session import Session
from video_bank.verification.document.document import Confirmation, Document
from video_bank.verification.document.id_number import mask_number
from video_bank.verification.document.reading import find_doubtful
from video_bank.verification.document.values import (
    CardSide,
    DocumentKind,
    DocumentValues,
    Field,
    changed_fields,
)
from video_bank.verification.evidence import Finding, Reason

# What a customer can do something about: take another document, or come back later.
_TOLD: Final = frozenset({Reason.DOCUMENT_EXPIRED, Reason.DOCUMENT_NOT_YET_VALID, Reason.UNDER_AGE})


class DocumentSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The customer's page. `doubtful`: fields that somebody has to look at before confirming.

    `newest_at` (seconds, UTC) rises with each side that is taken, also again.
    """

    kind: DocumentKind
    is_requested: bool
    sides: tuple[CardSide, ...]
    missing_sides: tuple[CardSide, ...]
    newest_at: float | None
    values: DocumentValues
    doubtful: tuple[Field, ...]
    is_confirmed: bool
    reasons: tuple[Reason, ...]


class DocumentPicture(msgspec.Struct, frozen=True):
    """`is_straightened`: nothing but the card; else the photograph as it was."""

    side: CardSide
    picture_id: PictureId
    is_straightened: bool


class DocumentCard(msgspec.Struct, frozen=True, kw_only=True):
    """The desk's. `values` are the version that counts; after the call the number is masked.

    `by_customer` names the fields in which the customer corrected what was read, None before that.
    """

    kind: DocumentKind
    is_requested: bool
    pictures: tuple[DocumentPicture, ...]
    missing_sides: tuple[CardSide, ...]
    values: DocumentValues
    doubtful: tuple[Field, ...]
    by_customer: tuple[Field, ...] | None
    by_agent: tuple[Field, ...] | None
    findings: tuple[Finding, ...]


def document_sheet(session: Session) -> DocumentSheet | None:
    document = session.document
    if document is None or session.stage not in IN_CALL:
        return None
    return DocumentSheet(
        kind=document.kind,
        is_requested=document.is_requested,
        sides=tuple(each.side for each in document.sides),
        missing_sides=document.missing_sides,
        newest_at=document.sides[-1].taken_at if document.sides else None,
        values=document.values,
        doubtful=_doubtful(document),
        is_confirmed=document.by_customer is not None or document.by_agent is not None,
        reasons=tuple(each.reason for each in document.findings if each.reason in _TOLD),
    )


def document_card(session: Session) -> DocumentCard | None:
    document = session.document
    if document is None:
        return None
    values = document.values if session.stage in IN_CALL else mask_values(document.values)
    shown = document.by_customer.values if document.by_customer else document.read
    return DocumentCard(
        kind=document.kind,
        is_requested=document.is_requested,
        pictures=document_pictures(document),
        missing_sides=document.missing_sides,
        values=values,
        doubtful=_doubtful(document),
        by_customer=_changed(document.read, document.by_customer),
        by_agent=_changed(shown, document.by_agent),
        findings=document.findings,
    )


def document_pictures(document: Document) -> tuple[DocumentPicture, ...]:
    return tuple(
        DocumentPicture(each.side, each.shown, each.card is not None) for each in document.sides
    )


def _changed(read: DocumentValues, confirmed: Confirmation | None) -> tuple[Field, ...] | None:
    return changed_fields(read, confirmed.values) if confirmed else None


def mask_values(values: DocumentValues) -> DocumentValues:
    return msgspec.structs.replace(values, number=mask_number(values.number))


def _doubtful(document: Document) -> tuple[Field, ...]:
    """Return what contradicts itself, and until somebody confirmed it what was read unsurely."""
    contradicting = set(find_doubtful(document.kind, document.values))
    if document.by_customer is None and document.by_agent is None:
        contradicting.update(document.unsure)
    return tuple(field for field in Field if field in contradicting)
