"""What auditors do with a recording, beside watching it; `routes.py` takes these in."""

from typing import Final

from signaling import audit_resources, resources
from signaling.handlers import comments, exports, films, unmasking
from signaling.route import Route
from video_bank.caller import Role

AUDIT: Final = frozenset({Role.AUDITOR, Role.ADMIN})

AUDIT_ROUTES: Final = (
    Route(
        method="POST",
        path="/api/v1/recordings/{session_id}/comments",
        handler=comments.add_comment,
        callers=AUDIT,
        summary="Write on the recording's time line; without text, a bookmark",
        takes=audit_resources.AddComment,
        gives=resources.CommentView,
        status=201,
    ),
    Route(
        method="POST",
        path="/api/v1/recordings/{session_id}/unmasked",
        handler=unmasking.unmask,
        callers=AUDIT,
        summary="Who the customer is, for a purpose that goes on the trail",
        takes=audit_resources.Unmask,
        gives=audit_resources.UnmaskedCustomer,
    ),
    Route(
        method="POST",
        path="/api/v1/recordings/{session_id}/exports",
        handler=exports.ask_for_export,
        callers=AUDIT,
        summary="Ask for an evidence bundle; somebody else has to approve it",
        takes=audit_resources.AskForExport,
        gives=audit_resources.ExportView,
        status=201,
    ),
    Route(
        method="GET",
        path="/api/v1/recordings/{session_id}/exports",
        handler=exports.list_exports,
        callers=AUDIT,
        summary="Who asked for this recording, and what was decided",
        gives=audit_resources.ExportList,
    ),
    Route(
        method="GET",
        path="/api/v1/exports",
        handler=exports.list_open,
        callers=AUDIT,
        summary="Exports that wait for a decision",
        gives=audit_resources.ExportList,
    ),
    Route(
        method="POST",
        path="/api/v1/exports/{export_id}/decision",
        handler=exports.decide_export,
        callers=AUDIT,
        summary="Approve or refuse somebody else's request, once",
        takes=audit_resources.DecideExport,
        gives=audit_resources.ExportView,
    ),
    Route(
        method="GET",
        path="/api/v1/exports/{export_id}/bundle",
        handler=exports.download,
        callers=AUDIT,
        summary="The approved evidence bundle, for who asked and in time",
        gives=(exports.ZIP,),
    ),
    Route(
        method="POST",
        path="/api/v1/exports/{export_id}/film",
        handler=films.begin_film,
        callers=AUDIT,
        summary="Make one film of everybody in the approved recording",
        status=204,
    ),
    Route(
        method="GET",
        path="/api/v1/exports/{export_id}/film/state",
        handler=films.read_state,
        callers=AUDIT,
        summary="How far the film is",
        gives=audit_resources.FilmState,
    ),
    Route(
        method="DELETE",
        path="/api/v1/exports/{export_id}/film",
        handler=films.cancel_film,
        callers=AUDIT,
        summary="Stop making the film",
        status=204,
    ),
    Route(
        method="GET",
        path="/api/v1/exports/{export_id}/film",
        handler=films.download_film,
        callers=AUDIT,
        summary="The film, for who asked and in time",
        gives=(films.MP4,),
    ),
)
