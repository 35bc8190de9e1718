"""The customer's document: asked for, photographed side by side, confirmed by both."""

from datetime import date, datetime, timedelta, timezone
from typing import Final

import msgspec

from video_bank.errors import NotFoundError, NotNowError
from video_bank.media.commands import LegName
from video_bank.sessions.draft import Draft
from video_bank.sessions.errors import UnacceptableError
from video_bank.sessions.lifecycle import IN_CALL
from video_bank.sessions.requests import AskForDocument, ConfirmDocument, NoteDocumentSide
from video_bank.sessions.rules.checking import MOST_PICTURES
from video_bank.sessions.rules.checks import reasons_of
from video_bank.sessions.rules.regulated import check_recorded
from video_bank.sessions.session import Picture
from video_bank.verification.document.document import (
    CapturedSide,
    Confirmation,
    Document,
    digest_values,
)
from video_bank.verification.document.findings import find_findings
from video_bank.verification.document.reading import FIELDS_OF, merge
from video_bank.verification.document.values import CardSide, DocumentValues, changed_fields

LONGEST_NUMBER: Final = 20
LONGEST_NAME: Final = 64
_ZONE: Final = timezone(timedelta(hours=8))  # a card's last day ends in China, wherever we run


def ask_for_document(draft: Draft, asked: AskForDocument) -> None:
    """Ask anew, also for the same kind: what was photographed and said before does not count."""
    session = draft.session
    if session.stage not in IN_CALL:
        raise NotNowError
    fresh = Document(kind=asked.kind, is_requested=True)
    if session.document == fresh:
        return
    draft.change(document=fresh)
    draft.note("document_requested", draft.actor(session.lead), document=asked.kind)


def note_document_side(draft: Draft, noted: NoteDocumentSide) -> None:
    """One more side, or one taken again: then nobody has confirmed anything yet."""
    session, document = draft.session, draft.session.document
    if document is None or noted.side not in document.kind.sides or session.stage not in IN_CALL:
        raise NotNowError
    if any(each.picture == noted.picture for each in document.sides):
        return
    if len(session.pictures) >= MOST_PICTURES:
        raise NotNowError
    side = CapturedSide(noted.side, noted.picture, noted.card, noted.taken_by, draft.now)
    others = tuple(each for each in document.sides if each.side is not noted.side)
    own = FIELDS_OF[noted.side]
    changed = msgspec.structs.replace(
        document,
        salt=document.salt or noted.salt,
        sides=(*others, side),
        read=merge(document.read, noted.side, noted.values),
        unsure=(*(field for field in document.unsure if field not in own), *noted.unsure),
        by_customer=None,
        by_agent=None,
        findings=(),
    )
    # Only a side with a portrait can be compared with a face.
    shown = (Picture(side.shown, noted.taken_by, draft.now),)
    has_portrait = noted.side is not CardSide.BACK
    draft.change(document=changed, pictures=(*session.pictures, *(shown if has_portrait else ())))
    draft.note(
        "document_side_received",
        draft.actor(noted.taken_by),
        document=document.kind,
        side=noted.side,
        picture=side.picture,
        card=side.card,
        values_sha256=digest_values(changed.salt, changed.read),
    )


def confirm_document(draft: Draft, said: ConfirmDocument) -> None:
    """Who confirms has read every value; the agent's word counts above the customer's."""
    session, document = draft.session, draft.session.document
    if document is None or session.stage not in IN_CALL:
        raise NotNowError
    if document.missing_sides:
        raise NotFoundError
    values = _accepted(said.values)
    is_customer = said.leg is LegName.CUSTOMER
    before = document.by_customer if is_customer else document.by_agent
    if before is not None and before.values == values:
        return
    if is_customer and document.by_agent is not None:
        raise NotNowError
    check_recorded(session)
    corrected = changed_fields(document.values if is_customer else _shown(document), values)
    findings = find_findings(
        document.kind, values, document.read, session.customer.name, today_at(draft.now)
    )
    confirmation = Confirmation(values, draft.now)
    draft.change(
        document=msgspec.structs.replace(
            document,
            is_requested=False,
            findings=findings,
            **{"by_customer" if is_customer else "by_agent": confirmation},
        )
    )
    draft.note(
        "document_confirmed",
        draft.actor(said.leg),
        document=document.kind,
        leg=said.leg,
        corrected=" ".join(corrected),
        findings=reasons_of(findings),
        values_sha256=digest_values(document.salt, values),
    )


def _shown(document: Document) -> DocumentValues:
    """Return what an agent found on the desk before correcting it."""
    return document.by_customer.values if document.by_customer else document.read


def _accepted(values: DocumentValues) -> DocumentValues:
    """Return the values as they are kept; raise UnacceptableError where one is missing."""
    number = "".join(values.number.split()).upper()
    name = " ".join(values.name.split())
    is_whole = 0 < len(number) <= LONGEST_NUMBER and 0 < len(name) <= LONGEST_NAME
    if not is_whole or not number.isascii() or values.birth_date is None:
        raise UnacceptableError
    if values.is_permanent and values.valid_until is not None:
        raise UnacceptableError
    return msgspec.structs.replace(values, number=number, name=name)


def today_at(now: float) -> date:
    """Return the day by which documents are valid. `now`: seconds, UTC."""
    return datetime.fromtimestamp(now, _ZONE).date()
