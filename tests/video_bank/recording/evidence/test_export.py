"""Four eyes: who asks for an export never approves it."""

import msgspec
import pytest

from video_bank.errors import ForbiddenError, NotFoundError, NotNowError
from video_bank.ids import SessionId, StaffId, new_export_id
from video_bank.recording.evidence.export import (
    DOWNLOAD_WITHIN_S,
    Export,
    ExportState,
    Purpose,
    check_download,
    decide,
)

ADA, BEN, CID = StaffId("staff_a"), StaffId("staff_b"), StaffId("staff_c")
ASKED = Export(
    export_id=new_export_id(),
    session_id=SessionId("ses_0123456789abcdef01234567"),
    purpose=Purpose.COURT,
    note="（2026）沪民初 1 号",
    asked_by=ADA,
    asked_at=100.0,
)


def test_another_one_approves_and_the_asker_downloads_in_time() -> None:
    approved = decide(ASKED, BEN, 200.0, is_approved=True)
    assert approved.state is ExportState.APPROVED
    assert (approved.decided_by, approved.expires_at) == (BEN, 200.0 + DOWNLOAD_WITHIN_S)
    check_download(approved, ADA, 201.0)
    with pytest.raises(NotNowError):
        check_download(approved, ADA, 200.0 + DOWNLOAD_WITHIN_S)


@pytest.mark.parametrize("is_approved", [True, False])
def test_nobody_decides_their_own_request(is_approved: bool) -> None:
    with pytest.raises(ForbiddenError):
        decide(ASKED, ADA, 200.0, is_approved=is_approved)


def test_a_decision_is_final() -> None:
    refused = decide(ASKED, BEN, 200.0, is_approved=False)
    assert refused.expires_at is None
    with pytest.raises(NotNowError):
        decide(refused, CID, 300.0, is_approved=True)


@pytest.mark.parametrize("by", [BEN, CID])
def test_nobody_else_downloads(by: StaffId) -> None:
    with pytest.raises(NotFoundError):
        check_download(decide(ASKED, BEN, 200.0, is_approved=True), by, 201.0)


@pytest.mark.parametrize("state", [ExportState.OPEN, ExportState.REFUSED])
def test_nothing_leaves_without_approval(state: ExportState) -> None:
    with pytest.raises(NotNowError):
        check_download(msgspec.structs.replace(ASKED, state=state), ADA, 201.0)
