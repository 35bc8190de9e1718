"""What the REST endpoints of auditors take and give, beside the recordings themselves."""

import msgspec

from video_bank.ids import ExportId, SessionId
from video_bank.recording.evidence.export import ExportState, Purpose
from video_bank.sessions.session import Detail
from video_bank.verification.document.values import DocumentValues


class AddComment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/recordings/{session_id}/comments; `position_s` is on the recording's clock."""

    position_s: float
    text: str


class Unmask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/recordings/{session_id}/unmasked."""

    purpose: Purpose


class UnmaskedCustomer(msgspec.Struct, frozen=True):
    """The customer as the bank's system named them, and what stands on the document."""

    name: str
    details: tuple[Detail, ...]
    document: DocumentValues | None


class AskForExport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/recordings/{session_id}/exports; `note` is for who approves."""

    purpose: Purpose
    note: str


class DecideExport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/exports/{export_id}/decision."""

    is_approved: bool


class FilmState(msgspec.Struct, frozen=True):
    """GET /api/v1/exports/{export_id}/film/state; `share` done is None where nobody makes it."""

    is_ready: bool
    share: float | None


class ExportView(msgspec.Struct, frozen=True, kw_only=True):
    """`asked_by` and `decided_by` are display names; `is_mine` where the reader asked for it."""

    export_id: ExportId
    session_id: SessionId
    reference: str
    business: str
    purpose: Purpose
    note: str
    asked_by: str
    is_mine: bool
    asked_at: float
    state: ExportState
    decided_by: str | None
    decided_at: float | None
    expires_at: float | None


class ExportList(msgspec.Struct, frozen=True):
    """GET /api/v1/exports (those that wait), GET /api/v1/recordings/{session_id}/exports (all)."""

    exports: tuple[ExportView, ...]
