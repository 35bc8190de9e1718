"""The document check as an auditor sees it: both confirmed versions, nothing that names anybody."""

import json
from datetime import date

import msgspec

from signaling.recorded_document import recorded_document
from signaling.resources import RecordingDetail
from tests.signaling.front import Front
from tests.video_bank.sessions.stories import PICTURE, SESSION, changed, invited
from video_bank.caller import Role
from video_bank.media.commands import LegName
from video_bank.sessions.session import Stage
from video_bank.verification.document.document import CapturedSide, Confirmation, Document
from video_bank.verification.document.values import CardSide, DocumentKind, DocumentValues, Field
from video_bank.verification.evidence import Finding, Reason

READ = DocumentValues(
    number="11010519491231002X",
    name="张小三",
    birth_date=date(1949, 12, 31),
    valid_until=date(2020, 1, 1),
)
CORRECTED = msgspec.structs.replace(READ, name="章小三")
COMPARED = msgspec.structs.replace(CORRECTED, valid_until=date(2021, 1, 1))
DOCUMENT = Document(
    kind=DocumentKind.ID_CARD,
    sides=(CapturedSide(CardSide.FRONT, PICTURE, None, LegName.CUSTOMER, 1.0),),
    read=READ,
    by_customer=Confirmation(CORRECTED, 2.0),
    by_agent=Confirmation(COMPARED, 3.0),
    findings=(Finding(Reason.DOCUMENT_EXPIRED),),
)


def test_each_version_tells_what_it_changed() -> None:
    found = recorded_document(changed(invited(SESSION), document=DOCUMENT))
    assert found
    assert found.by_customer
    assert found.by_agent
    assert (found.kind, found.findings) == (DocumentKind.ID_CARD, DOCUMENT.findings)
    assert (found.by_customer.at, found.by_customer.changed) == (2.0, (Field.NAME,))
    assert (found.by_agent.at, found.by_agent.changed) == (3.0, (Field.VALID_UNTIL,))
    assert found.by_agent.values.valid_until == date(2021, 1, 1)
    assert [each.picture_id for each in found.pictures] == [PICTURE]


def test_what_nobody_confirmed_has_no_version() -> None:
    assert recorded_document(invited(SESSION)) is None
    unconfirmed = msgspec.structs.replace(DOCUMENT, by_customer=None, by_agent=None)
    found = recorded_document(changed(invited(SESSION), document=unconfirmed))
    assert found
    assert (found.by_customer, found.by_agent) == (None, None)


async def test_an_auditor_reads_it_masked(front: Front) -> None:
    session = await front.add_session(stage=Stage.CLOSED, ended_at=4.0, document=DOCUMENT)
    async with front.signed_in(Role.AUDITOR) as ada:
        path = f"/api/v1/recordings/{session.session_id}"
        status, found = await ada.ask("GET", path)
    assert status == 200
    assert msgspec.convert(found, RecordingDetail, strict=False).document
    told = json.dumps(found["document"], ensure_ascii=False)
    assert "110***********002X" in told
    assert "章*三" in told
    for secret in (READ.number, READ.name, CORRECTED.name, "1949-12-31"):
        assert secret not in told
