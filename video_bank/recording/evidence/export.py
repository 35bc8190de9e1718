"""Who may take a recording out of the house: one asks, another one approves (pure)."""

from enum import StrEnum
from typing import Final

import msgspec

from video_bank.errors import ForbiddenError, NotFoundError, NotNowError
from video_bank.ids import ExportId, SessionId, StaffId

DOWNLOAD_WITHIN_S: Final = 24 * 3600.0
LONGEST_NOTE: Final = 500


class Purpose(StrEnum):
    """Why personal data is looked at or taken out."""

    COMPLAINT = "complaint"
    COURT = "court"
    REGULATOR = "regulator"
    INTERNAL_AUDIT = "internal_audit"
    CUSTOMER_REQUEST = "customer_request"


class ExportState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """`note` is the asker's own words for the approver: a file number, a court's letter.

    It may name people, so it never goes on the trail. `expires_at` is set with the approval.
    """

    export_id: ExportId
    session_id: SessionId
    purpose: Purpose
    note: str
    asked_by: StaffId
    asked_at: float
    state: ExportState = ExportState.OPEN
    decided_by: StaffId | None = None
    decided_at: float | None = None
    expires_at: float | None = None


def decide(export: Export, by: StaffId, now: float, *, is_approved: bool) -> Export:
    """Return the export as decided.

    Raise ForbiddenError for one's own request, NotNowError where it was decided before.
    """
    if export.asked_by == by:
        raise ForbiddenError
    if export.state is not ExportState.OPEN:
        raise NotNowError
    return msgspec.structs.replace(
        export,
        state=ExportState.APPROVED if is_approved else ExportState.REFUSED,
        decided_by=by,
        decided_at=now,
        expires_at=now + DOWNLOAD_WITHIN_S if is_approved else None,
    )


def check_download(export: Export, by: StaffId, now: float) -> None:
    """Raise NotFoundError for somebody else's, NotNowError before the approval or too late."""
    if export.asked_by != by:
        raise NotFoundError
    is_open = export.state is ExportState.APPROVED and now < (export.expires_at or 0)
    if not is_open:
        raise NotNowError
