"""The customer's document as an auditor sees it: every version, and nothing that names anybody."""

import msgspec

from signaling.masking import mask_name
from video_bank.sessions.document_views import DocumentPicture, document_pictures, mask_values
from video_bank.sessions.session import Session
from video_bank.verification.document.document import Confirmation
from video_bank.verification.document.values import (
    DocumentKind,
    DocumentValues,
    Field,
    changed_fields,
)
from video_bank.verification.evidence import Finding


class DocumentVersion(msgspec.Struct, frozen=True):
    """What somebody confirmed, when (seconds, UTC), and in what that is not the version before."""

    values: DocumentValues
    at: float
    changed: tuple[Field, ...]


class RecordedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers and names are masked, birth dates left out: they are shown for a purpose alone."""

    kind: DocumentKind
    pictures: tuple[DocumentPicture, ...]
    read: DocumentValues
    by_customer: DocumentVersion | None
    by_agent: DocumentVersion | None
    findings: tuple[Finding, ...]


def recorded_document(session: Session) -> RecordedDocument | None:
    document = session.document
    if document is None:
        return None
    shown = document.by_customer.values if document.by_customer else document.read
    return RecordedDocument(
        kind=document.kind,
        pictures=document_pictures(document),
        read=_masked(document.read),
        by_customer=_version(document.read, document.by_customer),
        by_agent=_version(shown, document.by_agent),
        findings=document.findings,
    )


def _version(before: DocumentValues, confirmed: Confirmation | None) -> DocumentVersion | None:
    if confirmed is None:
        return None
    changed = changed_fields(before, confirmed.values)
    return DocumentVersion(_masked(confirmed.values), confirmed.at, changed)


def _masked(values: DocumentValues) -> DocumentValues:
    name = mask_name(values.name) if values.name else ""
    return msgspec.structs.replace(mask_values(values), name=name, birth_date=None)
